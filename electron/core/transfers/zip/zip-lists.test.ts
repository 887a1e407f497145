import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FailureError } from '../../../../shared/failure';
import { damaged } from '../../../../tests/support/fuzz/damages';
import { codeOf } from '../../store/failures.test-support';
import { readZipList, ZipLists, type ZipEntry } from './zip-lists';

const ENTRIES: readonly ZipEntry[] = Array.from({ length: 8 }, (_, n) => ({
  // A separator of lines to some programs, and none here.
  key: `猫/\u2028${n}.png`,
  size: 10 * n,
  etag: 'e',
  modified: null,
  path: `${n}.png`,
}));

let folder: string;
let file: string;
let whole: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zips-'));
  async function* batches(): AsyncGenerator<readonly ZipEntry[]> {
    yield ENTRIES.slice(0, 3);
    yield ENTRIES.slice(3);
  }
  file = await new ZipLists(folder).keep('one', batches());
  whole = await readFile(file);
});
afterAll(() => rm(folder, { recursive: true }));

const read = (): Promise<readonly ZipEntry[]> => readZipList({ list: file, count: ENTRIES.length });

it('a damaged list is told of: no ZIP file is made of fewer files than were asked for', async () => {
  await fc.assert(
    fc.asyncProperty(damaged(whole), async (bytes) => {
      await writeFile(file, bytes);
      const entries = await read().catch((error: unknown) => error);
      if (entries instanceof FailureError) expect(entries.failure.code).toBe('list-damaged');
      else expect(entries).toHaveLength(ENTRIES.length);
    }),
    { numRuns: 200 },
  );
});

it.each([
  ['cut off between two entries', () => whole.subarray(0, whole.indexOf('\n') + 1)],
  ['cut off in the middle of one', () => whole.subarray(0, -5)],
  ['something else', () => Buffer.from('something else\n')],
  ['emptied', () => Buffer.alloc(0)],
])('that is %s', async (_, bytes) => {
  await writeFile(file, bytes());
  expect(await codeOf(read())).toBe('list-damaged');
});

it('that is gone', async () => {
  expect(await codeOf(readZipList({ list: path.join(folder, 'gone'), count: 1 }))).toBe('list-damaged');
});
