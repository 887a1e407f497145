import type * as Files from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { lookAround } from './look';

const FILES = 150_000;

/** A disk with one folder of very many files. */
vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const named = (n: number) => ({ name: `${n}.png`, isFile: () => true, isDirectory: () => false });
  return {
    ...files,
    readdir: () => Promise.resolve(Array.from({ length: FILES }, (_, n) => named(n))),
    lstat: () => Promise.resolve({ isFile: () => true, size: 1, mtimeMs: 1, ino: 1 }),
  };
});

it('sees any number of files in one folder', async () => {
  const options = { root: '/renders', enters: () => true, wants: (relative: string) => relative !== '0.png' };
  const { files } = await lookAround('', options, new AbortController().signal);
  expect(files).toHaveLength(FILES - 1);
  expect(files.at(-1)).toEqual({ relative: `${FILES - 1}.png`, size: 1, mtimeMs: 1, ino: 1 });
});
