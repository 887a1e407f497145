import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { assetIdOf } from '../../electron/core/library/asset-id';
import {
  answer,
  first,
  startFaultProxy,
  type FaultProxy,
  type SeenRequest,
} from '../../electron/core/transfers/fault-proxy.test-support';
import { expectAccessible } from '../support/accessible';
import { Desk, expect, test } from '../support/desk';
import { noise, picture, writeFiles } from '../support/files';

const MIB = 1024 * 1024;

/** R2's price list, written down once more by the names that the server's own log uses. */
const LISTS: Readonly<Record<string, string>> = {
  ListObjectsV2: 'Writing and listing',
  PutObject: 'Writing and listing',
  CreateMultipartUpload: 'Writing and listing',
  UploadPart: 'Writing and listing',
  CompleteMultipartUpload: 'Writing and listing',
  ListParts: 'Writing and listing',
  ListMultipartUploads: 'Writing and listing',
  HeadObject: 'Reading',
  GetObject: 'Reading',
  DeleteObject: 'Deleting, free',
  DeleteObjects: 'Deleting, free',
};

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the server was asked, by class and name; `refused` are those that it does not bill. */
function countsOf(seen: readonly SeenRequest[]): Counts {
  const counts: Record<string, Record<string, number>> = { refused: {} };
  for (const { operation, status } of seen) {
    const list = status === null || status >= 500 || status === 403 ? 'refused' : (LISTS[operation] ?? operation);
    const name = list === 'refused' ? 'all' : operation.replace('V2', '');
    counts[list] = { ...counts[list], [name]: (counts[list]?.[name] ?? 0) + 1 };
  }
  return counts;
}

/** The same, as the page has it. */
async function countsOnPage(card: Locator): Promise<Counts> {
  const counts: Record<string, Record<string, number>> = { refused: {} };
  for (const list of await card.getByRole('list').all()) {
    const entries = await list
      .getByRole('listitem')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector('[title]')?.getAttribute('title') ?? '',
          Number(row.lastElementChild?.textContent.replaceAll(',', '')),
        ]),
      );
    counts[(await list.getAttribute('aria-label')) ?? ''] = Object.fromEntries(entries);
  }
  const refused = /([\d,]+) requests? (?:was|were) refused/.exec(await card.innerText())?.[1];
  return { ...counts, ...(refused === undefined ? {} : { refused: { all: Number(refused) } }) };
}

async function expectSame(desk: Desk, wire: FaultProxy): Promise<void> {
  const card = desk.page.getByRole('region', { name: 'Operations of the month' });
  await expect(async () => {
    expect(await countsOnPage(card)).toEqual(countsOf(wire.seen));
  }).toPass({ timeout: 30_000 });
}

test('the page counts what the server was asked, by class, and goes on counting after a restart', async ({
  app,
  sandbox,
  bucket,
  folder,
  problems,
}) => {
  test.slow();
  await bucket.put('there/before.png', picture(9));
  const wire = await startFaultProxy(sandbox.endpoint);
  const desk = new Desk(app);
  const { id } = await desk.connect({ ...sandbox, endpoint: wire.url }, { publicBase: null });
  await expect(desk.arrived('before.png')).toBeVisible();

  // A single PUT on a server that fails twice, and one in three parts.
  const paths = await writeFiles(folder, { 'one.png': picture(1), 'three.bin': noise(40 * MIB) });
  wire.fault = first(2, 'PutObject', answer(503, 'SlowDown'));
  await desk.call('transfers.addPaths', { connectionId: id, prefix: '', paths });
  for (const name of ['one.png', 'three.bin'])
    await expect.poll(async () => (await desk.transferOf(name))?.state.kind, { timeout: 90_000 }).toBe('done');
  await desk.refresh();
  const gone = { kind: 'assets', connectionId: id, assetIds: [assetIdOf(id, 'one.png')] } as const;
  expect(await desk.call('library.delete', { selection: gone })).toMatchObject({ deleted: 1 });
  // Keys without a right: 403, which is not billed.
  wire.fault = first(1, 'ListObjectsV2', answer(403, 'AccessDenied'));
  await desk.refresh();

  await desk.goTo('Usage');
  await expectSame(desk, wire);
  const parts = countsOf(wire.seen)['Writing and listing'];
  // N parts: N + 2 operations.
  expect(parts).toMatchObject({ CreateMultipartUpload: 1, UploadPart: 3, CompleteMultipartUpload: 1, PutObject: 1 });
  await expectAccessible(desk.page);

  const csv = path.join(folder, 'usage.csv');
  await app.stubSaveDialog(csv);
  await desk.page.getByRole('button', { name: 'Export as CSV' }).click();
  await expect(desk.news('The month is saved as CSV')).toBeVisible();
  const [head = '', row = ''] = (await readFile(csv, 'utf8')).replace('\uFEFF', '').split('\r\n');
  const cell = (name: string): string | undefined => row.split(',')[head.split(',').indexOf(name)];
  expect([cell('bucket'), cell('UploadPart'), cell('DeleteObject')]).toEqual([sandbox.bucket, '3', '1']);

  const again = await app.relaunch();
  const later = new Desk(again);
  await expect(later.library).toBeVisible();
  await later.goTo('Usage');
  await expectSame(later, wire);
  // Killed once its counts had the seconds that they need.
  await later.refresh();
  await expectSame(later, wire);
  const lists = countsOf(wire.seen)['Writing and listing']?.['ListObjects'] ?? 0;
  const file = path.join(again.launch.userDataDir, 'usage/usage.log');
  await expect
    .poll(async () => (await readFile(file, 'utf8')).trim().split('\n').at(-1))
    .toContain(`"ListObjects":${lists}`);
  await again.kill();
  const killed = await again.relaunch();
  const last = new Desk(killed);
  await expect(last.library).toBeVisible();
  await last.goTo('Usage');
  await expectSame(last, wire);
  await wire.close();
  // Thumbnails that were asked for when their object was deleted, or the app was killed.
  problems.length = 0;
});
