import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { acceleratorOf, SHORTCUT_IDS } from '../../shared/shortcuts';
import { EDIT_COMMANDS, type MenuCommand } from '../../shared/state';
import { menuTemplate } from './menu-template';
import { CHINESE_MENU, ENGLISH_MENU } from './menu-words';

function itemsOf(template: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return template.flatMap((item) => (Array.isArray(item.submenu) ? [item, ...itemsOf(item.submenu)] : [item]));
}

function menu(mac: boolean, words = ENGLISH_MENU) {
  const asked: MenuCommand[] = [];
  const options = { words, mac, development: false, openPage: vi.fn() };
  const template = menuTemplate({ ...options, ask: (command) => asked.push(command) });
  return { items: itemsOf(template), asked };
}

describe('the application menu', () => {
  it.each([true, false])('offers each shortcut that works everywhere under its keys; on a Mac: %s', (mac) => {
    const { items, asked } = menu(mac);
    // The Edit menu pastes.
    const ids = SHORTCUT_IDS.filter((id) => id.startsWith('app.') && id !== 'app.paste');
    for (const id of ids) {
      const item = items.find((one) => `app.${one.id}` === id);
      expect(item, id).toMatchObject({ accelerator: acceleratorOf(id) });
      item?.click?.(...([] as unknown as Parameters<NonNullable<typeof item.click>>));
    }
    expect(asked.map((command) => `app.${command}`)).toEqual(ids);
  });

  it.each([true, false])(
    'asks the page to undo, copy, delete and select all, and leaves their keys to it; on a Mac: %s',
    (mac) => {
      const { items, asked } = menu(mac);
      for (const command of EDIT_COMMANDS) {
        const item = items.find(({ id }) => id === command);
        // Delete of a Mac would be taken from the fields.
        if (!mac || command !== 'delete')
          expect(item).toMatchObject({ accelerator: acceleratorOf(`library.${command}`), registerAccelerator: false });
        item?.click?.(...([] as unknown as Parameters<NonNullable<typeof item.click>>));
      }
      expect(asked).toEqual(EDIT_COMMANDS);
    },
  );

  it('has keys for a Mac’s own panels, before the items with the same keys', () => {
    const roles = (mac: boolean) => menu(mac).items.filter(({ visible }) => visible === false);
    expect(roles(false)).toEqual([]);
    expect(roles(true).map(({ role }) => role)).toEqual(['undo', 'copy', 'selectAll']);
    const { items } = menu(true);
    expect(items.findIndex(({ role }) => role === 'copy')).toBeLessThan(items.findIndex(({ id }) => id === 'copy'));
  });

  it('offers each command once', () => {
    for (const mac of [true, false]) {
      const { items } = menu(mac);
      for (const command of Object.keys(ENGLISH_MENU.commands))
        expect(items.filter(({ id }) => id === command).length, command).toBe(1);
    }
  });

  it('says everything in Chinese too', () => {
    for (const mac of [true, false]) {
      const labels = menu(mac, CHINESE_MENU).items.flatMap(({ type, label }) => (type === 'separator' ? [] : [label]));
      for (const label of labels.filter((one) => one !== 'Flow Media')) expect(label).toMatch(/\p{Script=Han}/u);
    }
  });
});
