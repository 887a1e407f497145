import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { READ_ON } from '../scan/read-on';
import { viewOf } from '../library.test-support';
import type { FromIndex, IndexMethod, ToIndex } from './index-messages';
import { BucketIndex } from './bucket-index';
import { IndexDatabase } from './index-database';
import { serveIndex } from './serve-index';

/** Few enough to be quick, and enough to be worth keeping. */
const MANY = 50_000;
const QUIET_MS = 31_000;
const QUARTER_MS = 15 * 60_000;
const NEW = { key: 'new.png', size: 1, etag: 'e', modified: 1 };

let dir: string;
let tell: (message: ToIndex) => void;
let told: FromIndex[] = [];

function open(): void {
  serveIndex(
    { post: (message) => void told.push(message), onMessage: (listener) => (tell = listener) },
    { ended: vi.fn(), rested: vi.fn() },
  );
  tell({ kind: 'open', start: { dir, connectionId: 'c', firstRevision: 1 } });
}

function call(method: IndexMethod, ...args: readonly unknown[]): void {
  tell({ kind: 'call', id: 1, moment: 1, method, args });
}

/** Names what is kept for the next start; another one each time that it is written. */
const kept = (): number | null => statSync(path.join(dir, 'columns.bin'), { throwIfNoEntry: false })?.ino ?? null;

beforeEach(() => {
  vi.useFakeTimers();
  dir = mkdtempSync(path.join(tmpdir(), 'flow-serve-'));
  open();
  const objects = Array.from({ length: MANY + 9 }, (_, i) => ({ key: `${i}.png`, size: 1, etag: 'e', modified: 1 }));
  call('enterPage', { prefix: '', after: '', through: null, depth: 'all' }, objects, 0);
});
afterEach(() => {
  tell({ kind: 'close' });
  vi.restoreAllMocks();
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

it('a large index is kept while it rests, and what comes too early after that once a quarter of an hour is over', () => {
  expect(kept()).toBeNull();
  vi.advanceTimersByTime(QUIET_MS);
  const first = kept();
  expect(first).not.toBeNull();
  call('dropKeys', ['0.png']);
  vi.advanceTimersByTime(QUIET_MS);
  expect(kept()).toBe(first);
  vi.advanceTimersByTime(QUARTER_MS + QUIET_MS);
  expect(kept()).not.toBe(first);
}, 60_000);

it('a rest in which there was nothing to keep puts off nothing', () => {
  tell({ kind: 'close' });
  const first = kept();
  open();
  vi.advanceTimersByTime(QUIET_MS);
  expect(kept()).toBe(first);
  call('dropKeys', ['0.png']);
  vi.advanceTimersByTime(QUIET_MS);
  expect(kept()).not.toBe(first);
}, 60_000);

it('a new hour is told without a question', () => {
  vi.setSystemTime(new Date(2026, 4, 3, 23, 59, 30));
  call('summary', viewOf({ kind: 'smart', view: 'recent' }));
  vi.advanceTimersByTime(1000);
  told = [];
  vi.advanceTimersByTime(120_000);
  expect(told.map(({ kind }) => kind)).toEqual(['changed']);
});

describe('what a disk that takes nothing any more has of an index', () => {
  const full = (): never => {
    throw new Error('database or disk is full');
  };
  const answers = (): unknown[] => told.flatMap((message) => (message.kind === 'value' ? [message.value] : []));

  function breakOff(): void {
    call('enterLinks', [{ key: '0.png', opens: true }]);
    call('setNote', 'scan', 'all of it');
    call('setNote', READ_ON, 'true');
    vi.spyOn(IndexDatabase.prototype, 'insert').mockImplementation(full);
    call('enterObject', { ...NEW, contentType: 'image/png', version: 'e' }, null, null);
    expect(told.at(-1)).toMatchObject({ kind: 'broken', cause: 'unwritable' });
  }

  it('does not pass for read, as it goes on without it; what is dear to find again stays, and what a person has said', () => {
    breakOff();
    vi.restoreAllMocks();
    open();
    told = [];
    call('note', 'scan');
    call('note', READ_ON);
    call('summary', viewOf({ kind: 'smart', view: 'unlinked' }));
    expect(answers()).toMatchObject([null, 'true', { objectCount: MANY + 8 }]);
  });

  it('is removed where not even that can be written', () => {
    vi.spyOn(IndexDatabase.prototype, 'forgetNotes').mockImplementation(full);
    breakOff();
    expect(existsSync(path.join(dir, 'index.db'))).toBe(false);
  });

  it('stays as it is where it was let go of whole, but for what makes the next start quick', () => {
    call('setNote', 'scan', 'all of it');
    vi.spyOn(BucketIndex.prototype, 'close').mockImplementation(function (this: BucketIndex) {
      this.abandon();
      full();
    });
    tell({ kind: 'close' });
    vi.restoreAllMocks();
    open();
    told = [];
    call('note', 'scan');
    expect(answers()).toEqual(['all of it']);
  });
});
