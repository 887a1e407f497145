import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as WorkerThreads from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { md5OfSpan, openMd5 } from './md5-thread';

/** The threads that were begun, so that one can be ended. */
const threads = vi.hoisted(() => [] as { terminate(): Promise<number> }[]);
vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof WorkerThreads>();
  class Known extends real.Worker {
    constructor(...given: ConstructorParameters<typeof real.Worker>) {
      super(...given);
      threads.push(this);
    }
  }
  return { ...real, Worker: Known };
});

const SIZE = 1024 * 1024;
const content = randomBytes(SIZE);
let folder = '';
let file: FileHandle;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'md5-'));
  await writeFile(join(folder, 'content'), content);
  file = await open(join(folder, 'content'), 'r');
});

afterAll(async () => {
  await file.close();
  await rm(folder, { recursive: true });
});

function hexOf(digest: Uint8Array | null): string | null {
  return digest === null ? null : Buffer.from(digest).toString('hex');
}

function expected(offset: number, length: number): string {
  return createHash('md5')
    .update(content.subarray(offset, offset + length))
    .digest('hex');
}

describe('the MD5 of spans of a file', () => {
  it('is that of their bytes, however many are asked for at once', async () => {
    // Around the ends of blocks, and of what is read in one go.
    const lengths = fc.oneof(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 128 * 1024 - 130, max: 128 * 1024 + 130 }),
      fc.integer({ min: 0, max: SIZE / 2 }),
    );
    const span = fc.record({ offset: fc.integer({ min: 0, max: SIZE / 2 }), length: lengths });
    await fc.assert(
      fc.asyncProperty(fc.array(span, { minLength: 1, maxLength: 9 }), async (spans) => {
        const digests = await Promise.all(spans.map((one) => md5OfSpan({ fd: file.fd, ...one })));
        expect(digests.map(hexOf)).toEqual(spans.map(({ offset, length }) => expected(offset, length)));
      }),
    );
  });

  it('is none where the file ends before, and that harms no other', async () => {
    const spans = [
      { offset: 0, length: SIZE },
      { offset: 10, length: SIZE },
      { offset: SIZE, length: 0 },
    ];
    const digests = await Promise.all(spans.map((one) => md5OfSpan({ fd: file.fd, ...one })));
    expect(digests.map(hexOf)).toEqual([expected(0, SIZE), null, expected(0, 0)]);
  });

  it('throws what the file system says', async () => {
    const other = await open(folder, 'r');
    const asked = md5OfSpan({ fd: other.fd, offset: 0, length: 1 });
    await expect(asked).rejects.toMatchObject({ code: 'EISDIR' });
    await other.close();
  });
});

describe('a hashing thread that ends', () => {
  const large = randomBytes(5 * 1024 * 1024);
  const lost = { failure: { code: 'unexpected', retry: { kind: 'after' } } };
  /** More than it can have answered when it is told to end. */
  const MANY = 200;

  it('costs what was hashed on it, which may be tried again, nothing hangs, and another follows it', async () => {
    const stream = openMd5(large.length);
    await stream.update(large.subarray(0, 1000));
    const asked = Array.from({ length: MANY }, () => md5OfSpan({ fd: file.fd, offset: 0, length: SIZE }));
    const outcomes = Promise.allSettled(asked);
    const ended = threads.at(-1);
    await ended?.terminate();
    expect((await outcomes).at(-1)).toMatchObject({ status: 'rejected', reason: lost });
    await expect(stream.update(large)).rejects.toMatchObject(lost);
    await expect(stream.digest()).rejects.toMatchObject(lost);

    const next = openMd5(large.length);
    await next.update(large);
    expect(hexOf(await next.digest())).toBe(createHash('md5').update(large).digest('hex'));
    expect(threads.at(-1)).not.toBe(ended);
  });
});
