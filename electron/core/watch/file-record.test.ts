import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FolderRecord, type FileRecord } from './file-record';

// The system that allows least.
vi.mock('node:fs/promises', async (original) => {
  const { filesOfWindows } = await import('../windows-files.test-support');
  return filesOfWindows(await original());
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-record-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (): Promise<FolderRecord> => FolderRecord.open(join(folder, 'record'), () => undefined);

function file(relative: string, number: number): FileRecord {
  const key = `${number}.png`;
  const of = { size: 1, mtimeMs: 1, ino: 1, sample: 'x', transferId: '', state: 'arrived' as const };
  return { ...of, relative, wished: key, key, number };
}

it('remembers the last number that was given, also of a file that is forgotten and after its lines were made fewer', async () => {
  const first = await open();
  await first.put([file('a.png', 7)]);
  await first.drop(['a.png']);
  await first.put(Array.from({ length: 1100 }, () => file('b.png', 2)));
  await first.close();
  // The first of these makes the lines fewer, the second reads those.
  for (const _ of [1, 2]) {
    const again = await open();
    expect(again.lastNumber).toBe(7);
    expect(again.get('a.png')).toBeNull();
    await again.close();
  }
});

it('takes any number of files at once', async () => {
  const many = Array.from({ length: 150_000 }, (_, n) => file(`${n}.png`, n));
  const first = await open();
  await first.put(many);
  await first.close();
  const again = await open();
  expect(again.arrived).toBe(many.length);
  await again.drop(many.slice(1).map(({ relative }) => relative));
  await again.close();
  const last = await open();
  expect(last.arrived).toBe(1);
  await last.close();
});
