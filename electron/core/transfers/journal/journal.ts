import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FailureError, type Failure } from '../../../../shared/failure';
import { drop } from '../../../../shared/drop';
import { errnoOf, localFailure, writing } from '../file-failure';
import { encodeLine, header, JournalReader, type ReadJournal, type Unread } from './journal-file';
import { applyLine, dropUnfinished, linesOf, type JournalLine, type JournalState } from './journal-state';

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
  #handle: FileHandle;
  readonly #path: string;
  /** What all lines so far say. */
  readonly #state: JournalState;
  /** Where the next line goes; what a failed write left beyond it is written over. */
  #end: number;
  #lines = 0;
  #unwritten: string[] = [];
  #flushing: Promise<Failure | null> | null = null;
  #closed = false;

  private constructor(path: string, state: JournalState, fresh: FreshFile) {
    this.#path = path;
    this.#state = state;
    this.#handle = fresh.handle;
    this.#end = fresh.end;
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
    const fresh = await writing(path, () => writeAnew(path, state));
    return { journal: new Journal(path, state, fresh), state, setAside };
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
    const failed = await this.#attempt(() => this.#handle.datasync());
    if (failed !== null) throw new FailureError(failed);
  }

  async close(): Promise<void> {
    await this.#flush();
    this.#closed = true;
    await this.#attempt(() => this.#handle.datasync());
    await this.#handle.close();
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
    const failed = await this.#attempt(() => writeAll(this.#handle, bytes, this.#end));
    if (failed !== null) {
      this.#unwritten = [...lines, ...this.#unwritten];
      return failed;
    }
    this.#end += bytes.length;
    this.#lines += lines.length;
    await this.#compactIfWorthIt();
    return null;
  }

  /** Lines that are noted but not written yet are in the state already; that they then come once more changes nothing. */
  async #compactIfWorthIt(): Promise<void> {
    if (this.#end < COMPACT_BYTES || this.#lines < this.#state.records.size * LINES_A_RECORD) return;
    await this.#attempt(async () => {
      const fresh = await writeAnew(this.#path, this.#state);
      await this.#handle.close();
      this.#handle = fresh.handle;
      this.#end = fresh.end;
      this.#lines = 0;
    });
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

interface FreshFile {
  readonly handle: FileHandle;
  readonly end: number;
}

/** The whole state in a new file, which takes the place of the old one in one step. */
async function writeAnew(path: string, state: JournalState): Promise<FreshFile> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx+', 0o600);
  try {
    let end = 0;
    for (const text of chunks(state)) {
      const bytes = Buffer.from(text);
      await writeAll(handle, bytes, end);
      end += bytes.length;
    }
    await handle.sync();
    await rename(fresh, path);
    await syncFolder(dirname(path));
    return { handle, end };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
}

/** The whole file in pieces of a size that is good to write. */
function* chunks(state: JournalState): Generator<string> {
  let text = header();
  for (const line of linesOf(state)) {
    text += encodeLine(line);
    if (text.length < 1024 * 1024) continue;
    yield text;
    text = '';
  }
  yield text;
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

/** Makes a rename last; Windows opens no folders, and needs none of it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
