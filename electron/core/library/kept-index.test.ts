import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ListedObject, ListPage, ObjectStore } from '../store/object-store';
import { indexHere } from './index/index-line.test-support';
import type { FromIndex, IndexLine } from './index/index-messages';
import { KeptIndex } from './kept-index';
import { CONNECTION, hasty, viewOf } from './library.test-support';
import { BucketReading } from './scan/bucket-reading';

const all = viewOf({ kind: 'smart', view: 'all' });
const everything = { prefix: '', after: '', through: null, depth: 'all' } as const;
const listed = (key: string): ListedObject => ({ key, size: 1, etag: `of ${key}`, modified: 1 });

let dir: string;
let index: KeptIndex;
let reading: BucketReading | null;
/** Ends the index that is there as a disk does that takes nothing any more. */
let breakIndex: () => void;
const ending: (() => void)[] = [];

function startIndex(): IndexLine {
  const line = indexHere();
  ending.push(() => line.post({ kind: 'close' }));
  return {
    ...line,
    onMessage: (listener: (message: FromIndex) => void) => {
      breakIndex = () => listener({ kind: 'broken', cause: 'unwritable', detail: 'full' });
      line.onMessage(listener);
    },
  };
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'flow-kept-'));
  reading = null;
  index = new KeptIndex({
    connectionId: CONNECTION,
    firstRevision: 100,
    dir,
    startIndex,
    changed: () => undefined,
    begunAgain: () => reading?.beginAgain(),
  });
});

afterEach(async () => {
  await reading?.leave();
  for (const end of ending.splice(0)) end();
  await index.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 10 });
});

it('an index that is begun again has told none of its revisions before, though not all of them were heard', async () => {
  for (let i = 0; i < 40; i += 1) await index.calls.enterPage(everything, [listed(`${i}.png`)], 0);
  const { revision } = await index.calls.summary(all);
  breakIndex();
  await index.calls.enterPage(everything, [listed('b.png')], 0);
  expect((await index.calls.summary(all)).revision).toBeGreaterThan(revision);
});

it('a page that was asked for before does not undo what the app did in the index that was begun again', async () => {
  const page = { objects: [listed('gone.png')], prefixes: [], continuationToken: null };
  let answer = (_: ListPage): void => undefined;
  const pages = [new Promise<ListPage>((resolve) => (answer = resolve)), { ...page, objects: [] }];
  const list = vi.fn(async (): Promise<ListPage> => pages.shift() ?? page);
  reading = new BucketReading({
    index,
    clock: hasty,
    random: () => 0.5,
    changed: () => undefined,
    store: async () => ({ list }) as unknown as ObjectStore,
    entryOf: (object) => object,
  });
  // Some moments go by.
  for (let i = 0; i < 20; i += 1) await index.calls.note('any');
  await reading.begin();
  await vi.waitFor(() => expect(list).toHaveBeenCalledTimes(1));
  breakIndex();
  await index.calls.dropKeys(['gone.png']);
  answer(page);
  await vi.waitFor(() => expect(reading?.state.kind).toBe('complete'));
  expect((await index.calls.summary(all)).objectCount).toBe(0);
  expect(list).toHaveBeenCalledTimes(2);
});
