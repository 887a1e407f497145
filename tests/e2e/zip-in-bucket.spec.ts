import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { noise } from '../support/files';
import { expect, test } from '../support/wired-desk';

const KEYS = ['trip/a.bin', 'trip/b.bin', 'trip/day 1/c.bin'];

test.beforeEach(async ({ desk, bucket }) => {
  for (const [index, key] of KEYS.entries()) await bucket.put(key, noise(5000 + index));
  await desk.refresh();
  await expect(desk.arrived('c.bin')).toBeVisible();
  await desk.openTop();
});

test('a folder becomes a ZIP file beside it, which another program opens, and a second one keeps both', async ({
  desk,
  bucket,
  folder,
}) => {
  const { page } = desk;
  const dialog = page.getByRole('dialog', { name: 'Make a ZIP in the bucket' });
  const ask = async (): Promise<void> => {
    await desk.tile('trip').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Make a ZIP in the bucket…' }).click();
  };
  await ask();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('trip.zip');
  await expect(dialog.getByRole('status')).toHaveText(/^3 objects, /);
  await desk.app.shoot('zip-in-bucket-dialog');
  await dialog.getByRole('button', { name: 'Make ZIP' }).click();
  await expect(desk.arrived('trip.zip')).toBeVisible();
  await ask();
  await expect(dialog.getByRole('status')).toContainText('This name is taken.');
  await dialog.getByRole('button', { name: 'Make ZIP' }).click();
  const question = page.getByRole('dialog', { name: 'This name is taken' });
  await desk.app.shoot('zip-in-bucket-taken');
  await question.getByRole('button', { name: 'Keep both' }).click();
  await desk.goTo('Transfers');
  for (const name of ['trip.zip', 'trip-2.zip']) {
    await expect(desk.transfer(name)).toHaveAccessibleName(/done, 3 objects in one ZIP file.*checked, byte for byte/);
  }
  await desk.app.shoot('zip-in-bucket');
  expect(await bucket.keys()).toEqual(['trip-2.zip', 'trip.zip', ...KEYS]);
  expect(await bucket.head('trip.zip')).toMatchObject({ type: 'application/zip' });
  const file = path.join(folder, 'seen.zip');
  await writeFile(file, await bucket.bytes('trip.zip'));
  const target = path.join(folder, 'unzipped');
  await promisify(execFile)('python3', ['-m', 'zipfile', '-e', file, target]);
  for (const key of KEYS) {
    expect(await readFile(path.join(target, key))).toEqual(Buffer.from(await bucket.bytes(key)));
  }
});
