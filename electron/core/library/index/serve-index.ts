import { mkdirSync } from 'node:fs';
import { assertNever } from '../../../../shared/assert';
import { FailureError } from '../../../../shared/failure';
import { Throttle } from '../throttle';
import { BucketIndex } from './bucket-index';
import { DamagedIndexError, IndexDatabase } from './index-database';
import { removeSnapshot } from './snapshot';
import type { BrokenBy, FromIndex, IndexPort, IndexStart, ToIndex } from './index-messages';

const TELL_EVERY_MS = 100;
/** Without a question or a change for so long, the index is kept for the next start as it is; at most once in the time below. */
const QUIET_MS = 30_000;
const KEEP_EVERY_MS = 15 * 60_000;

/** Runs one index behind a port, until it is told to close or cannot go on. `ended` is called once it has let go of its file. */
export function serveIndex(port: IndexPort<FromIndex, ToIndex>, ended: () => void): void {
  const server = new IndexServer(port, ended);
  port.onMessage((message) => server.obey(message));
}

class IndexServer {
  readonly #port: IndexPort<FromIndex, ToIndex>;
  readonly #ended: () => void;
  readonly #telling = new Throttle(TELL_EVERY_MS, () => this.#tellChange());
  readonly #quiet = setTimeout(() => this.#keep(), QUIET_MS).unref();
  #index: BucketIndex | null = null;
  #keptAt = -Infinity;
  #dir: string | null = null;

  constructor(port: IndexPort<FromIndex, ToIndex>, ended: () => void) {
    this.#port = port;
    this.#ended = ended;
  }

  obey(message: ToIndex): void {
    this.#quiet.refresh();
    try {
      this.#do(message);
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
        return this.#ended();
      default:
        assertNever(message);
    }
  }

  #open(start: IndexStart): void {
    const { dir } = start;
    if (dir !== null) mkdirSync(dir, { recursive: true });
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

  #keep(): void {
    if (this.#index === null || performance.now() - this.#keptAt < KEEP_EVERY_MS) return;
    this.#keptAt = performance.now();
    try {
      this.#index.keep();
    } catch {
      // A full disk, say: then the next start takes longer after a kill, and nothing else.
    }
  }

  #end(): void {
    clearTimeout(this.#quiet);
    this.#telling.stop();
    this.#index?.close();
    this.#index = null;
  }

  /** What stands in memory may not be what is on disk any more. A damaged file goes: the bucket is read again. */
  #break(error: unknown): void {
    clearTimeout(this.#quiet);
    this.#telling.stop();
    this.#index?.abandon();
    this.#index = null;
    const cause = causeOf(error);
    if (this.#dir !== null) removeSnapshot(this.#dir);
    if (cause === 'damaged' && this.#dir !== null) IndexDatabase.remove(BucketIndex.file(this.#dir));
    this.#port.post({
      kind: 'broken',
      cause,
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    this.#ended();
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
