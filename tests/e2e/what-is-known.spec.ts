import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { expect, test } from '../support/wired-desk';
import { noise, picture, writeFiles } from '../support/files';
import { wav } from '../support/made-files';

const CLIP = path.resolve(import.meta.dirname, '../../build/samples/first-light.mp4');

/** Bytes of an object that were fetched. */
function fetched({ seen }: FaultProxy, key: string): number {
  const gets = seen.filter((request) => request.operation === 'GetObject' && request.key === key);
  return gets.reduce((sum, { bytesDown }) => sum + bytesDown, 0);
}

test('each view holds what its name says, and kinds and sizes are sorted', async ({ desk, bucket, wire }) => {
  const { page } = desk;
  // One that says it is large, since a hundred megabytes take long to make.
  wire.fault = ({ operation }) =>
    operation === 'ListObjectsV2'
      ? { kind: 'rewrite', change: (xml) => xml.replace('<Size>777</Size>', '<Size>123456789</Size>') }
      : null;
  await bucket.put('a.png', picture(1));
  await bucket.put('b.mp4', await readFile(CLIP));
  await bucket.put('c.wav', wav(1));
  await bucket.put('d.txt', Buffer.from('text'));
  await bucket.put('e.bin', noise(777));
  await desk.refresh();
  await expect(desk.tiles).toHaveCount(5);
  for (const name of ['a.png', 'b.mp4', 'c.wav']) await desk.drawnSize(name);
  const views = { Images: ['a.png'], Videos: ['b.mp4'], Audio: ['c.wav'], Generated: [], Large: ['e.bin'] };
  for (const [view, names] of Object.entries(views)) {
    await page.getByRole('link', { name: view, exact: true }).click();
    await expect.poll(() => desk.names(), view).toEqual(names);
  }
  await page.getByRole('link', { name: 'Recent', exact: true }).click();
  await expect(desk.tiles).toHaveCount(5);
  await page.getByRole('link', { name: 'Library', exact: true }).click();
  await desk.sortBy('Kind', 'Kind, pictures first');
  await expect.poll(() => desk.names()).toEqual(['a.png', 'b.mp4', 'c.wav', 'd.txt', 'e.bin']);
  await desk.sortBy('Kind, pictures last');
  await expect.poll(async () => (await desk.names()).at(-1)).toBe('a.png');
  await desk.sortBy('Size', 'Smallest first');
  await expect.poll(async () => (await desk.names()).at(0)).toBe('d.txt');
});

test('the inspector tells what the bucket says of a file, and the other files of its name', async ({
  desk,
  bucket,
}) => {
  const bytes = picture(4, 90, 60);
  const etag = createHash('md5').update(bytes).digest('hex');
  await bucket.put('set/cat.png', bytes, 'image/png', { mood: 'calm' });
  await bucket.put('set/cat.txt', Buffer.from('a cat'));
  await bucket.put('set/cat-2.png', picture(5));
  await bucket.put('set/dog.png', picture(6));
  await desk.refresh();
  await expect(desk.tiles).toHaveCount(4);
  await desk.drawnSize('cat.png');
  await desk.tile('cat.png').click();
  const inspector = desk.page.getByRole('complementary', { name: 'Inspector' });
  for (const words of ['90 × 60', 'image/png', `${etag.slice(0, 10)}…${etag.slice(-4)}`, 'Not set', 'mood', 'calm'])
    await expect(inspector).toContainText(words);
  const others = inspector.getByRole('region', { name: 'Other files of this name' });
  await expect(others.getByRole('button')).toHaveCount(2);
  await expect(others).toContainText('cat.txt');
  await expect(others).toContainText('cat-2.png');
});

test('the viewer has the next picture before it is asked for, plays a sound from any moment, and copies a link', async ({
  desk,
  bucket,
  wire,
}) => {
  const { page } = desk;
  test.slow();
  const song = wav(300);
  await bucket.put('1.png', picture(1, 600, 400));
  await bucket.put('2.png', picture(2, 600, 400));
  await bucket.put('3.wav', song);
  await desk.refresh();
  await desk.sortBy('Name', 'Name, A to Z');
  await expect.poll(() => desk.names()).toEqual(['1.png', '2.png', '3.wav']);
  for (const name of ['1.png', '2.png', '3.wav']) await desk.drawnSize(name);
  const before = fetched(wire, '2.png');
  await desk.tile('1.png').dblclick();
  await expect(desk.viewer.getByRole('img', { name: '1.png' })).toHaveAttribute('data-state', 'there');
  await expect.poll(() => fetched(wire, '2.png')).toBeGreaterThan(before);
  await desk.app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
  await desk.viewer.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => desk.app.clipboardText()).toBe(bucket.publicUrl('1.png'));

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const sound = desk.viewer.locator('audio');
  await expect(sound).toHaveAttribute('src', /^media:\/\/file\//);
  const share = await sound.evaluate(async (audio: HTMLAudioElement) => {
    const happened = (name: string) => new Promise((resolve) => audio.addEventListener(name, resolve, { once: true }));
    if (audio.readyState < audio.HAVE_METADATA) await happened('loadedmetadata');
    const seeked = happened('seeked');
    audio.currentTime = audio.duration * 0.9;
    await seeked;
    return audio.currentTime / audio.duration;
  });
  expect(share).toBeCloseTo(0.9, 1);
  // Its wave form stands over it.
  await expect(desk.viewer.locator('img')).toHaveJSProperty('naturalWidth', 480);
  await desk.app.shoot('viewer-sound');
});

test('a file on its way has its picture from this computer, and none of it is fetched', async ({
  desk,
  wire,
  folder,
}) => {
  let arrive = (): void => undefined;
  const until = new Promise<void>((resolve) => (arrive = resolve));
  wire.fault = ({ operation }) => (operation === 'PutObject' ? { kind: 'hold', until } : null);
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'here.png': picture(3, 200, 100) }));
  expect(await desk.drawnSize('here.png')).toEqual({ width: 200, height: 100 });
  arrive();
  await expect(desk.arrived('here.png')).toBeVisible();
  expect(await desk.drawnSize('here.png')).toEqual({ width: 200, height: 100 });
  expect(wire.seen.filter(({ operation }) => operation === 'GetObject')).toEqual([]);
});
