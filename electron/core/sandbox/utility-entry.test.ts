import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { FromSandbox, ToSandbox } from './types';

test('the process around the sandbox starts it, and is told of failures', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'flow-utility-'));
  let tell: (message: ToSandbox) => void = () => undefined;
  const posted: FromSandbox[] = [];
  const parentPort = {
    on: (_event: 'message', listener: (event: { data: ToSandbox }) => void) => {
      tell = (data) => listener({ data });
    },
    postMessage: (message: FromSandbox) => posted.push(message),
  };
  Object.assign(process, { parentPort });
  await import('./utility-entry');

  tell({ type: 'start', options: { dir, bucket: 'No' } });
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  expect(posted[0]).toMatchObject({ type: 'failed', message: expect.stringContaining('"No" is no bucket name') });

  tell({ type: 'start', options: { dir } });
  await vi.waitFor(() => expect(posted).toHaveLength(2));
  const ready = posted[1];
  if (ready?.type !== 'ready') throw new Error('The sandbox did not start.');
  expect(Object.keys(ready.info).sort()).toEqual([
    'accessKeyId',
    'bucket',
    'endpoint',
    'publicBase',
    'secretAccessKey',
  ]);
  expect((await fetch(ready.info.publicBase)).status).toBe(404);
  await rm(dir, { recursive: true });
});
