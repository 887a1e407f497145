import { mkdirSync } from 'node:fs';
import { assertNever } from '../../../../shared/assert';
import { FailureError } from '../../../../shared/failure';
import { READ_ON } from '../scan/read-on';
import { Throttle } from '../throttle';
import { BucketIndex } from './bucket-index';
import { DamagedIndexError, IndexDatabase } from './index-database';
import { removeSnapshot } from './snapshot';
import type { BrokenBy, FromIndex, IndexPort, IndexStart, ToIndex } from './index-messages';

const TELL_EVERY_MS = 100;
/** Without a question or a change for so long, memory is given back that serves questions alone. */
const REST_MS = 10_000;
/** Without one for so long after the first rows, what the start has left is taken up. */
const SETTLED_MS = 1000;
/** Without one for so long, the index is kept for the next start as it is; at most once in the time below. */
const QUIET_MS = 30_000;
const KEEP_EVERY_MS = 15 * 60_000;
/** How often it looks whether another hour has begun: one timer for the whole hour would be late by the time that a computer slept. */
const TICK_EVERY_MS = 60_000;

export interface IndexServing {
  /** It has let go of its file. */
  ended(): void;
  /** It has given memory back, which is garbage until somebody collects it. */
  rested(): void;
}

/** Runs one index behind a port, until it is told to close or cannot go on. */
export function serveIndex(port: IndexPort<FromIndex, ToIndex>, serving: IndexServing): void {
  const server = new IndexServer(port, serving);
  port.onMessage((message) => server.obey(message));
}

class IndexServer {
  readonly #port: IndexPort<FromIndex, ToIndex>;
  readonly #serving: IndexServing;
  readonly #telling = new Throttle(TELL_EVERY_MS, () => this.#tellChange());
  readonly #quiet = setTimeout(() => this.#keep(), QUIET_MS).unref();
  readonly #resting = setTimeout(() => this.#guard(() => this.#rest()), REST_MS).unref();
  readonly #ticking = setInterval(() => this.#guard(() => this.#index?.tick()), TICK_EVERY_MS).unref();
  #isAsked = false;
  #settling: NodeJS.Timeout | null = null;
  #index: BucketIndex | null = null;
  #keptAt = -Infinity;
  /** It rests, and has been kept too lately to be kept again. */
  #keepingLater: NodeJS.Timeout | null = null;
  #dir: string | null = null;

  constructor(port: IndexPort<FromIndex, ToIndex>, serving: IndexServing) {
    this.#port = port;
    this.#serving = serving;
  }

  obey(message: ToIndex): void {
    this.#quiet.refresh();
    this.#resting.refresh();
    this.#settling?.refresh();
    this.#guard(() => this.#do(message));
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#break(error);
    }
  }

  #do(message: ToIndex): void {
    switch (message.kind) {
      case 'open':
        return this.#open(message.start);
      case 'call':
        return this.#answer(message);
      case 'close':
        this.#end();
        this.#port.post({ kind: 'closed' });
        return this.#serving.ended();
      default:
        assertNever(message);
    }
  }

  #open(start: IndexStart): void {
    const { dir } = start;
    if (dir !== null) mkdirSync(dir, { recursive: true, mode: 0o700 });
    const open = () => new BucketIndex({ ...start, now: () => Date.now(), changed: () => this.#telling.ask() });
    try {
      this.#index = open();
    } catch (error) {
      if (!(error instanceof DamagedIndexError) || dir === null) throw error;
      IndexDatabase.remove(BucketIndex.file(dir));
      this.#index = open();
    }
    this.#dir = dir;
    this.#tellChange();
  }

  #answer({ id, moment, method, args }: Extract<ToIndex, { kind: 'call' }>): void {
    // A call that was on its way when the index broke.
    if (this.#index === null) return;
    this.#index.moment = moment;
    if (method === 'rows' && !this.#isAsked) this.#settle();
    const call = this.#index[method] as (...args: readonly unknown[]) => unknown;
    try {
      this.#port.post({ kind: 'value', id, value: call.apply(this.#index, [...args]) });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#port.post({ kind: 'failed', id, failure: error.failure });
    }
  }

  #tellChange(): void {
    if (this.#index === null) return;
    this.#port.post({ kind: 'changed', totals: this.#index.totals() });
  }

  /** The page has begun to ask; until then it needs the processor more. What the start left is taken up when it pauses. */
  #settle(): void {
    this.#isAsked = true;
    const takeUp = (): void => {
      this.#settling = null;
      this.#guard(() => this.#index?.wake());
    };
    this.#settling = setTimeout(takeUp, SETTLED_MS).unref();
  }

  #rest(): void {
    this.#index?.rest();
    this.#serving.rested();
  }

  #keep(): void {
    if (this.#index === null) return;
    const wait = this.#keptAt + KEEP_EVERY_MS - performance.now();
    if (wait > 0) return this.#keepIn(wait);
    try {
      if (!this.#index.keep()) return;
      this.#keptAt = performance.now();
      this.#rest();
    } catch {
      // A full disk, say: then the next start takes longer after a kill, and nothing else.
      this.#keptAt = performance.now();
    }
  }

  /** Else what has changed since would be awake, and not kept, until somebody comes. */
  #keepIn(ms: number): void {
    this.#keepingLater ??= setTimeout(() => {
      this.#keepingLater = null;
      this.#quiet.refresh();
    }, ms).unref();
  }

  #stopTimers(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#resting);
    clearInterval(this.#ticking);
    if (this.#keepingLater !== null) clearTimeout(this.#keepingLater);
    if (this.#settling !== null) clearTimeout(this.#settling);
  }

  #end(): void {
    this.#stopTimers();
    this.#telling.stop();
    const index = this.#index;
    this.#index = null;
    index?.close();
  }

  /** What stands in memory may not be what is on disk any more. A damaged file goes: the bucket is read again. */
  #break(error: unknown): void {
    this.#stopTimers();
    this.#telling.stop();
    const isOpen = this.#index !== null;
    this.#index?.abandon();
    this.#index = null;
    const cause = causeOf(error);
    if (this.#dir !== null) removeSnapshot(this.#dir);
    if (cause === 'damaged' && this.#dir !== null) IndexDatabase.remove(BucketIndex.file(this.#dir));
    if (cause === 'unwritable' && isOpen && this.#dir !== null) leaveBehind(BucketIndex.file(this.#dir));
    this.#port.post({
      kind: 'broken',
      cause,
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    this.#serving.ended();
  }
}

/**
 * It goes on in memory, and its file misses what comes: the next run is to read the bucket again. For a note less there is room, now
 * that the snapshot has gone; what was found in the objects and of their links stays with that, and that a person has said yes to the
 * reading. Else the file goes, if it can.
 */
function leaveBehind(file: string): void {
  try {
    const db = new IndexDatabase(file);
    try {
      db.transaction(() => db.forgetNotes(READ_ON));
    } finally {
      db.close();
    }
  } catch {
    removeIfPossible(file);
  }
}

function removeIfPossible(file: string): void {
  try {
    IndexDatabase.remove(file);
  } catch {
    // A disk that nothing can be written to at all.
  }
}

function causeOf(error: unknown): BrokenBy {
  if (error instanceof DamagedIndexError) return 'damaged';
  const told = error instanceof Error ? error.message : '';
  return UNWRITABLE.test(told) ? 'unwritable' : 'bug';
}

// SQLite's words (sqlite.org/rescode.html: FULL, IOERR, CANTOPEN, READONLY), and the system's for the folder.
const UNWRITABLE =
  /is full|disk I\/O error|unable to open|Could not open|readonly|ENOSPC|EACCES|EROFS|EPERM|EIO|ENOTDIR|EEXIST/;
