import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { damaged } from '../../../tests/support/fuzz/damages';
import { LineLog, type LogFormat } from './line-log';

interface Entry {
  readonly n: number;
  readonly words: string;
}
const FORMAT: LogFormat<Entry> = { name: 'test', version: 1, schema: z.object({ n: z.number(), words: z.string() }) };
const WRITTEN: readonly Entry[] = Array.from({ length: 12 }, (_, n) => ({ n, words: `猫 ${'violet '.repeat(n)}` }));
const LATER: Entry = { n: 99, words: 'later' };

let folder: string;
let whole: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-log-'));
  const file = path.join(folder, 'whole.ndjson');
  await LineLog.rewrite(file, FORMAT, WRITTEN);
  whole = await readFile(file);
});
afterAll(() => rm(folder, { recursive: true }));

test('a log takes any damage: it reads what is whole, keeps the file where it lost more than a torn end, and goes on', async () => {
  let run = 0;
  const arbitrary = damaged(whole);
  await fc.assert(
    fc.asyncProperty(arbitrary, async (bytes) => {
      const own = path.join(folder, `run-${run++}`);
      const file = `${own}.ndjson`;
      const aside: string[] = [];
      await writeFile(file, bytes);
      const { log, entries } = await LineLog.open(file, FORMAT, (copy) => aside.push(copy));
      await log.append(LATER);
      await log.close();
      const again = await LineLog.open(file, FORMAT, () => expect.unreachable('it was put in order'));
      await again.log.close();
      expect(again.entries).toEqual([...entries, LATER]);
      for (const copy of aside) expect(await readFile(copy)).toEqual(bytes);
      // A letter of a word may be another one: only what holds the lines together is told by them.
      const numbers = entries.map(({ n }) => n);
      for (const n of numbers) expect(WRITTEN[n]?.n).toBe(n);
      if (aside.length === 0) expect(numbers).toEqual(WRITTEN.slice(0, numbers.length).map(({ n }) => n));
      // Nothing half-done is left lying about.
      expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
