import { expect } from '@playwright/test';
import { heapOf } from './heap';
import { filesWith } from './on-disk';
import type { RunningApp } from './running-app';
import { formsInText } from './secret-forms';

/**
 * Proves that a secret has left no trace: not in the page's heap, not in what the app has said on its outputs, and after its end not in
 * any file below the data folder, the logs and databases among them. Ends the app.
 */
export async function expectNoTraceOf(app: RunningApp, secrets: readonly string[]): Promise<void> {
  // Something that must be found, so that a snapshot that holds nothing proves nothing.
  const canary = `canary ${Math.random()}`;
  await app.page.evaluate((text) => Reflect.set(window, 'canary', text), canary);
  const heap = await heapOf(app);
  expect(heap.includes(canary), 'the snapshot has what the page holds').toBe(true);
  expect(secrets.filter((secret) => holds(heap, secret))).toEqual([]);
  await app.quit();
  expect(secrets.filter((secret) => holds(app.output, secret))).toEqual([]);
  for (const secret of secrets) expect(await filesWith(app.launch.userDataDir, secret)).toEqual([]);
}

function holds(text: string, secret: string): boolean {
  return formsInText(secret).some((form) => text.includes(form));
}
