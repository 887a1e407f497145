import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { answer, startFaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import type { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';
import type { RunningApp } from '../support/running-app';

const CLIP = path.resolve(import.meta.dirname, '../../build/samples/first-light.mp4');

/** The app on a bucket that holds these objects already. */
async function openOn(app: RunningApp, bucket: Bucket, objects: Readonly<Record<string, Uint8Array>>): Promise<Desk> {
  for (const [key, bytes] of Object.entries(objects)) await bucket.put(key, bytes);
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await expect(desk.tiles).toHaveCount(Object.keys(objects).length);
  return desk;
}

/** A JPEG as Chromium makes it. */
async function jpeg(app: RunningApp, width: number, height: number): Promise<Buffer> {
  const url = await app.page.evaluate(
    ([w, h]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
      const context = canvas.getContext('2d');
      context?.fillRect(0, 0, w / 2, h);
      return canvas.toDataURL('image/jpeg');
    },
    [width, height] as const,
  );
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

test('pictures and films show themselves, dropped or found in the bucket', async ({ app, bucket, folder }) => {
  const clip = await readFile(CLIP);
  const desk = await openOn(app, bucket, { 'there.png': picture(1, 1200, 600), 'there.mp4': clip });
  const dropped = { 'wide.png': picture(2, 640, 160), 'tall.jpg': await jpeg(app, 300, 600), 'film.mp4': clip };
  await app.dropFiles(desk.library, await writeFiles(folder, dropped));
  expect(await desk.drawnSize('wide.png')).toEqual({ width: 480, height: 120 });
  expect(await desk.drawnSize('tall.jpg')).toEqual({ width: 240, height: 480 });
  expect(await desk.drawnSize('there.png')).toEqual({ width: 480, height: 240 });
  const poster = await desk.drawnSize('film.mp4');
  expect(await desk.drawnSize('there.mp4')).toEqual(poster);
  await expect(desk.tile('film.mp4')).toHaveAccessibleName(/Video, .*, \d:\d\d/);
});

test('a page that has given its memory back shows what it showed, and what comes next', async ({ app, bucket }) => {
  const desk = new Desk(app);
  for (let n = 0; n < 60; n += 1) await bucket.put(`set/shot ${String(n).padStart(2, '0')}.png`, picture(n, 320, 240));
  await desk.connect(bucket.address);
  await desk.sortBy('Name', 'Name, A to Z');
  expect(await desk.drawnSize('shot 00.png')).toEqual({ width: 320, height: 240 });
  await desk.call('app.rest', null);
  await desk.call('app.rest', null);
  expect(await desk.drawnSize('shot 00.png')).toEqual({ width: 320, height: 240 });
  await desk.library.press('End');
  expect(await desk.drawnSize('shot 59.png')).toEqual({ width: 320, height: 240 });
  await desk.library.press('Home');
  expect(await desk.drawnSize('shot 00.png')).toEqual({ width: 320, height: 240 });
});

test('a picture that could not be fetched shows itself once it can be', async ({ app, bucket, sandbox, problems }) => {
  const wire = await startFaultProxy(sandbox.endpoint);
  wire.fault = ({ key }) => (key === '' ? null : answer(403, 'AccessDenied'));
  await bucket.put('one.png', picture(1, 90, 60));
  const desk = new Desk(app);
  await desk.connect({ ...sandbox, endpoint: wire.url });
  await expect(desk.tile('one.png').locator('img')).toHaveCount(0);
  await expect(desk.tile('one.png')).toContainText('png');
  await desk.tile('one.png').dblclick();
  await expect(desk.viewer.getByRole('alert')).toContainText('The token may not do this');
  await app.page.keyboard.press('Escape');
  wire.fault = () => null;
  await desk.refresh();
  expect(await desk.drawnSize('one.png')).toEqual({ width: 90, height: 60 });
  problems.length = 0;
  await wire.close();
});

test('the list shows the same rows, with their facts, and sorts them', async ({ app, bucket }) => {
  const desk = await openOn(app, bucket, {
    'b.png': picture(1, 40, 30),
    'A.txt': noise(30_000),
    'c10.png': picture(2, 80, 60),
    'c9.mp3': noise(500),
  });
  await app.page.getByRole('img', { name: 'List' }).click();
  await expect(desk.library.getByRole('columnheader', { name: 'Modified' })).toBeVisible();
  await expect(desk.tiles).toHaveCount(4);
  await expect(desk.library.getByRole('row').filter({ hasText: 'b.png' })).toContainText(/Image.*kB.*40 × 30/);
  await desk.sortBy('Name', 'Name, A to Z');
  await expect.poll(() => desk.names()).toEqual(['A.txt', 'b.png', 'c9.mp3', 'c10.png']);
  await desk.sortBy('Name, Z to A');
  await expect.poll(() => desk.names()).toEqual(['c10.png', 'c9.mp3', 'b.png', 'A.txt']);
  await desk.library.getByRole('columnheader', { name: 'Size' }).click();
  await expect.poll(async () => (await desk.names()).at(0)).toBe('A.txt');
});

test('folders open, and the way back is above them', async ({ app, bucket }) => {
  const objects = {
    'top.png': picture(1),
    'a/one.png': picture(2),
    'a/b/two.png': picture(3),
    'a/b/c/three.png': picture(4),
  };
  const desk = await openOn(app, bucket, objects);
  await desk.openTop();
  await expect.poll(() => desk.names()).toEqual(['a', 'top.png']);
  const trail = app.page.getByRole('navigation', { name: 'Where you are' });
  await desk.tile('a').dblclick();
  await expect.poll(() => desk.names()).toEqual(['b', 'one.png']);
  await desk.tile('b').dblclick();
  await expect.poll(() => desk.names()).toEqual(['c', 'two.png']);
  await expect(trail.getByRole('heading')).toHaveText('b');
  await trail.getByRole('button', { name: 'a', exact: true }).click();
  await expect.poll(() => desk.names()).toEqual(['b', 'one.png']);
  await desk.library.press('Backspace');
  await expect.poll(() => desk.names()).toEqual(['a', 'top.png']);
  await app.page.getByRole('link', { name: 'Library' }).click();
  await expect(desk.tiles).toHaveCount(4);
});

test('search finds names below the folder, and types can be told apart', async ({ app, bucket }) => {
  const objects = {
    'Sunset beach.png': picture(1),
    'x/sunrise.png': picture(2),
    'x/moon.mp3': noise(9),
    'y.txt': noise(9),
  };
  const desk = await openOn(app, bucket, objects);
  await desk.openTop();
  await expect(desk.tiles).toHaveCount(3);
  const search = app.page.getByRole('searchbox', { name: 'Search' });
  await search.fill('SUN');
  await expect.poll(async () => [...(await desk.names())].sort()).toEqual(['Sunset beach.png', 'sunrise.png']);
  await search.fill('nothing like it');
  await expect(app.page.getByText('Nothing found for “nothing like it”')).toBeVisible();
  await search.press('Escape');
  await expect(desk.tiles).toHaveCount(3);
  await app.page.getByRole('link', { name: 'Images' }).click();
  await expect.poll(async () => [...(await desk.names())].sort()).toEqual(['Sunset beach.png', 'sunrise.png']);
  await app.page.getByRole('link', { name: 'Library' }).click();
  await app.page.getByRole('button', { name: /^Type:/ }).click();
  await app.page.getByRole('menuitemradio', { name: 'Audio' }).click();
  await expect.poll(() => desk.names()).toEqual(['moon.mp3']);
});

test('many are selected, and deleted only when that was meant', async ({ app, bucket }) => {
  const names = ['1.png', '2.png', '3.png', '4.png', '5.png'];
  const desk = await openOn(app, bucket, Object.fromEntries(names.map((name, n) => [name, picture(n)])));
  const question = app.page.getByRole('dialog', { name: 'Delete these files?' });
  const order = await desk.names();
  const nameAt = (index: number): string => order[index] ?? '';
  await desk.tile(nameAt(0)).click();
  await desk.tile(nameAt(2)).click({ modifiers: ['Shift'] });
  await expect(app.page.getByText('3 selected')).toBeVisible();
  await desk.tile(nameAt(1)).click({ modifiers: ['ControlOrMeta'] });
  await expect(app.page.getByText('2 selected')).toBeVisible();
  await desk.library.press('Delete');
  await expect(question).toContainText('2 objects');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  expect(await bucket.keys()).toHaveLength(5);
  await desk.library.press('Delete');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(desk.tiles).toHaveCount(3);
  expect(await bucket.keys()).toEqual(names.filter((name) => name !== nameAt(0) && name !== nameAt(2)));
  expect((await fetch(bucket.publicUrl(nameAt(0)))).status).toBe(404);
  await desk.library.press('ControlOrMeta+a');
  await expect(app.page.getByText('3 selected')).toBeVisible();
  await app.page.getByRole('button', { name: 'Delete' }).last().click();
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(app.page.getByText('Your bucket is ready for its first picture')).toBeVisible();
  expect(await bucket.keys()).toEqual([]);
});

test('downloads are the very bytes, beside what is there already, and folders keep their shape', async ({
  app,
  bucket,
  folder,
}) => {
  const objects = { 'one.png': picture(1), 'large.bin': noise(20_000_000), 'set/a/two.png': picture(2) };
  const desk = await openOn(app, bucket, objects);
  const target = path.join(folder, 'downloads');
  await writeFiles(target, { 'one.png': Buffer.from('mine') });
  await app.stubOpenDialog([target]);
  await desk.library.press('ControlOrMeta+a');
  await expect(app.page.getByText('3 selected')).toBeVisible();
  await app.page.getByRole('button', { name: 'Download', exact: true }).last().click();
  await expect(desk.news('3 files added')).toBeVisible();
  const question = app.page.getByRole('dialog', { name: 'This name is taken' });
  await question.getByRole('button', { name: 'Keep both', exact: true }).click();
  await expect(question).toBeHidden();
  await desk.goTo('Transfers');
  for (const name of ['one.png', 'large.bin', 'two.png'])
    await expect(desk.transfer(name)).toHaveAccessibleName(/done/);
  const files = (await readdir(target, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = files.map((file) => path.relative(target, path.join(file.parentPath, file.name))).sort();
  expect(found).toEqual(['large.bin', 'one (2).png', 'one.png', 'set/a/two.png']);
  const hashOf = async (name: string): Promise<string> => sha256(await readFile(path.join(target, name)));
  expect(await hashOf('one (2).png')).toBe(sha256(objects['one.png']));
  expect(await hashOf('one.png')).toBe(sha256(Buffer.from('mine')));
  expect(await hashOf('large.bin')).toBe(sha256(objects['large.bin']));
  expect(await hashOf('set/a/two.png')).toBe(sha256(objects['set/a/two.png']));
});
