import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BucketDay } from '../../../shared/usage';
import { damaged } from '../../../tests/support/fuzz/damages';
import { UsageFile } from './usage-file';

const DAYS: readonly BucketDay[] = Array.from({ length: 9 }, (_, n) => ({
  day: `2026-11-0${n + 1}`,
  host: 'a.test',
  bucket: '猫',
  counts: { ListObjects: n + 1 },
  unbilled: n,
  readBytes: 10 * n,
  storedBytes: n % 2 === 0 ? null : n,
}));

let folder: string;
let whole: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'usage-'));
  const file = new UsageFile(folder, () => 1);
  await file.read('2026-01-01');
  await file.append(DAYS, DAYS);
  whole = await readFile(path.join(folder, 'usage.log'));
});
afterAll(() => rm(folder, { recursive: true }));

it('the counts take any damage: no day is counted as it was not, and the file is kept where a line of it is lost', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(damaged(whole), async (bytes) => {
      const own = await mkdtemp(path.join(folder, 'run-'));
      await writeFile(path.join(own, 'usage.log'), bytes);
      const { days, damage } = await new UsageFile(own, () => run++).read('2026-01-01');
      for (const day of days) expect(DAYS).toContainEqual(day);
      if (damage === null) expect(DAYS.slice(0, days.length)).toEqual(days);
      else expect(await readFile(path.join(own, damage.keptAs))).toEqual(bytes);
      const again = await new UsageFile(own, () => run++).read('2026-01-01');
      expect(again).toEqual({ days, damage: null });
    }),
    { numRuns: 100 },
  );
});
