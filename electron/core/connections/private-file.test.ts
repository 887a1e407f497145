import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whileHeld } from '../windows-files.test-support';
import { writePrivateFile } from './private-file';

vi.mock('node:fs/promises', async (original) => {
  const { filesOfWindows } = await import('../windows-files.test-support');
  return filesOfWindows(await original());
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-private-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('is written on Windows though a sync tool holds the old one for a moment', async () => {
  const file = path.join(folder, '.env');
  await writeFile(file, 'OLD=1');
  await whileHeld(file, 2, () => writePrivateFile(file, 'NEW=1'));
  expect(await readFile(file, 'utf8')).toBe('NEW=1');
  expect(await readdir(folder)).toEqual(['.env']);
});
