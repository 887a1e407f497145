import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ListedObject } from '../store/object-store';
import { indexHere } from './index/index-line.test-support';
import type { FromIndex, IndexLine } from './index/index-messages';
import { KeptIndex } from './kept-index';
import { CONNECTION, viewOf } from './library.test-support';

const all = viewOf({ kind: 'smart', view: 'all' });
const everything = { prefix: '', after: '', through: null, depth: 'all' } as const;
const listed = (key: string): ListedObject => ({ key, size: 1, etag: `of ${key}`, modified: 1 });

let dir: string;
let index: KeptIndex;
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
  index = new KeptIndex({
    ...{ connectionId: CONNECTION, firstRevision: 100, dir, startIndex },
    changed: () => undefined,
    begunAgain: () => undefined,
  });
});

afterEach(async () => {
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
