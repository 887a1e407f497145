import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture, sha256 } from '../support/files';
import type { RunningApp } from '../support/running-app';

/** In place of the system's drag, which a test cannot let go of: notes which files it was handed. */
async function noteDrags(app: RunningApp): Promise<() => Promise<readonly string[]>> {
  await app.electron.evaluate(({ webContents }) => {
    const seen: string[] = [];
    Reflect.set(globalThis, 'draggedOut', seen);
    for (const contents of webContents.getAllWebContents())
      contents.startDrag = ({ files, icon }) => {
        if (typeof icon !== 'string' && !icon.isEmpty()) seen.push(...(files ?? []));
      };
  });
  return () => app.electron.evaluate(() => Reflect.get(globalThis, 'draggedOut') as string[]);
}

/** Takes hold of a place and moves on until the page knows of a drag. */
async function pull(app: RunningApp, from: Locator): Promise<void> {
  const box = await from.boundingBox();
  if (box === null) throw new Error('There is nothing to take hold of.');
  const { mouse } = app.page;
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await mouse.down();
  await mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 40, { steps: 6 });
  await mouse.up();
}

test('files are dragged out by their download button, or with Shift: real ones, byte for byte, by safe names', async ({
  app,
  bucket,
}) => {
  const objects = { 'in/a:b?.png': picture(1, 80, 60), 'two.png': picture(2, 90, 50) };
  for (const [key, bytes] of Object.entries(objects)) await bucket.put(key, bytes);
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await expect(desk.tiles).toHaveCount(2);
  const dragged = await noteDrags(app);
  const tile = desk.tile('two.png');
  await tile.hover();
  await expect(async () => {
    await pull(app, tile.locator('[data-action="download"]'));
    expect(await dragged()).not.toEqual([]);
  }).toPass();
  const [first = ''] = await dragged();
  expect(path.basename(first)).toBe('two.png');
  expect(sha256(await readFile(first))).toBe(sha256(objects['two.png']));

  await expect(async () => {
    // Anew each time: a pull that the page saw no drag in was a click with Shift, which selects.
    await desk.library.press('ControlOrMeta+a');
    await expect(app.page.getByText(/^2 selected/)).toBeVisible();
    await app.page.keyboard.down('Shift');
    await pull(app, tile);
    await app.page.keyboard.up('Shift');
    // A drag of before may be told of late.
    expect((await dragged()).map((file) => path.basename(file))).toContain('a_b_.png');
  }).toPass();
  const all = await dragged();
  const both = ['a_b_.png', 'two.png'].map((name) => all.findLast((file) => path.basename(file) === name) ?? '');
  expect(both.map((file) => path.basename(file)).sort()).toEqual(['a_b_.png', 'two.png']);
  const bytes = await Promise.all(both.map(async (file) => sha256(await readFile(file))));
  expect(bytes.sort()).toEqual(Object.values(objects).map(sha256).sort());
  expect([...(await bucket.keys())].sort()).toEqual(['in/a:b?.png', 'two.png']);
});

test('a move by drag and a rename are taken back', async ({ app, bucket }) => {
  for (const [n, key] of ['in/there.png', 'one.png', 'two.png'].entries()) await bucket.put(key, picture(n));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.openTop();
  const keys = async () => [...(await bucket.keys())].sort();
  await desk.tile('one.png').dragTo(desk.tile('in'));
  await expect.poll(keys).toEqual(['in/one.png', 'in/there.png', 'two.png']);
  await expect(desk.tile('one.png')).toBeHidden();
  await desk.news('Moving 1 object').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(keys).toEqual(['in/there.png', 'one.png', 'two.png']);
  await expect(desk.tile('one.png')).toBeVisible();

  await desk.tile('two.png').click();
  await app.page.keyboard.press('F2');
  await app.page.getByRole('textbox', { name: 'Name' }).fill('three.png');
  await app.page.keyboard.press('Enter');
  await expect(desk.arrived('three.png')).toBeVisible();
  await expect.poll(keys).toEqual(['in/there.png', 'one.png', 'three.png']);
  await desk.library.press('ControlOrMeta+z');
  await expect.poll(keys).toEqual(['in/there.png', 'one.png', 'two.png']);
});

test('a move is not taken back where something else lies by then', async ({ app, bucket }) => {
  for (const [n, key] of ['in/there.png', 'one.png'].entries()) await bucket.put(key, picture(n));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.openTop();
  const keys = async () => [...(await bucket.keys())].sort();
  await desk.tile('one.png').dragTo(desk.tile('in'));
  await expect.poll(keys).toEqual(['in/one.png', 'in/there.png']);
  await bucket.put('one.png', picture(9));
  await desk.refresh();
  await expect(desk.tile('one.png')).toBeVisible();
  await desk.library.press('ControlOrMeta+z');
  await expect(desk.news('Something else is called “one.png” by now')).toBeVisible();
  expect(await keys()).toEqual(['in/one.png', 'in/there.png', 'one.png']);
});

test('the view No link tries links and takes a file back that became another', async ({ app, bucket }) => {
  for (const [n, key] of ['one.png', 'two.png'].entries()) await bucket.put(key, picture(n));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await app.page.getByRole('link', { name: 'No link' }).click();
  await expect(desk.tiles).toHaveCount(2);
  await app.page.getByRole('button', { name: 'Try these links' }).click();
  await expect(desk.news('2 of 2 links work')).toBeVisible();
  await expect(app.page.getByText('Every file has a link that works').first()).toBeVisible();
  await bucket.put('two.png', picture(7));
  await desk.refresh();
  await expect.poll(() => desk.names()).toEqual(['two.png']);
});

test('what the pointer finds on a tile the keyboard finds in its menu', async ({ app, bucket }) => {
  await bucket.put('one.png', picture(1));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await expect(desk.tile('one.png')).toBeVisible();
  await desk.library.press('Home');
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await desk.library.press(key);
    const menu = app.page.getByRole('menu');
    await expect(menu.getByRole('menuitem', { name: 'Copy link' })).toBeVisible();
    await expect(menu.getByRole('menuitem', { name: 'Download', exact: true })).toBeVisible();
    await expect.poll(() => menu.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await app.page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(desk.library).toBeFocused();
  }
});

test('a tile has the colours of its picture before that is there, and on the next start at once', async ({
  launch,
  bucket,
  folder,
}) => {
  await bucket.put('one.png', picture(1, 90, 60));
  const userDataDir = path.join(folder, 'kept');
  const first = await launch({ userDataDir });
  const desk = new Desk(first);
  await desk.connect(bucket.address);
  await desk.drawnSize('one.png');
  await expect(desk.tile('one.png').locator('canvas')).toHaveCount(1);
  await first.quit();
  const again = new Desk(await launch({ userDataDir }));
  const blur = again.tile('one.png').locator('canvas');
  await expect(blur).toHaveCount(1);
  expect(await blur.evaluate((canvas: HTMLCanvasElement) => canvas.width <= 32 && canvas.width > canvas.height)).toBe(
    true,
  );
});
