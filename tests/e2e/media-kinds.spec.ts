import type { Locator } from '@playwright/test';
import { decode } from 'fast-png';
import { startFaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { animatedGif, animatedPng, animatedWebp } from '../support/animated';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { exifPayload } from '../support/exif';
import { jpeg, segment } from '../support/jpeg';
import { lockedPdf, mp3, pdf, pngBomb, tiff, tiffCircle, wav } from '../support/made-files';

const naturalSize = (image: Locator) =>
  image.evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight]);

test('PDFs, sounds and TIFFs have pictures, made in the sandbox', async ({ app, bucket }) => {
  await bucket.put('paper.pdf', pdf(3));
  await bucket.put('cover.mp3', mp3(picture(5, 200, 200)));
  await bucket.put('damaged cover.mp3', mp3(Buffer.alloc(500, 7)));
  await bucket.put('wave.wav', wav(3));
  await bucket.put('scan.tiff', tiff(400, 200));
  await bucket.put('turned.tif', tiff(400, 200, 6));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  expect(await desk.drawnSize('paper.pdf')).toEqual({ width: 339, height: 480 });
  expect(await desk.drawnSize('cover.mp3')).toEqual({ width: 200, height: 200 });
  expect(await desk.drawnSize('damaged cover.mp3')).toEqual({ width: 480, height: 360 });
  expect(await desk.drawnSize('wave.wav')).toEqual({ width: 480, height: 360 });
  expect(await desk.drawnSize('scan.tiff')).toEqual({ width: 400, height: 200 });
  expect(await desk.drawnSize('turned.tif')).toEqual({ width: 200, height: 400 });
  await desk.tile('scan.tiff').dblclick();
  const shown = desk.viewer.getByRole('img', { name: 'scan.tiff' });
  await expect(shown).toHaveAttribute('data-state', 'there');
  expect(await naturalSize(shown)).toEqual([400, 200]);
});

test(
  'a sound too large to be fetched has a wave form too, of which little has to come',
  { tag: '@long' },
  async ({ app, bucket, sandbox }) => {
    const song = wav(1500);
    await bucket.put('song.wav', song);
    const wire = await startFaultProxy(sandbox.endpoint);
    const desk = new Desk(app);
    await desk.connect({ ...sandbox, endpoint: wire.url });
    expect(await desk.drawnSize('song.wav')).toEqual({ width: 480, height: 360 });
    await expect(desk.tile('song.wav')).toHaveAccessibleName(/25:00/);
    await desk.app.shoot('large-sound');
    const fetched = wire.seen.reduce(
      (sum, { operation, bytesDown }) => sum + (operation === 'GetObject' ? bytesDown : 0),
      0,
    );
    expect(fetched).toBeLessThan(song.length / 2);
    await wire.close();
  },
);

test('a PDF is read in the viewer, its pages drawn when they come near', async ({ app, bucket }) => {
  await bucket.put('paper.pdf', pdf(40));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('paper.pdf').dblclick();
  const page = (number: number) => desk.viewer.getByRole('img', { name: `Page ${number} of 40` });
  await expect.poll(() => naturalSize(page(1))).toEqual([1272, 1800]);
  expect(await naturalSize(page(40))).toEqual([0, 0]);
  await page(40).scrollIntoViewIfNeeded();
  await expect.poll(() => naturalSize(page(40))).toEqual([1272, 1800]);
});

test('a PDF that cannot be read, or has a password, is called that in the viewer', async ({ app, bucket }) => {
  await bucket.put('broken.pdf', pdf(2).subarray(0, 100));
  await bucket.put('locked.pdf', lockedPdf());
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('broken.pdf').dblclick();
  await expect(desk.viewer).toContainText('This document cannot be read');
  await app.page.keyboard.press('Escape');
  await desk.tile('locked.pdf').dblclick();
  await expect(desk.viewer).toContainText('This document has a password');
});

test('the text of a PDF is selected in its picture and copied', async ({ app, bucket }) => {
  await bucket.put('paper.pdf', pdf(2));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.tile('paper.pdf').dblclick();
  const text = desk.viewer.getByText('Page 2', { exact: true });
  await desk.viewer.getByRole('img', { name: 'Page 2 of 2' }).hover();
  // As wide as 72 points of Helvetica, at the zoom of the page.
  await expect.poll(async () => (await text.boundingBox())?.width ?? 0).toBeGreaterThan(200);
  await text.dblclick();
  const selected = () => app.page.evaluate(() => String(window.getSelection()));
  await expect.poll(selected).toContain('Page');
  await text.selectText();
  await app.page.keyboard.press('ControlOrMeta+c');
  await expect.poll(() => app.clipboardText()).toBe('Page 2');
});

test('a photo taken on its side stands upright in its tile and in the viewer', async ({ app, bucket }) => {
  await bucket.put('side.jpg', jpeg(320, 160, [segment(0xe1, exifPayload())]));
  // So large that only a part of its detail is decoded.
  await bucket.put('large side.jpg', jpeg(1600, 800, [segment(0xe1, exifPayload())]));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  expect(await desk.drawnSize('side.jpg')).toEqual({ width: 160, height: 320 });
  expect(await desk.drawnSize('large side.jpg')).toEqual({ width: 240, height: 480 });
  await desk.tile('side.jpg').dblclick();
  const shown = desk.viewer.getByRole('img', { name: 'side.jpg' });
  await expect.poll(() => naturalSize(shown)).toEqual([160, 320]);
});

test('what is broken or made to hurt gets an icon, and the next picture its picture', async ({
  app,
  bucket,
  problems,
}) => {
  const whole = jpeg(800, 800);
  const loops =
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/></svg>';
  const broken = {
    'bomb.png': pngBomb(30_000),
    'head-only.jpg': whole.subarray(0, 60),
    'half-a-scan.jpg': whole.subarray(0, Math.round(whole.length / 2)),
    'broken.pdf': pdf(2).subarray(0, 100),
    'noise.mp3': Buffer.alloc(5000, 7),
    'broken.tiff': tiff(40, 40).subarray(0, 100),
    'circle.tiff': tiffCircle(),
  };
  for (const [name, bytes] of Object.entries(broken)) await bucket.put(name, bytes);
  await bucket.put('loop.svg', Buffer.from(loops));
  await bucket.put(
    'vast.svg',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="2000000" height="1000000"/>'),
  );
  await bucket.put('good.png', picture(2, 120, 90));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  for (const name of Object.keys(broken)) {
    await expect(desk.tile(name), name).toBeVisible();
    await expect(desk.tile(name).locator('img'), name).toHaveCount(0);
    await expect(desk.tile(name).locator('svg').first(), name).toBeVisible();
  }
  expect(await desk.drawnSize('loop.svg')).toEqual({ width: 480, height: 320 });
  expect(await desk.drawnSize('vast.svg')).toEqual({ width: 480, height: 240 });
  expect(await desk.drawnSize('good.png')).toEqual({ width: 120, height: 90 });
  expect(problems).toEqual([]);
});

test('moving pictures move in the viewer, and stand still in their tiles', async ({ app, bucket }) => {
  const moving = { 'a.gif': animatedGif, 'b.png': animatedPng, 'c.webp': animatedWebp };
  for (const [name, make] of Object.entries(moving)) await bucket.put(name, make(64, 48));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  for (const name of Object.keys(moving)) {
    expect(await desk.drawnSize(name), name).toEqual({ width: 64, height: 48 });
    await desk.tile(name).dblclick();
    const shown = desk.viewer.getByRole('img', { name });
    await expect(shown).toHaveAttribute('data-state', 'there');
    await expect.poll(() => colourOf(shown), name).toBe('red');
    await expect.poll(() => colourOf(shown), name).toBe('blue');
    await app.page.keyboard.press('Escape');
  }
});

async function colourOf(image: Locator): Promise<'red' | 'blue' | 'other'> {
  const { data, width, height, channels } = decode(await image.screenshot());
  const [red = 0, , blue = 0] = data.subarray((Math.floor(height / 2) * width + Math.floor(width / 2)) * channels);
  if (red > 150 && blue < 90) return 'red';
  return blue > 150 && red < 90 ? 'blue' : 'other';
}

test('the thumbnails on the disk are measured, and cleared', async ({ app, bucket }) => {
  await bucket.put('a.png', picture(1, 400, 300));
  const desk = new Desk(app);
  await desk.connect(bucket.address);
  await desk.drawnSize('a.png');
  expect(await desk.call('app.cacheSize', null)).toBeGreaterThan(100);
  await desk.goTo('Settings');
  await app.page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(desk.news('Thumbnails cleared')).toBeVisible();
  expect(await desk.call('app.cacheSize', null)).toBe(0);
  await app.page.getByRole('combobox', { name: 'Take at most' }).click();
  await app.page.getByRole('option', { name: '2 GB' }).click();
  const megabytes = async () => (await desk.call('app.snapshot', null)).slices.settings.cacheMegabytes;
  await expect.poll(megabytes).toBe(2000);
});
