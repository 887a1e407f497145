import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FailureError, type Failure } from '../../../shared/failure';
import { drop } from '../../../shared/drop';
import { errnoOf, localFailure, writing } from './file-failure';
import { encodeLine, header, readJournal } from './journal-file';
import { linesOf, type JournalLine, type JournalState } from './journal-state';

const NAME = 'transfers.journal';

export interface OpenedJournal {
  readonly journal: Journal;
  readonly state: JournalState;
  /** Where a damaged file was put; null when it was whole. */
  readonly setAside: string | null;
}

/**
 * The append-only file that outlives the process. Writes are gathered: whatever comes while one is under way goes out with the
 * next, in order. A write that fails stays first in line, so that the file never misses a line in its middle.
 */
export class Journal {
  readonly #handle: FileHandle;
  readonly #path: string;
  /** Where the next line goes; what a failed write left beyond it is written over. */
  #end: number;
  #unwritten: string[] = [];
  #flushing: Promise<Failure | null> | null = null;
  #closed = false;

  private constructor(path: string, handle: FileHandle, end: number) {
    this.#path = path;
    this.#handle = handle;
    this.#end = end;
  }

  /** Reads the file and writes it anew without what is over. `stamp` names a damaged one. */
  static async open(folder: string, stamp: number): Promise<OpenedJournal> {
    await writing(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
    const path = join(folder, NAME);
    const { state, broken } = readJournal(await textOf(path));
    const setAside = broken ? `${path}.broken-${stamp}` : null;
    if (setAside !== null) await writing(path, () => rename(path, setAside));
    return { journal: await Journal.#rewrite(path, state), state, setAside };
  }

  static #rewrite(path: string, state: JournalState): Promise<Journal> {
    return writing(path, async () => {
      const fresh = `${path}.new`;
      await rm(fresh, { force: true });
      const handle = await open(fresh, 'wx+', 0o600);
      let end = 0;
      for (const text of chunks(state)) {
        const bytes = Buffer.from(text);
        await writeAll(handle, bytes, end);
        end += bytes.length;
      }
      await handle.sync();
      await rename(fresh, path);
      await syncFolder(dirname(path));
      return new Journal(path, handle, end);
    });
  }

  /** Written soon, in order; outlives a kill of the process, not a power cut. Never fails: what cannot be written yet waits. */
  note(...lines: readonly JournalLine[]): void {
    if (this.#closed) return;
    for (const line of lines) this.#unwritten.push(encodeLine(line));
    drop(this.#flush());
  }

  /** Written and safe on disk when this resolves; throws a `FailureError` when it cannot be (a full disk). */
  async write(...lines: readonly JournalLine[]): Promise<void> {
    this.note(...lines);
    const problem = await this.#flush();
    if (problem !== null) throw new FailureError(problem);
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
    if (failed === null) this.#end += bytes.length;
    else this.#unwritten = [...lines, ...this.#unwritten];
    return failed;
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

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return '';
    const expected = localFailure(error, 'write', path);
    throw expected === null ? error : new FailureError(expected, { cause: error });
  }
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
