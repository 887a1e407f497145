import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { viewOfAll } from '../bench/library/page-measures';
import { Desk, expect, test } from '../support/desk';
import { sha256 } from '../support/files';

const HTML = '<img src=x onerror="document.title=1"><script>document.title=1</script>';

/** Keys that a bucket may hold, each with what the grid calls it. */
const KEYS: Readonly<Record<string, string>> = {
  '../../above.txt': 'above.txt',
  'in/../../over.txt': 'over.txt',
  './here.txt': 'here.txt',
  '..': '..',
  '/rooted.txt': 'rooted.txt',
  'twice//slashed.txt': 'slashed.txt',
  'bell\u0007 line\nend.txt': 'bell␇ line␊end.txt',
  'photo\u202Egpj.exe': 'photo�gpj.exe',
  'none\u200bseen\ufeff.txt': 'none�seen�.txt',
  '   ': '␣␣␣',
  '👩‍👩‍👧‍👦🏳️‍🌈.txt': '👩‍👩‍👧‍👦🏳️‍🌈.txt',
  'Same.txt': 'Same.txt',
  'same.txt': 'same.txt',
  'cafe\u0301.txt': 'cafe\u0301.txt',
  [`${HTML}.txt`]: 'script>.txt',
  '<img src=x onerror="document.title=1">': '<img src=x onerror="document.title=1">',
  '{{7*7}} &amp; ${x}.txt': '{{7*7}} &amp; ${x}.txt',
  '%2e%2e%2fcoded.txt': '%2e%2e%2fcoded.txt',
  'con.txt': 'con.txt',
  'back\\slash:*?.txt': 'back\\slash:*?.txt',
  'dots... ': 'dots... ',
  [`${'長'.repeat(338)}ab.longest`]: `${'長'.repeat(338)}ab.longest`,
};

const CONTENT = new Map(Object.keys(KEYS).map((key, n) => [key, Buffer.from(`content ${n} of ${key}`)]));

const ALL_CONTENT = [...CONTENT.values()].map(sha256).sort();

/** Hashes of all files below a folder. */
async function contents(below: string): Promise<readonly string[]> {
  const found = await readdir(below, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map(async (file) => sha256(await readFile(file))))).sort();
}

test('names made to hurt are shown as what they are, come down into their folder, and can be deleted', async ({
  app,
  bucket,
  folder,
}) => {
  test.slow();
  // To R2 the two forms of a name are one object, listed as it was written last.
  await bucket.put('caf\u00e9.txt', Buffer.from('replaced'), 'text/plain');
  for (const [key, bytes] of CONTENT) await bucket.put(key, bytes, 'text/plain');
  const desk = new Desk(app);
  const { id: connectionId } = await desk.connect(bucket.address);
  await expect(desk.status).toContainText(`${CONTENT.size} objects`);
  await desk.call('settings.update', { tileSize: 120 });
  await desk.sortBy('Name', 'Name, A to Z');
  await expect(desk.tiles).toHaveCount(CONTENT.size);
  const labels = await desk.tiles.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''));
  for (const name of Object.values(KEYS))
    expect(
      labels.some((label) => label.startsWith(`${name}, `)),
      `${name} among ${labels.join('\n')}`,
    ).toBe(true);
  // Nothing that a name holds became part of the page.
  expect(await app.page.title()).toBe('Flow Media');
  await expect(desk.library.locator('img, script')).toHaveCount(0);
  await app.shoot('hostile-keys');

  // Each by itself: its facts come from the server, its text opens.
  const view = viewOfAll(connectionId, '', { field: 'name', direction: 'asc' });
  const { rows } = await desk.call('library.rows', { view, start: 0, count: 100 });
  const assets = rows.filter((row) => row.kind === 'asset');
  expect(assets.map(({ key }) => key).sort()).toEqual([...CONTENT.keys()].sort());
  for (const { assetId, key } of assets) {
    const details = await desk.call('library.details', { connectionId, assetId });
    expect([details.key, details.size]).toEqual([key, CONTENT.get(key)?.length]);
  }
  await desk.tile('photo�gpj.exe').click();
  const inspector = desk.page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading').first()).toHaveText('photo�gpj.exe');

  const target = path.join(folder, 'inner', 'downloads');
  await mkdir(target, { recursive: true });
  await app.stubOpenDialog([target]);
  await desk.library.press('ControlOrMeta+a');
  await desk.page.getByRole('button', { name: 'Download', exact: true }).last().click();
  await expect.poll(() => contents(target), { timeout: 60_000 }).toEqual(ALL_CONTENT);
  expect(await readdir(folder)).not.toContain('above.txt');
  expect(await readdir(path.dirname(target))).toEqual(['downloads']);

  await desk.library.press('ControlOrMeta+a');
  await desk.library.press('Delete');
  const question = desk.page.getByRole('dialog', { name: 'Delete these files?' });
  await expect(question).toContainText(`${CONTENT.size} objects`);
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(desk.page.getByText('Your bucket is ready for its first picture')).toBeVisible();
  expect(await bucket.keys()).toEqual([]);
});
