import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const electron = vi.hoisted(() => ({
  app: { getVersion: () => '1.0.0', getLocale: () => 'en-US', exit: vi.fn() },
  dialog: { showMessageBox: vi.fn(async () => ({ response: 0 })) },
}));
vi.mock('electron', () => electron);
const { refuseBroken, refuseClosedData, refuseNewerData } = await import('./refused-start');

let root: string;
beforeEach(() => {
  vi.clearAllMocks();
  root = mkdtempSync(path.join(tmpdir(), 'refused-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it.each([
  ['newer data', () => refuseNewerData('2.0.0', root), '2.0.0'],
  ['a folder that is closed', () => refuseClosedData('EACCES', root), 'EACCES'],
  [
    'a file that may not be read',
    () => refuseBroken(new Error("EACCES: permission denied, open 'settings.json'"), root),
    'settings.json',
  ],
])('%s is told with the folder and why, in the language that was chosen, and the app ends', async (_, refuse, why) => {
  await refuse();
  const said = expect.objectContaining({ detail: expect.stringContaining(why) });
  expect(electron.dialog.showMessageBox).toHaveBeenLastCalledWith(said);
  mkdirSync(path.join(root, 'settings'));
  writeFileSync(path.join(root, 'settings', 'settings.json'), JSON.stringify({ document: { language: 'zh-CN' } }));
  await refuse();
  const chinese = expect.objectContaining({ detail: expect.stringContaining(root), buttons: ['退出'] });
  expect(electron.dialog.showMessageBox).toHaveBeenLastCalledWith(chinese);
  expect(electron.app.exit.mock.calls).toEqual([[1], [1]]);
});
