import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../support/desk';
import { picture } from '../support/files';

const KEYS = ['trip/a.png', 'trip/b.png', 'trip/day 1/c.png'];

test.beforeEach(async ({ desk, bucket }) => {
  for (const [seed, key] of KEYS.entries()) await bucket.put(key, picture(seed));
  await desk.refresh();
  await expect(desk.arrived('c.png')).toBeVisible();
  await desk.openTop();
});

test('a folder comes down beside files of the same names after one question for all', async ({
  desk,
  bucket,
  folder,
}) => {
  const { page } = desk;
  const target = path.join(folder, 'down');
  await mkdir(path.join(target, 'trip'), { recursive: true });
  for (const name of ['a.png', 'b.png']) await writeFile(path.join(target, 'trip', name), `my ${name}`);
  await desk.app.stubOpenDialog([target]);
  await desk.tile('trip').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Download', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'This name is taken' });
  await expect(question).toContainText('On this computer');
  await expect(question).toContainText('In the bucket');
  await question.getByRole('checkbox').check();
  await desk.app.shoot('download-conflict');
  await question.getByRole('button', { name: 'Replace' }).click();
  await desk.goTo('Transfers');
  for (const name of ['a.png', 'b.png', 'c.png']) await expect(desk.transfer(name)).toHaveAccessibleName(/done/);
  for (const key of KEYS) {
    expect(await readFile(path.join(target, key))).toEqual(Buffer.from(await bucket.bytes(key)));
  }
  expect((await readdir(path.join(target, 'trip'))).toSorted()).toEqual(['a.png', 'b.png', 'day 1']);
});

test('a selection comes down as a ZIP file that another program opens', async ({ desk, bucket, folder }) => {
  const { page } = desk;
  const file = path.join(folder, 'trip.zip');
  await desk.app.stubSaveDialog(file);
  await desk.tile('trip').click({ button: 'right' });
  await desk.app.shoot('download-menu');
  await page.getByRole('menuitem', { name: 'Download as ZIP' }).click();
  await desk.goTo('Transfers');
  await expect(desk.transfer('trip.zip')).toHaveAccessibleName(
    /done, 3 objects in one ZIP file.*checked, byte for byte/,
  );
  await desk.app.shoot('download-zip');
  const target = path.join(folder, 'unzipped');
  await promisify(execFile)('python3', ['-m', 'zipfile', '-e', file, target]);
  for (const key of KEYS) {
    expect(await readFile(path.join(target, key))).toEqual(Buffer.from(await bucket.bytes(key)));
  }
});

test('what cannot be written says so and goes to another folder', async ({ desk, bucket, folder }) => {
  const { page } = desk;
  const other = path.join(folder, 'other');
  await mkdir(other);
  await mkdir(path.join(folder, 'first'));
  await writeFile(path.join(folder, 'first', 'trip'), 'a file in the place of a folder');
  await desk.app.stubOpenDialog([path.join(folder, 'first')]);
  await desk.tile('trip').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Download', exact: true }).click();
  await desk.goTo('Transfers');
  await expect(desk.transfer('a.png')).toHaveAccessibleName(/failed/);
  await desk.app.stubOpenDialog([other]);
  await desk.transfer('a.png').getByRole('button', { name: 'Choose another folder' }).click();
  for (const name of ['a.png', 'b.png', 'c.png']) await expect(desk.transfer(name)).toHaveAccessibleName(/done/);
  expect(await readFile(path.join(other, 'trip/a.png'))).toEqual(Buffer.from(await bucket.bytes('trip/a.png')));
});
