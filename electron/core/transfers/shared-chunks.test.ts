import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure, FailureError, retryAfter } from '../../../shared/failure';
import { AnswerBody } from '../store/wire/answer-body';
import type * as Md5Threads from './md5/md5-thread';
import { PartFile } from './download/part-file';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
let world: World;
/** Hashes that fail at their first bytes, as when the thread has ended. */
let failing = 0;

vi.mock('./md5/md5-thread', async (original) => {
  const threads = await original<typeof Md5Threads>();
  return {
    ...threads,
    openMd5: (size: number) => {
      const stream = threads.openMd5(size);
      if (failing-- <= 0) return stream;
      const ended = new FailureError(retryAfter(failure('unexpected', {}, 'The hashing thread has ended'), 1000));
      return { update: () => Promise.reject(ended), digest: () => stream.digest() };
    },
  };
});

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  failing = 0;
  vi.restoreAllMocks();
  await world.close();
});

it('bytes that are still being written are not given back for others when their hash fails', async () => {
  let writing = 0;
  let freed = 0;
  const append = Object.getOwnPropertyDescriptor(PartFile.prototype, 'append')?.value as PartFile['append'];
  vi.spyOn(PartFile.prototype, 'append').mockImplementation(async function (this: PartFile, bytes) {
    writing += 1;
    await setTimeout(30);
    await append.call(this, bytes);
    writing -= 1;
  });
  const abandon = Object.getOwnPropertyDescriptor(AnswerBody.prototype, 'abandon')?.value as AnswerBody['abandon'];
  vi.spyOn(AnswerBody.prototype, 'abandon').mockImplementation(function (this: AnswerBody) {
    freed += writing;
    abandon.call(this);
  });
  const content = Buffer.alloc(5 * MIB, 'flow');
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  const { etag } = await world.store.put('a.png', content, { ...headers, contentMd5, condition: 'none' }, NEVER);
  const folder = join(world.dir, 'down');
  await mkdir(folder);
  failing = 1;
  const object = { key: 'a.png', size: content.length, etag, modified: null, relativePath: 'a.png' };
  await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [object] });
  const { localPath } = await world.until(world.transfers.rows(0, 1).rows[0]?.id ?? '', 'done');
  expect(failing).toBeLessThan(1);
  expect(freed).toBe(0);
  expect((await readFile(localPath)).equals(content)).toBe(true);
});
