import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { arrivedParts } from '../support/arrived-parts';
import type { Desk } from '../support/desk';
import { noise } from '../support/files';
import { expect, test } from '../support/wired-desk';

/** More than one part of a ZIP in the bucket. */
const SIZES = { 'trip/a.bin': 20_000_000, 'trip/b.bin': 20_000_001 };
const KEYS = Object.keys(SIZES);

test.beforeEach(async ({ desk, bucket }) => {
  for (const [key, size] of Object.entries(SIZES)) await bucket.put(key, noise(size));
  await desk.refresh();
  await expect(desk.arrived('b.bin')).toBeVisible();
  await desk.openTop();
});

async function choose(desk: Desk, item: string): Promise<void> {
  await desk.tile('trip').click({ button: 'right' });
  await desk.page.getByRole('menuitem', { name: item }).click();
}

/** A promise to hold requests with, and what lets them go on. */
function held(): { readonly until: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  return { until, release };
}

async function cancelWhile(desk: Desk, state: 'receiving' | 'packing'): Promise<void> {
  await desk.goTo('Transfers');
  await expect(desk.transfer('trip.zip')).toHaveAccessibleName(new RegExp(`^trip.zip, ${state}`));
  await desk.transfer('trip.zip').getByRole('button', { name: 'Cancel' }).click();
  await expect(desk.transfer('trip.zip')).toBeHidden();
}

test('a ZIP on its way to this computer is cancelled, and no piece of it stays', async ({
  desk,
  bucket,
  wire,
  folder,
}) => {
  const down = path.join(folder, 'down');
  await mkdir(down);
  const { until, release } = held();
  wire.fault = ({ operation, key }) =>
    operation === 'GetObject' && key === 'trip/b.bin' ? { kind: 'hold', until } : null;
  await desk.app.stubSaveDialog(path.join(down, 'trip.zip'));
  await choose(desk, 'Download as ZIP');
  await expect.poll(() => readdir(down)).toEqual(['trip.zip.part']);
  await expect.poll(async () => (await stat(path.join(down, 'trip.zip.part'))).size).toBeGreaterThan(0);
  await cancelWhile(desk, 'receiving');
  release();
  await expect.poll(() => readdir(down)).toEqual([]);
  expect(await bucket.keys()).toEqual(KEYS);
  await desk.app.quit();
  expect(await readdir(down)).toEqual([]);
});

test('a ZIP on its way to the bucket is cancelled, and neither object nor parts stay there', async ({
  desk,
  bucket,
  wire,
}) => {
  const { page } = desk;
  const { until, release } = held();
  wire.fault = ({ operation, partNumber }) =>
    operation === 'UploadPart' && (partNumber ?? 0) > 1 ? { kind: 'hold', until } : null;
  await choose(desk, 'Make a ZIP in the bucket…');
  await page
    .getByRole('dialog', { name: 'Make a ZIP in the bucket' })
    .getByRole('button', { name: 'Make ZIP' })
    .click();
  await expect.poll(() => arrivedParts(wire)).toBe(1);
  expect(await bucket.halfWritten()).toEqual(['trip.zip']);
  await cancelWhile(desk, 'packing');
  release();
  await expect.poll(() => bucket.halfWritten()).toEqual([]);
  await desk.app.quit();
  expect(await bucket.halfWritten()).toEqual([]);
  expect(await bucket.keys()).toEqual(KEYS);
});
