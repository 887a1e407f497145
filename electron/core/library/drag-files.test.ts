import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type * as Files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ObjectBody, ObjectStore } from '../store/object-store';
import { assetIdOf } from './asset-id';
import { DragFiles } from './drag-files';
import { CONNECTION } from './library.test-support';

/** What another program holds open, as Windows has it: neither that nor a folder above it can be removed. */
let held: (target: string) => boolean;
/** What was to be removed. */
let removed: string[];

vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const rm = (target: string, options: object): Promise<void> => {
    removed.push(target);
    if (!held(target)) return files.rm(target, options);
    return Promise.reject(Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' }));
  };
  return { ...files, rm };
});

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
  held = () => false;
  removed = [];
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

/** Fetches a file for a drag; answers where it lies. */
async function dragged(files: DragFiles, key: string): Promise<string> {
  expect(await files.stage(of(key))).toEqual({ kind: 'staged', stageId: 'stage', count: 1 });
  return files.filesOf('stage')?.[0] ?? '';
}

function hold(file: string): void {
  held = (target) => file.startsWith(target);
}

it('a file that another program holds costs no drag, is tried again, and goes once it is let go of', async () => {
  const files = drags(25);
  const [a, b] = [await dragged(files, 'a.png'), await dragged(files, 'b.png')];
  hold(a);
  const c = await dragged(files, 'c.png');
  expect([a, b, c].map((file) => existsSync(file))).toEqual([true, false, true]);
  removed = [];
  const d = await dragged(files, 'd.png');
  expect(removed).toContain(path.dirname(a));
  expect([a, c, d].map((file) => existsSync(file))).toEqual([true, false, true]);
  held = () => false;
  const e = await dragged(files, 'e.png');
  expect([a, d, e].map((file) => existsSync(file))).toEqual([false, true, true]);
});

it('what is about to be dragged stays, however much else is held', async () => {
  const files = drags(15);
  hold(await dragged(files, 'a.png'));
  expect(existsSync(await dragged(files, 'b.png'))).toBe(true);
});

it('all goes but what another program holds, which is in nobody’s way', async () => {
  const files = drags();
  const [a, b] = [await dragged(files, 'a.png'), await dragged(files, 'b.png')];
  hold(a);
  await expect(files.clear()).resolves.toBeUndefined();
  expect([a, b].map((file) => existsSync(file))).toEqual([true, false]);
  expect(files.filesOf('stage')).toBeNull();
});

it('why a file could not be fetched is told, also where what there is of it is held', async () => {
  const files = drags();
  held = () => true;
  answer = () => Promise.reject(new Error('the network is gone'));
  await expect(files.stage(of('a.png'))).rejects.toThrow('the network is gone');
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
