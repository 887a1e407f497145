import type * as Files from 'node:fs/promises';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Staging } from './staging';

/** As where files can share their blocks (APFS, Btrfs). */
vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  return { ...files, copyFile: (from: string, to: string) => files.copyFile(from, to) };
});

it('a copy of a file that nobody may write can be changed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'staging-'));
  try {
    const source = join(folder, 'photo.jpg');
    await writeFile(source, 'at home');
    await chmod(source, 0o444);
    const edits = [{ at: 3, bytes: Buffer.from('XXXX') }];
    const copy = await new Staging(folder).keepCopy('copy.jpg', source, edits, new AbortController().signal);
    expect(await readFile(copy, 'utf8')).toBe('at XXXX');
    // Whoever runs as root may write everything.
    if (process.platform !== 'win32') expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(await readFile(source, 'utf8')).toBe('at home');
  } finally {
    await rm(folder, { recursive: true });
  }
});
