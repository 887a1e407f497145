import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronPath } from '../../build/electron-path.mjs';
import { Desk, expect, test } from '../support/desk';
import { cleanEnvironment } from '../support/environment';
import { picture, writeFiles } from '../support/files';

const root = path.resolve(import.meta.dirname, '../..');

/** Every file and folder below, with what is in it and when it was last written. */
async function everythingIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = names.map(async (name) => {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    const content = facts?.isFile() === true ? await readFile(file) : Buffer.alloc(0);
    return `${name} ${facts?.mtimeMs} ${createHash('sha256').update(content).digest('hex')}`;
  });
  return (await Promise.all(lines)).sort();
}

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Starts the app on a data folder without Playwright, whose questions are answered at once, and waits for its end. */
function runToItsEnd(userDataDir: string): Promise<Ended> {
  const args = ['-r', path.join(root, 'tests/support/answered-dialogs.cjs')];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  args.push(root, `--user-data-dir=${userDataDir}`);
  return new Promise((resolve) => {
    execFile(electronPath(), args, { env: cleanEnvironment(), timeout: 60_000 }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout }),
    );
  });
}

test('data of a newer version is not touched, and the app says so in the language that was chosen', async ({
  desk,
  folder,
}) => {
  const { app } = desk;
  const { userDataDir } = app.launch;
  await app.dropFiles(desk.library, await writeFiles(folder, { 'kept.png': picture(1) }));
  await expect(desk.arrived('kept.png')).toBeVisible();
  await app.quit();
  const mark = path.join(userDataDir, 'data-version.json');
  const own = await readFile(mark, 'utf8');
  await writeFile(mark, JSON.stringify({ version: 1_000_000, app: '98.7.6' }));
  const before = await everythingIn(userDataDir);

  const ended = await runToItsEnd(userDataDir);
  expect(ended.code).toBe(1);
  expect(ended.output).toContain('A newer version of Flow Media has been used here.');
  expect(ended.output).toContain('98.7.6');
  expect(ended.output).toContain(userDataDir);
  expect(await everythingIn(userDataDir)).toEqual(before);

  await writeFile(mark, own);
  const again = new Desk(await app.relaunch());
  await expect(again.arrived('kept.png')).toBeVisible();
  await again.call('settings.update', { language: 'zh-CN' });
  await again.app.quit();
  await writeFile(mark, JSON.stringify({ version: 1_000_000, app: '98.7.6' }));
  expect((await runToItsEnd(userDataDir)).output).toContain('此处曾使用过更新版本的 Flow Media');
});

test('data of older versions is taken on, those without a mark too', async ({ desk, folder }) => {
  const mark = path.join(desk.app.launch.userDataDir, 'data-version.json');
  const { version: app } = (await desk.call('app.snapshot', null)).app;
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'kept.png': picture(1) }));
  await expect(desk.arrived('kept.png')).toBeVisible();
  await desk.app.quit();
  await rm(mark);
  const second = new Desk(await desk.app.relaunch());
  await expect(second.arrived('kept.png')).toBeVisible();
  await second.app.quit();
  await writeFile(mark, JSON.stringify({ version: 0, app: '0.0.1' }));
  const third = new Desk(await second.app.relaunch());
  await expect(third.arrived('kept.png')).toBeVisible();
  expect(JSON.parse(await readFile(mark, 'utf8'))).toEqual({ version: 1, app });
});
