import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';

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
