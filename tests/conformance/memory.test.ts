import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { bundleCli, peakMemory, startProcess } from './sandbox-process';
import { makeClient } from './target';

const GIB = 1024 ** 3;
const LIMIT = 150 * 1024 * 1024;

function* chunks(total: number): Generator<Buffer> {
  const chunk = Buffer.alloc(1024 * 1024, 'media');
  for (let sent = 0; sent < total; sent += chunk.length) yield chunk;
}

/** Its peak memory is what Linux says of the process, so it is a test for Linux. */
test.skipIf(process.platform !== 'linux')('1 GiB in and out stays under 150 MB', { timeout: 60_000 }, async () => {
  const root = await mkdtemp(join(tmpdir(), 'flow-memory-'));
  const running = await startProcess(await bundleCli(join(root, 'bundle')), ['--dir', join(root, 'data')]);
  const client = makeClient({ ...running.info, keepAlive: true });
  const address = { Bucket: running.info.bucket, Key: 'big' };
  try {
    const Body = Readable.from(chunks(GIB), { objectMode: false });
    await client.send(new PutObjectCommand({ ...address, Body, ContentLength: GIB }));
    const read = await client.send(new GetObjectCommand(address));
    let received = 0;
    for await (const chunk of read.Body as AsyncIterable<Buffer>) received += chunk.length;
    expect(received).toBe(GIB);
    expect(await peakMemory(running.child.pid ?? 0)).toBeLessThan(LIMIT);
  } finally {
    client.destroy();
    await running.kill('SIGTERM');
    await rm(root, { recursive: true });
  }
});
