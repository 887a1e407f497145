import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError, type Failure } from '../../../../shared/failure';
import { drop } from '../../../../shared/drop';
import { errnoOf, localFailure, writing } from '../file-failure';
import { makeNameLast, putInPlace, writeAll, writeFresh, type FreshFile } from './fresh-file';
import { encodeLine, JournalReader, type ReadJournal, type Unread } from './journal-file';
import { applyLine, dropUnfinished, type JournalLine, type JournalState } from './journal-state';

const NAME = 'transfers.journal';
/** From this size on it is written anew, once most of it is over. */
export const COMPACT_BYTES = 16 * 1024 * 1024;
export const LINES_A_RECORD = 4;
const READ_BYTES = 1024 * 1024;

export interface SetAside {
  readonly path: string;
  readonly why: Unread;
}

export interface OpenedJournal {
  readonly journal: Journal;
  readonly state: JournalState;
  /** Where a file was put that could not be read whole; null when it could. */
  readonly setAside: SetAside | null;
}

/**
 * The append-only file that outlives the process. Writes are gathered: whatever comes while one is under way goes out with the
 * next, in order. A write that fails stays first in line, so that the file never misses a line in its middle.
 */
export class Journal {
  /** null from when the file was given up to a fresh one that could not take its place; whoever needs it opens it again. */
  #handle: Promise<FileHandle> | null = null;
  readonly #path: string;
  /** What all lines so far say. */
  readonly #state: JournalState;
  /** Where the next line goes; what a failed write left beyond it is written over. */
  #end = 0;
  #lines = 0;
  /** How long it is at least when it is next written anew. */
  #compactFrom = COMPACT_BYTES;
  #unwritten: string[] = [];
  #flushing: Promise<Failure | null> | null = null;
  readonly #syncing = new Set<Promise<unknown>>();
  /** Over when the file has been exchanged for a fresh one, or could not be. */
  #exchanging: Promise<unknown> | null = null;
  #closed = false;

  private constructor(path: string, state: JournalState) {
    this.#path = path;
    this.#state = state;
  }

  /** Reads the file and writes it anew without what is over. `stamp` names one that is put aside. */
  static async open(folder: string, stamp: number): Promise<OpenedJournal> {
    await writing(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
    const path = join(folder, NAME);
    const { state, unread } = await read(path);
    dropUnfinished(state);
    const setAside = unread === null ? null : { path: `${path}.${unread}-${stamp}`, why: unread };
    // A copy, so that at no moment there is no journal.
    if (setAside !== null) await writing(path, () => copyFile(path, setAside.path));
    const journal = new Journal(path, state);
    try {
      await writing(path, () => journal.#writeAnew());
    } catch (error) {
      await journal.#letGo();
      throw error;
    }
    return { journal, state, setAside };
  }

  /** Written soon, in order. Never fails: what cannot be written yet waits. */
  note(...lines: readonly JournalLine[]): void {
    if (this.#closed) return;
    for (const line of lines) {
      applyLine(this.#state, line);
      this.#unwritten.push(encodeLine(line));
    }
    drop(this.#flush());
  }

  /** Outlives a kill of the process once it resolves; throws a `FailureError` when it cannot be written (a full disk). */
  async append(...lines: readonly JournalLine[]): Promise<void> {
    this.note(...lines);
    const problem = await this.#flush();
    if (problem !== null) throw new FailureError(problem);
  }

  /** Outlives a power cut once it resolves; throws likewise. */
  async write(...lines: readonly JournalLine[]): Promise<void> {
    await this.append(...lines);
    const failed = await this.#sync();
    if (failed !== null) throw new FailureError(failed);
  }

  async close(): Promise<void> {
    await this.#flush();
    this.#closed = true;
    if (this.#handle !== null) await this.#sync();
    await this.#letGo();
  }

  async #sync(): Promise<Failure | null> {
    while (this.#exchanging !== null) await this.#exchanging;
    const syncing = this.#attempt(async () => (await this.#opened()).datasync());
    this.#syncing.add(syncing);
    try {
      return await syncing;
    } finally {
      this.#syncing.delete(syncing);
    }
  }

  /** One writer at a time; resolves when all that was noted before is written. */
  async #flush(): Promise<Failure | null> {
    while (this.#flushing !== null) await this.#flushing;
    if (this.#unwritten.length === 0) return null;
    this.#flushing = this.#writeOut();
    try {
      return await this.#flushing;
    } finally {
      this.#flushing = null;
    }
  }

  async #writeOut(): Promise<Failure | null> {
    const lines = this.#unwritten;
    const bytes = Buffer.from(lines.join(''));
    this.#unwritten = [];
    const failed = await this.#attempt(async () => writeAll(await this.#opened(), bytes, this.#end));
    if (failed !== null) {
      this.#unwritten = [...lines, ...this.#unwritten];
      return failed;
    }
    this.#end += bytes.length;
    this.#lines += lines.length;
    await this.#compactIfWorthIt();
    return null;
  }

  /** One that fails may cost as much as one that does not: it is not tried again with each line. */
  async #compactIfWorthIt(): Promise<void> {
    if (this.#end < this.#compactFrom || this.#lines < this.#state.records.size * LINES_A_RECORD) return;
    const failed = await this.#attempt(() => this.#writeAnew());
    this.#compactFrom = COMPACT_BYTES + (failed === null ? 0 : this.#end);
  }

  /** Lines that are noted but not written yet are in the state already; that they then come once more changes nothing. */
  async #writeAnew(): Promise<void> {
    const fresh = await writeFresh(this.#path, this.#state);
    const exchanging = this.#exchangeFor(fresh);
    this.#exchanging = exchanging.catch(() => undefined);
    try {
      await exchanging;
    } finally {
      this.#exchanging = null;
    }
  }

  async #exchangeFor(fresh: FreshFile): Promise<void> {
    await Promise.allSettled(this.#syncing);
    // Windows lets nothing take the place of a file that is open.
    await putInPlace(fresh, this.#path, () => this.#letGo());
    this.#handle = Promise.resolve(fresh.handle);
    this.#end = fresh.end;
    this.#lines = 0;
    await makeNameLast(this.#path);
  }

  async #opened(): Promise<FileHandle> {
    if (this.#handle === null && this.#closed) throw new Error('The journal is closed');
    const opened = (this.#handle ??= open(this.#path, 'r+'));
    opened.catch(() => {
      if (this.#handle === opened) this.#handle = null;
    });
    return opened;
  }

  async #letGo(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await (await handle)?.close();
  }

  async #attempt(work: () => Promise<unknown>): Promise<Failure | null> {
    try {
      await work();
      return null;
    } catch (error) {
      const expected = localFailure(error, 'write', this.#path);
      if (expected === null) throw error;
      return expected;
    }
  }
}

/** A file that is not there says nothing. */
async function read(path: string): Promise<ReadJournal> {
  const reader = new JournalReader();
  try {
    const pieces = createReadStream(path, { encoding: 'utf8', highWaterMark: READ_BYTES });
    for await (const text of pieces as AsyncIterable<string>) reader.feed(text);
  } catch (error) {
    const expected = localFailure(error, 'write', path);
    if (errnoOf(error) !== 'ENOENT') throw expected === null ? error : new FailureError(expected, { cause: error });
  }
  return reader.end();
}
