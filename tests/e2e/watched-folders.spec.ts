import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture, sha256, writeFiles } from '../support/files';

/** Through the settings, with the system's dialog answered. */
async function watchFolder(desk: Desk, folder: string, fill: (form: Locator) => Promise<void>): Promise<void> {
  const { page } = desk;
  await desk.goTo('Settings');
  await desk.app.stubOpenDialog([folder]);
  await page.getByRole('button', { name: 'Watch a folder…' }).click();
  const list = page.getByRole('list', { name: 'Watched folders' });
  await expect(list).toContainText(folder);
  await fill(list);
  await page.getByRole('button', { name: 'Start watching' }).click();
  await expect(list.getByText('Watching', { exact: true })).toBeVisible();
}

// Each starts the app, waits for files to rest, and looks for a folder that is gone: on a busy machine that takes its time.
test.describe.configure({ timeout: 240_000 });

test('what appears in a watched folder is in the library and opens, once, also after a restart', async ({
  desk,
  bucket,
  folder,
  sandbox,
}) => {
  const renders = path.join(folder, 'renders');
  await writeFiles(folder, { 'renders/of-before.png': picture(9) });
  await watchFolder(desk, renders, async (form) => {
    await form.getByRole('textbox', { name: 'Folder in the bucket' }).fill('out');
    await expect(form.getByRole('radio', { name: 'Leave them' })).toBeChecked();
  });
  await writeFiles(folder, {
    'renders/a.png': picture(1),
    'renders/night/b.png': picture(2),
    'renders/c.png.part': picture(3),
  });
  const list = desk.page.getByRole('list', { name: 'Watched folders' });
  await expect(list).toContainText('2 uploaded');
  await desk.goTo('Library');
  for (const name of ['a.png', 'b.png']) await expect(desk.arrived(name)).toBeVisible();
  await expect(desk.page.getByRole('button', { name: /Open Transfers/ })).toContainText('2 files from renders');
  const opened = await fetch(`${sandbox.publicBase}/out/night/b.png`);
  expect(sha256(new Uint8Array(await opened.arrayBuffer()))).toBe(sha256(picture(2)));
  await desk.goTo('Transfers');
  await expect(desk.transfer('a.png')).toContainText('from a watched folder');

  await desk.app.quit();
  await rename(path.join(renders, 'c.png.part'), path.join(renders, 'c.png'));
  const again = new Desk(await desk.app.relaunch());
  await again.goTo('Settings');
  await expect(again.page.getByRole('list', { name: 'Watched folders' })).toContainText('3 uploaded');
  await expect.poll(() => bucket.keys()).toEqual(['out/a.png', 'out/c.png', 'out/night/b.png']);
  await again.goTo('Transfers');
  await expect(again.transfer('c.png')).toBeVisible();
  await expect(again.transfer('a.png')).toHaveCount(0);
});

test('files move after the upload, a folder that vanishes is waited for, one can be paused and given up', async ({
  desk,
  bucket,
  folder,
}) => {
  const { page } = desk;
  const camera = path.join(folder, 'camera');
  await mkdir(camera);
  await watchFolder(desk, camera, async (form) => {
    await form.getByRole('combobox', { name: 'After the upload' }).click();
    await page.getByRole('option', { name: /subfolder/ }).click();
  });
  await writeFile(path.join(camera, 'a.png'), picture(1));
  await expect.poll(() => bucket.keys()).toEqual(['a.png']);
  await expect.poll(() => readdir(camera)).toEqual(['Uploaded']);
  expect(await readdir(path.join(camera, 'Uploaded'))).toEqual(['a.png']);

  const list = page.getByRole('list', { name: 'Watched folders' });
  await rename(camera, `${camera}-unplugged`);
  await expect(list).toContainText('Waiting for the folder', { timeout: 60_000 });
  await expect(list).toContainText('The folder is not there');
  await rename(`${camera}-unplugged`, camera);
  await writeFile(path.join(camera, 'b.png'), picture(2));
  await expect.poll(() => bucket.keys()).toEqual(['a.png', 'b.png']);

  await page.getByRole('button', { name: 'Pause camera' }).click();
  await expect(list).toContainText('Paused');
  await writeFile(path.join(camera, 'c.png'), picture(3));
  await page.getByRole('button', { name: 'Go on with camera' }).click();
  await expect.poll(() => bucket.keys()).toEqual(['a.png', 'b.png', 'c.png']);
  await page.getByRole('button', { name: 'Stop watching camera' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop watching' }).click();
  await expect(page.getByText('No folder is watched.')).toBeVisible();
});

test('a folder stops with its connection, says so, and goes on with another bucket', async ({
  desk,
  startSandbox,
  folder,
}) => {
  const { page } = desk;
  const renders = path.join(folder, 'renders');
  await mkdir(renders);
  await watchFolder(desk, renders, async () => undefined);
  const { slices } = await desk.call('app.snapshot', null);
  const other = await startSandbox();
  await desk.goTo('Library');
  const profile = await desk.connect(other);
  await desk.call('connections.remove', { connectionId: slices.connections.activeId ?? '' });
  await desk.call('connections.select', { connectionId: profile.id });
  await desk.goTo('Settings');
  const list = page.getByRole('list', { name: 'Watched folders' });
  await expect(list).toContainText('Its bucket is not connected any more');
  await writeFile(path.join(renders, 'a.png'), picture(1));
  await page.getByRole('button', { name: 'Edit renders' }).click();
  await list.getByRole('combobox', { name: 'Bucket', exact: true }).click();
  await page.getByRole('option', { name: other.bucket }).click();
  await list.getByRole('button', { name: 'Save' }).click();
  await expect(list).toContainText('1 uploaded');
  await desk.goTo('Library');
  await expect(desk.arrived('a.png')).toBeVisible();
});
