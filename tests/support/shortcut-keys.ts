import type { Page } from '@playwright/test';
import { eachKey, keysOf, type ShortcutId } from '../../shared/shortcuts';

const MAC = process.platform === 'darwin';

/** All combinations of a shortcut on this system, arrows written out. */
export function combinationsOf(id: ShortcutId): readonly string[] {
  return eachKey(keysOf(id, MAC));
}

/** Presses a combination of the table of shortcuts on a real keyboard. */
export async function pressCombination(page: Page, combination: string): Promise<void> {
  await page.keyboard.press(combination.replace('Mod', 'ControlOrMeta').replace('Plus', '+').replace('Minus', '-'));
}

/** The first combination of a shortcut. */
export async function pressShortcut(page: Page, id: ShortcutId): Promise<void> {
  await pressCombination(page, combinationsOf(id)[0] ?? '');
}
