import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Desk, expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import { test as wired } from '../support/wired-desk';

const CLIP = path.resolve(import.meta.dirname, '../../build/samples/first-light.mp4');

test('the viewer shows pictures, walks on by the arrows, and gives the focus back', async ({ app, bucket }) => {
  for (const [n, name] of ['a.png', 'b.png', 'c.png'].entries()) await bucket.put(name, picture(n, 320, 200));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await expect(desk.tiles).toHaveCount(3);
  const [first = '', second = ''] = await desk.names();
  await desk.tile(first).dblclick();
  const shown = (name: string) => desk.viewer.getByRole('img', { name });
  await expect(shown(first)).toHaveJSProperty('naturalWidth', 320);
  await expect(shown(first)).toHaveAttribute('src', /^media:\/\/file\//);
  await expect(desk.viewer).toContainText('1 of 3');
  await app.page.keyboard.press('ArrowRight');
  await expect(shown(second)).toHaveJSProperty('naturalHeight', 200);
  await app.page.keyboard.press('ArrowLeft');
  await expect(shown(first)).toBeVisible();
  await desk.viewer.getByRole('button', { name: 'Next' }).click();
  await expect(desk.viewer).toContainText('2 of 3');
  await app.page.keyboard.press('Escape');
  await expect(desk.viewer).toBeHidden();
  await expect(desk.library).toBeFocused();
  await expect(desk.tile(second)).toHaveAttribute('aria-selected', 'true');
  await app.page.keyboard.press('Space');
  await expect(shown(second)).toBeVisible();
});

wired('the keys go on where a button with the focus has nothing to do', async ({ desk, bucket, folder, wire }) => {
  const { page, viewer } = desk;
  await bucket.put('a.png', picture(0));
  await desk.refresh();
  const never = new Promise<void>(() => undefined);
  wire.fault = ({ operation }) => (operation === 'PutObject' ? { kind: 'hold', until: never } : null);
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'b.png': picture(1) }));
  await expect(desk.tiles).toHaveCount(2);
  await desk.sortBy('Name', 'Name, A to Z');
  await expect.poll(() => desk.names()).toEqual(['a.png', 'b.png']);
  await desk.tile('a.png').dblclick();
  const copyLink = viewer.getByRole('button', { name: 'Copy link' });
  await copyLink.click();
  await page.keyboard.press('ArrowRight');
  await expect(viewer).toContainText('2 of 2');
  // It is still on its way.
  await expect(copyLink).toBeDisabled();
  await page.keyboard.press('ArrowLeft');
  await expect(viewer).toContainText('1 of 2');
});

test('a film plays from any moment', async ({ app, bucket }) => {
  await bucket.put('film.mp4', await readFile(CLIP));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('film.mp4').dblclick();
  const film = desk.viewer.locator('video');
  await expect(film).toHaveAttribute('src', /^media:\/\/file\//);
  const moments = await film.evaluate(async (video: HTMLVideoElement) => {
    const happened = (name: string) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
    if (video.readyState < video.HAVE_METADATA) await happened('loadedmetadata');
    video.pause();
    const seen: number[] = [];
    for (const share of [0.8, 0.2]) {
      const seeked = happened('seeked');
      video.currentTime = video.duration * share;
      await seeked;
      seen.push(video.currentTime / video.duration);
    }
    return { seen, width: video.videoWidth, error: video.error?.message ?? null };
  });
  expect(moments.error).toBeNull();
  expect(moments.width).toBeGreaterThan(0);
  expect(moments.seen[0]).toBeCloseTo(0.8, 1);
  expect(moments.seen[1]).toBeCloseTo(0.2, 1);
  await film.evaluate((video: HTMLVideoElement) => video.play());
  await expect.poll(() => film.evaluate((video: HTMLVideoElement) => !video.paused)).toBe(true);
});

test('a text is read in the viewer', async ({ app, bucket }) => {
  await bucket.put('prompt.txt', Buffer.from('A lighthouse <b>at dusk</b>, 猫'));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('prompt.txt').dblclick();
  await expect(desk.viewer.getByText('A lighthouse <b>at dusk</b>, 猫')).toBeVisible();
});

test('Markdown is drawn, its pictures stay away, and JSON has its lines and colours', async ({ app, bucket }) => {
  const loud = '# Shoot\n\n![tide](https://example.invalid/tide.png) <b>raw</b>\n\n```json\n{"a":1}\n```';
  await bucket.put('notes.md', Buffer.from(loud));
  await bucket.put('flow.json', Buffer.from('{"steps":[1,{"seed":42}]}'));
  await bucket.put('setup.yaml', Buffer.from('model: flux'), 'application/octet-stream');
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('notes.md').dblclick();
  await expect(desk.viewer.getByRole('heading', { name: 'Shoot' })).toBeVisible();
  await expect(desk.viewer.getByText('tide')).toBeVisible();
  await expect(desk.viewer.locator('img, b')).toHaveCount(0);
  await app.page.keyboard.press('Escape');
  await desk.tile('flow.json').dblclick();
  await expect(desk.viewer.getByRole('document')).toContainText('"seed": 42');
  await expect(desk.viewer.locator('.hljs-number').last()).toHaveText('42');
  await app.page.keyboard.press('Escape');
  await desk.tile('setup.yaml').dblclick();
  await expect(desk.viewer.locator('.hljs-attr')).toHaveText('model:');
});

test('a picture is zoomed by keys, shown on the whole screen, and copied as a picture', async ({ app, bucket }) => {
  await bucket.put('large.png', picture(3, 3000, 2000));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('large.png').dblclick();
  const shown = desk.viewer.getByRole('img', { name: 'large.png' });
  await expect(shown).toHaveAttribute('data-state', 'there');
  const width = () => shown.evaluate((img) => img.getBoundingClientRect().width);
  // It grows into its place.
  await expect.poll(() => desk.viewer.evaluate((viewer) => viewer.getBoundingClientRect().width - innerWidth)).toBe(0);
  const fitted = await width();
  expect(fitted).toBeLessThan(3000);
  await app.page.keyboard.press('1');
  await expect.poll(width).toBe(3000);
  await app.page.keyboard.press('0');
  await expect.poll(width).toBe(fitted);
  await app.page.keyboard.press('+');
  await expect.poll(width).toBeCloseTo(fitted * 1.5);
  await shown.dblclick();
  await expect.poll(width).toBe(fitted);

  await app.electron.evaluate(({ clipboard }) => clipboard.clear());
  await desk.viewer.getByRole('button', { name: 'Copy picture' }).click();
  await expect.poll(() => app.clipboardPicture()).toEqual({ width: 3000, height: 2000 });

  const full = () => app.page.evaluate(() => document.fullscreenElement !== null);
  await app.page.keyboard.press('f');
  await expect.poll(full).toBe(true);
  await app.page.keyboard.press('Escape');
  await expect.poll(full).toBe(false);
  await expect(shown).toBeVisible();
  await app.page.keyboard.press('F11');
  await expect.poll(full).toBe(true);
  await desk.viewer.getByRole('button', { name: 'Leave full screen' }).click();
  await expect.poll(full).toBe(false);
});
