import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ObjectBody, ObjectStore } from '../store/object-store';
import { assetIdOf } from './asset-id';
import { DragFiles } from './drag-files';
import { CONNECTION } from './library.test-support';

let dir: string;
/** What the bucket answers; by default at once. */
let answer: (signal: AbortSignal) => Promise<void>;
/** Passes once a selection may be known. */
let known: () => Promise<void>;
let fetched: string[];

const TEXT = 'ten bytes!';
const etag = createHash('md5').update(TEXT).digest('hex');

function drags(capBytes?: number): DragFiles {
  const get: ObjectStore['get'] = async (key, _options, signal) => {
    fetched.push(key);
    await answer(signal);
    return { stream: Readable.from([Buffer.from(TEXT)]), size: TEXT.length } as ObjectBody;
  };
  const deps = {
    dir,
    library: {
      async *objectsIn(selection: { readonly kind: string; readonly assetIds?: readonly string[] }) {
        const keys = selection.assetIds ?? [];
        await known();
        yield keys.map((key) => ({ assetId: assetIdOf(CONNECTION, key), key, size: TEXT.length, etag, modified: 1 }));
      },
    },
    storeOf: () => ({ get }) as Partial<ObjectStore> as ObjectStore,
    randomId: () => 'stage',
  };
  return new DragFiles(deps, capBytes);
}

/** The library above takes keys for ids. */
const of = (...keys: readonly string[]) => [{ kind: 'assets', connectionId: CONNECTION, assetIds: keys }] as const;

beforeEach(() => {
  dir = path.join(mkdtempSync(path.join(tmpdir(), 'flow-drags-')), 'drags');
  answer = () => Promise.resolve();
  known = () => Promise.resolve();
  fetched = [];
});
afterEach(() => rmSync(path.dirname(dir), { recursive: true, force: true }));

it('what is dragged again is the last to go when there is too much', async () => {
  const files = drags(25);
  await files.stage(of('a.png'));
  await files.stage(of('b.png'));
  await files.stage(of('a.png', 'c.png'));
  const staged = files.filesOf('stage') ?? [];
  expect(staged.map((file) => path.basename(file))).toEqual(['a.png', 'c.png']);
  expect(staged.every((file) => existsSync(file))).toBe(true);
  expect(fetched).toEqual(['a.png', 'b.png', 'c.png']);
});

it('a file that is selected together with its folder is fetched once', async () => {
  const files = drags();
  const staged = await files.stage([...of('a.png'), ...of('a.png', 'b.png')]);
  expect(staged).toEqual({ kind: 'staged', stageId: 'stage', count: 2 });
  expect((files.filesOf('stage') ?? []).every((file) => existsSync(file))).toBe(true);
  expect(fetched.toSorted()).toEqual(['a.png', 'b.png']);
});

it('a drag that takes the place of another one is not disturbed by its end', async () => {
  const files = drags();
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  answer = (signal) =>
    new Promise((_, reject) => {
      asked();
      signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    });
  const first = files.stage(of('a.png'));
  await isAsked;
  answer = () => new Promise((resolve) => setTimeout(resolve, 50));
  const second = files.stage(of('a.png', 'b.png'));
  await expect(first).rejects.toThrow('stopped');
  expect(await second).toEqual({ kind: 'staged', stageId: 'stage', count: 2 });
});

it('nothing is fetched any more once all is to go', async () => {
  const files = drags();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  known = () => held;
  const staged = files.stage(of('a.png')).catch(() => null);
  const cleared = files.clear();
  release();
  await Promise.all([cleared, staged]);
  expect(readdirSync(path.dirname(dir))).toEqual([]);
});
