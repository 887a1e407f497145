import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { IndexClient } from './index-client';
import { indexThread } from './index-thread';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function brokenBy(program: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'index-thread-'));
  folders.push(folder);
  const script = path.join(folder, 'worker.cjs');
  await writeFile(script, program);
  return new Promise((resolve) => {
    const start = { dir: null, connectionId: 'c', firstRevision: 1 };
    const client = new IndexClient(indexThread(script), start, {
      changed: () => undefined,
      broken: (_, detail) => resolve(detail),
    });
    client.calls.totals().catch(() => undefined);
  });
}

it('a thread that an error has ended says which', async () => {
  const detail = await brokenBy(`setImmediate(() => { throw new Error('no room for the heap'); });`);
  expect(detail).toMatch(/^The thread of the index has ended: Error: no room for the heap\n/);
});

it('a thread that has ended by itself says so', async () => {
  expect(await brokenBy('process.exit(3);')).toBe('The thread of the index has ended');
});
