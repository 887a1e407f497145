import path from 'node:path';
import type { UploadSettings } from '../../shared/upload-settings';
import { type Desk, expect, test } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';

async function choose(desk: Desk, change: Partial<UploadSettings>): Promise<void> {
  const { slices } = await desk.call('app.snapshot', null);
  await desk.call('settings.update', { uploads: { ...slices.settings.uploads, ...change } });
}

const uploadDialog = (desk: Desk) => desk.page.getByRole('dialog', { name: /^Upload to / });

test('a template and a rule made in the settings are what a drop goes by, shown before it starts', async ({
  desk,
  bucket,
  folder,
}) => {
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('textbox', { name: 'Names', exact: true }).fill('{slug}.{ext}');
  await page.getByRole('textbox', { name: 'In front of every name' }).fill('blog');
  await page.getByRole('checkbox', { name: 'Lowercase only' }).check();
  await expect(page.getByText('blog/first-snow-3.jpg')).toBeVisible();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('combobox', { name: 'Cache-Control' }).click();
  await page.getByRole('option', { name: '1 year, never changes' }).click();
  await page.getByRole('textbox', { name: 'Metadata' }).fill('author: Ada');
  await page.getByRole('button', { name: 'Save rule' }).click();
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('Images');

  await desk.goTo('Library');
  await desk.app.dropFiles(desk.library, await writeFiles(folder, { 'Été à Paris.PNG': picture(1) }));
  await expect(uploadDialog(desk).getByRole('table', { name: 'What will be uploaded' })).toContainText(
    'blog/ete-a-paris.png',
  );
  await uploadDialog(desk).getByRole('button', { name: 'Upload 1 file' }).click();
  await expect(desk.arrived('ete-a-paris.png')).toBeVisible();
  expect(await bucket.keys()).toEqual(['blog/ete-a-paris.png']);
  await desk.tile('ete-a-paris.png').click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('immutable');
  await expect(inspector).toContainText('Ada');
});

test('pictures are converted by a rule: smaller, upright, of the right type, and said so', async ({
  desk,
  bucket,
  folder,
  problems,
}) => {
  const match = { kind: 'media', media: 'image' } as const;
  const conversion = { format: 'webp', quality: 80, maxSide: 100, otherwise: 'original' } as const;
  await choose(desk, {
    preview: 'never',
    rules: [{ id: 'r', match, cacheControl: null, metadata: {}, conversion, location: null }],
  });
  const files = { 'photo.png': picture(3, 400, 300), 'broken.png': noise(5000), 'notes.txt': noise(10) };
  const paths = await writeFiles(folder, files);
  await desk.app.dropFiles(desk.library, paths);
  for (const name of ['photo.webp', 'broken.png', 'notes.txt']) await expect(desk.arrived(name)).toBeVisible();
  expect(await bucket.keys()).toEqual(['broken.png', 'notes.txt', 'photo.webp']);
  expect((await bucket.head('photo.webp')).type).toBe('image/webp');
  const bytes = await bucket.bytes('photo.webp');
  expect(Buffer.from(bytes).toString('latin1', 8, 12)).toBe('WEBP');
  expect(await desk.drawnSize('photo.webp')).toEqual({ width: 100, height: 75 });
  expect(sha256(await bucket.bytes('broken.png'))).toBe(sha256(files['broken.png']));
  await desk.goTo('Transfers');
  await expect(desk.transfer('photo.webp')).toContainText('converted from photo.png');
  await expect(desk.transfer('broken.png')).toContainText('the original, not converted');
  // What is no picture has no thumbnail.
  problems.length = 0;
});

test('the same content is skipped, and another one asks', async ({ desk, bucket, folder }) => {
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('radio', { name: 'Skip if identical' }).check();
  await desk.goTo('Library');
  await bucket.put('a.png', picture(1));
  await desk.refresh();
  await expect(desk.arrived('a.png')).toBeVisible();
  const [file = ''] = await writeFiles(folder, { 'a.png': picture(1) });
  await desk.app.dropFiles(desk.library, [file]);
  await expect.poll(async () => (await desk.transferOf('a.png'))?.state).toEqual({ kind: 'skipped', identical: true });
  await desk.call('transfers.clearFinished', null);
  await writeFiles(folder, { 'a.png': picture(2) });
  await desk.app.dropFiles(desk.library, [file]);
  const dialog = page.getByRole('dialog', { name: 'This name is taken' });
  await expect(dialog).toContainText('this is not the same content');
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect.poll(async () => sha256(await bucket.bytes('a.png'))).toBe(sha256(picture(2)));
});

test('hidden files stay out, and that is said; for one batch they can be chosen', async ({ desk, bucket, folder }) => {
  const { page } = desk;
  await writeFiles(folder, { 'box/a.png': picture(1), 'box/.secret': noise(5), 'box/.git/config': noise(5) });
  await desk.app.dropFiles(desk.library, [path.join(folder, 'box')]);
  await expect(desk.news('2 hidden files and folders left out')).toBeVisible();
  await expect.poll(() => bucket.keys()).toEqual(['box/a.png']);

  await desk.app.stubOpenDialog([path.join(folder, 'box')]);
  await page.getByRole('button', { name: 'More ways to upload' }).click();
  await page.getByRole('menuitem', { name: 'Upload a folder with options…' }).click();
  const dialog = uploadDialog(desk);
  await expect(dialog).toContainText('2 hidden files and folders left out');
  await dialog.getByRole('checkbox', { name: 'Hidden files too' }).check();
  await dialog.getByRole('textbox', { name: 'Folder' }).fill('again/');
  await dialog.getByRole('button', { name: 'Upload 3 files' }).click();
  await expect
    .poll(() => bucket.keys())
    .toEqual(['again/box/.git/config', 'again/box/.secret', 'again/box/a.png', 'box/a.png']);
});
