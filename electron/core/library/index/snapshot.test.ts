import type * as Files from 'node:fs';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BucketIndex } from './bucket-index';

const { disk } = vi.hoisted(() => ({ disk: { isFull: false } }));

vi.mock('node:fs', async (original) => {
  const files = await original<typeof Files>();
  return {
    ...files,
    writeSync: (...args: Parameters<typeof files.writeSync>) => {
      if (disk.isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      return files.writeSync(...args);
    },
  };
});

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'flow-snapshot-'));
});

afterEach(() => {
  disk.isFull = false;
  rmSync(dir, { recursive: true, force: true });
});

it('a full disk is not left with half of what was to be kept on it', () => {
  const options = { dir, connectionId: 'c', firstRevision: 1, now: () => 0, changed: () => undefined };
  const index = new BucketIndex(options);
  const objects = [{ key: 'a.png', size: 1, etag: 'e', modified: 1 }];
  index.enterPage({ prefix: '', after: '', through: null, depth: 'all' }, objects, 0);
  disk.isFull = true;
  expect(() => index.close()).toThrow('ENOSPC');
  expect(readdirSync(dir).filter((name) => name.startsWith('columns'))).toEqual([]);
});
