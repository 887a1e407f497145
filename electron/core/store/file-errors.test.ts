import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOfFile, type FileAccess } from './file-errors';

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (reason: unknown) => reason,
  );
}

describe('failureOfFile', () => {
  it('reads the errors of a real disk', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'file-errors-'));
    const file = path.join(dir, 'no', 'a.png');
    expect(failureOfFile(await thrownBy(readFile(file)), 'read', file)).toMatchObject({
      code: 'file-missing',
      params: { name: 'a.png' },
    });
    expect(failureOfFile(await thrownBy(writeFile(file, '')), 'write', file)?.code).toBe('folder-unwritable');
    expect(failureOfFile(await thrownBy(readFile(dir)), 'read', dir)?.code).toBe('file-unreadable');
    await rm(dir, { recursive: true });
  });

  it.each([
    ['ENOSPC', 'write', 'disk-full'],
    ['EDQUOT', 'write', 'disk-full'],
    ['EACCES', 'read', 'file-unreadable'],
    ['EACCES', 'write', 'folder-unwritable'],
    ['EROFS', 'write', 'folder-unwritable'],
    ['EIO', 'read', 'file-unreadable'],
  ] as const)('%s at %s is %s', (code, access: FileAccess, expected) => {
    expect(failureOfFile(Object.assign(new Error(code), { code }), access, '/x/a.png')?.code).toBe(expected);
  });

  it('leaves all else alone', () => {
    for (const error of [new Error('bug'), Object.assign(new Error(), { code: 'EINVAL' }), null])
      expect(failureOfFile(error, 'read', 'a')).toBeNull();
  });
});
