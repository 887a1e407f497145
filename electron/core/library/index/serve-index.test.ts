import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { viewOf } from '../library.test-support';
import type { FromIndex, IndexMethod, ToIndex } from './index-messages';
import { serveIndex } from './serve-index';

/** Few enough to be quick, and enough to be worth keeping. */
const MANY = 50_000;
const QUIET_MS = 31_000;
const QUARTER_MS = 15 * 60_000;

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
