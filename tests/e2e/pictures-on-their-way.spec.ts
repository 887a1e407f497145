import type { UploadRule } from '../../shared/upload-rules';
import { type Desk, expect, test } from '../support/desk';
import { exifPayload, LATITUDE, numbers } from '../support/exif';
import { noise, picture, sha256, writeFiles } from '../support/files';
import { jpeg, segment } from '../support/jpeg';
import { LOCATED_JPEG, TOWN } from '../support/located';

const PICTURES: UploadRule = {
  id: 'r',
  match: { kind: 'media', media: 'image' },
  cacheControl: null,
  metadata: {},
  conversion: null,
  location: null,
};

/** 96 × 48 as it lies in the file, taken on its side: upright it is 48 × 96, dark above and bright below. */
const ON_ITS_SIDE = jpeg(96, 48, [segment(0xe1, exifPayload())]);

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';

async function rule(desk: Desk, change: Partial<UploadRule>): Promise<void> {
  const { slices } = await desk.call('app.snapshot', null);
  const rules = [{ ...PICTURES, ...change }];
  await desk.call('settings.update', { uploads: { ...slices.settings.uploads, preview: 'never', rules } });
}

/** Of the file itself, px. */
function sizeInViewer(desk: Desk, name: string): Promise<{ readonly width: number; readonly height: number }> {
  const shown = desk.viewer.getByRole('img', { name });
  return shown.evaluate((img: HTMLImageElement) => ({ width: img.naturalWidth, height: img.naturalHeight }));
}

/** How bright a picture is above and below, 0 to 255, as Chromium decodes these bytes. */
function brightness(desk: Desk, bytes: Uint8Array): Promise<readonly (number | undefined)[]> {
  return desk.page.evaluate(
    async (values) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(values)]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const at = (y: number) => context?.getImageData(bitmap.width / 2, y, 1, 1).data[0];
      return [at(8), at(bitmap.height - 8)];
    },
    [...bytes],
  );
}

/** Upright, it is dark above. */
async function expectUpright(desk: Desk, bytes: Uint8Array): Promise<void> {
  const [above = NaN, below = NaN] = await brightness(desk, bytes);
  expect(above).toBeLessThan(60);
  expect(below).toBeGreaterThan(195);
}

test('a rule makes AVIF of pictures: upright, of the right size, without their metadata, and said so', async ({
  desk,
  bucket,
  folder,
  problems,
}) => {
  await rule(desk, { conversion: { format: 'avif', quality: 70, maxSide: 300, otherwise: 'original' } });
  const files = { 'side.jpg': ON_ITS_SIDE, 'wide.png': picture(3, 400, 300), 'broken.png': noise(5000) };
  await desk.app.dropFiles(desk.library, await writeFiles(folder, files));
  for (const name of ['side.avif', 'wide.avif', 'broken.png']) await expect(desk.arrived(name)).toBeVisible();
  expect((await bucket.head('side.avif')).type).toBe('image/avif');
  for (const name of ['side.avif', 'wide.avif']) {
    const bytes = Buffer.from(await bucket.bytes(name));
    expect(bytes.toString('latin1', 4, 12)).toBe('ftypavif');
    for (const left of ['Exif', 'Flow Camera']) expect(bytes.includes(left)).toBe(false);
  }
  expect(await desk.drawnSize('side.avif')).toEqual({ width: 48, height: 96 });
  await expectUpright(desk, await bucket.bytes('side.avif'));
  expect(await desk.drawnSize('wide.avif')).toEqual({ width: 300, height: 225 });
  expect(sha256(await bucket.bytes('broken.png'))).toBe(sha256(files['broken.png']));
  await desk.tile('wide.avif').dblclick();
  await expect.poll(() => sizeInViewer(desk, 'wide.avif')).toEqual({ width: 300, height: 225 });
  await desk.page.keyboard.press('Escape');
  await desk.goTo('Transfers');
  await expect(desk.transfer('side.avif')).toContainText('converted from side.jpg');
  // What is no picture has no thumbnail.
  problems.length = 0;
});

for (const format of ['webp', 'jpeg'] as const) {
  test(`a photo taken on its side stands upright as ${format}, and its place does not come along`, async ({
    desk,
    bucket,
    folder,
  }) => {
    await rule(desk, { conversion: { format, quality: 90, maxSide: null, otherwise: 'fail' } });
    await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'side.jpg': ON_ITS_SIDE }));
    const name = format === 'jpeg' ? 'side.jpg' : 'side.webp';
    await expect(desk.arrived(name)).toBeVisible();
    expect(await desk.drawnSize(name)).toEqual({ width: 48, height: 96 });
    const bytes = Buffer.from(await bucket.bytes(name));
    await expectUpright(desk, bytes);
    for (const left of ['Exif', 'EXIF', 'Flow Camera']) expect(bytes.includes(left)).toBe(false);
  });
}

test('a rule takes the location out of a photo, and what cannot be cleaned stays here', async ({
  desk,
  bucket,
  folder,
}) => {
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('checkbox', { name: 'Remove the location' }).check();
  await page.getByRole('button', { name: 'Save rule' }).click();
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('Location removed');
  await desk.goTo('Library');
  const files = { 'photo.jpg': LOCATED_JPEG, 'plain.png': picture(4), 'drawing.svg': Buffer.from(DRAWING) };
  await desk.app.dropFiles(desk.library, await writeFiles(folder, files));
  const dialog = page.getByRole('dialog', { name: /^Upload to / });
  await expect(dialog.getByRole('row', { name: /^photo.jpg/ })).toContainText('location removed');
  await dialog.getByRole('button', { name: 'Upload 3 files' }).click();
  await expect(desk.arrived('photo.jpg')).toBeVisible();
  await expect(desk.arrived('plain.png')).toBeVisible();
  const arrived = Buffer.from(await bucket.bytes('photo.jpg'));
  for (const place of [TOWN, 'GPS', numbers('MM', LATITUDE)]) expect(arrived.includes(place)).toBe(false);
  // Still upright, which takes its orientation; and its pixels are those that it had.
  expect(await desk.drawnSize('photo.jpg')).toEqual({ width: 48, height: 96 });
  await expectUpright(desk, arrived);
  const tables = LOCATED_JPEG.lastIndexOf(Buffer.from([0xff, 0xdb]));
  expect(arrived.subarray(tables).equals(LOCATED_JPEG.subarray(tables))).toBe(true);
  expect(sha256(await bucket.bytes('plain.png'))).toBe(sha256(files['plain.png']));
  await desk.goTo('Transfers');
  await expect(desk.transfer('photo.jpg')).toContainText('location removed');
  await expect(desk.transfer('plain.png')).toContainText('had no location');
  await expect(desk.transfer('drawing.svg')).toContainText('The location could not be removed');
  expect(await bucket.keys()).toEqual(['photo.jpg', 'plain.png']);
});
