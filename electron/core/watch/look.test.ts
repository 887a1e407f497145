import type * as Files from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { lookAround } from './look';

const FILES = 150_000;

type Kind = 'file' | 'folder' | 'link';

/** What a disk answers: a folder with very many files, and one in OneDrive, on Windows. */
const LISTED: Readonly<Record<string, () => readonly (readonly [name: string, kind: Kind])[]>> = {
  '/renders': () => Array.from({ length: FILES }, (_, n) => [`${n}.png`, 'file'] as const),
  // There readdir takes all for links that a driver has a hand in.
  '/cloud': () => ['kept.png', 'trip', 'link.png', 'junction'].map((name) => [name, 'link'] as const),
  '/cloud/trip': () => [['a.png', 'file']],
  '/cloud/junction': () => [['secret.png', 'file']],
};
const LOOKED_AT: ReadonlyMap<string, Kind> = new Map([
  ['/cloud/trip', 'folder'],
  ['/cloud/link.png', 'link'],
  ['/cloud/junction', 'link'],
]);

/** As a list of a folder and lstat both have it. */
class Entry {
  readonly size = 1;
  readonly mtimeMs = 1;
  readonly ino = 1;

  constructor(
    readonly name: string,
    private readonly kind: Kind,
  ) {}

  isFile(): boolean {
    return this.kind === 'file';
  }

  isDirectory(): boolean {
    return this.kind === 'folder';
  }

  isSymbolicLink(): boolean {
    return this.kind === 'link';
  }
}

vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const posix = (file: string): string => file.replaceAll(path.sep, '/');
  return {
    ...files,
    readdir: (folder: string) =>
      Promise.resolve((LISTED[posix(folder)]?.() ?? []).map(([name, kind]) => new Entry(name, kind))),
    lstat: (file: string) => Promise.resolve(new Entry('', LOOKED_AT.get(posix(file)) ?? 'file')),
  };
});

it('sees any number of files in one folder', async () => {
  const options = { root: '/renders', enters: () => true, wants: (relative: string) => relative !== '0.png' };
  const { files } = await lookAround('', options, new AbortController().signal);
  expect(files).toHaveLength(FILES - 1);
  expect(files.at(-1)).toEqual({ relative: `${FILES - 1}.png`, size: 1, mtimeMs: 1, ino: 1 });
});

it('sees what OneDrive keeps, which only looks like a link, and follows none that is one', async () => {
  const options = { root: '/cloud', enters: () => true, wants: (relative: string) => relative.endsWith('.png') };
  const look = await lookAround('', options, new AbortController().signal);
  expect(look.files.map(({ relative }) => relative)).toEqual(['kept.png', 'trip/a.png']);
  expect(look.folders).toEqual(['', 'trip']);
  expect(look.closed).toEqual([]);
});
