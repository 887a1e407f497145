import { closeSync, fstatSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { LibraryView } from '../../../../shared/library';
import { view as viewSchema } from '../../../../shared/library-schemas';
import { renameSoonSync } from '../../rename-soon';
import type { AssetTable } from './asset-table';
import { bytesOf, SEARCH_BYTES, TAG_BYTES, VIEW_BYTES, type Columns } from './columns';
import type { Folders } from './folders';
import type { NameOrder } from './name-order';
import type { TextHeap } from './text-heap';

/** What stands in memory beside the database. */
export interface SnapshotParts {
  /** The state of the database that it fits. */
  readonly state: string;
  readonly columns: Columns;
  readonly texts: TextHeap;
  readonly folders: Folders;
  readonly names: NameOrder;
  readonly assets: AssetTable;
}

/** The answer to a view that the next start is likely to ask for. */
export interface KeptAnswer {
  readonly view: LibraryView;
  readonly rows: Uint32Array;
  /** Bytes. */
  readonly totalBytes: number;
}

/** Of the bytes below, and of what a row is found by; a file of another one is passed over. */
const FORMAT = 4;
const count = z.int().min(0);
const header = z.object({
  format: z.literal(FORMAT),
  state: z.string(),
  count,
  textBytes: count,
  named: count,
  slots: count,
  used: count,
  folders: z.array(z.tuple([z.string(), count, count])),
  answer: z.object({ view: viewSchema, rows: count, totalBytes: z.number() }).nullable(),
});

/**
 * Keeps the columns as they stand, so that the next start reads them in milliseconds where it would take a second to build them
 * out of a million rows. It is read only where the database is in the very state that it was written at.
 */
export function writeSnapshot(dir: string, parts: SnapshotParts, answer: KeptAnswer | null): void {
  const { state, columns, texts, folders, names, assets } = parts;
  const text = texts.filled();
  const sorted = names.rows();
  const head = {
    format: FORMAT,
    state,
    count: columns.count,
    textBytes: text.length,
    named: sorted.length,
    slots: assets.slots.length,
    used: assets.used,
    folders: folders.counted(),
    answer: answer && { ...answer, rows: answer.rows.length },
  };
  const lists = [sorted, assets.slots, answer?.rows ?? new Uint32Array(0)].map(bytesOf);
  const headBytes = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(headBytes.length);
  const fresh = `${fileOf(dir)}.new`;
  try {
    writeFresh(fresh, [length, headBytes, ...columns.filled(), ...lists, text]);
    renameSoonSync(fresh, fileOf(dir));
  } catch (error) {
    // On a full disk it would take the last room.
    rmSync(fresh, { force: true });
    throw error;
  }
}

function writeFresh(file: string, pieces: readonly Uint8Array[]): void {
  const handle = openSync(file, 'w');
  try {
    for (const bytes of pieces) writeAll(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Fills empty parts with what a start needs at once, and tells the answer that was kept; null where there is no snapshot that fits, and
 * nothing has been touched.
 */
export function readSnapshot(
  dir: string,
  { state, columns, folders, assets }: SnapshotParts,
): { readonly answer: KeptAnswer | null } | null {
  return reading(dir, state, (head, reader) => {
    const take = (bytes: number) => reader.take(bytes);
    folders.load(head.folders);
    columns.load(head.count, take);
    columns.loadTags(take);
    reader.skip(head.count * SEARCH_BYTES + head.named * 4);
    assets.load(reader.takeRows(head.slots), head.used);
    return { answer: head.answer && { ...head.answer, rows: reader.takeRows(head.answer.rows) } };
  });
}

/** Fills in the rest, for the rows of this snapshot; false where it is not there any more. */
export function readSleeping(dir: string, { state, columns, texts, names, assets }: SnapshotParts): boolean {
  const found = reading(dir, state, (head, reader) => {
    if (head.count !== columns.count) return null;
    const take = (bytes: number) => reader.take(bytes);
    reader.skip(head.count * VIEW_BYTES);
    if (assets.isDropped) columns.loadTags(take);
    else reader.skip(head.count * TAG_BYTES);
    columns.loadSearch(take);
    names.load(reader.takeRows(head.named));
    if (assets.isDropped) assets.load(reader.takeRows(head.slots), head.used);
    else reader.skip(head.slots * 4);
    reader.skip((head.answer?.rows ?? 0) * 4);
    texts.load(reader.take(head.textBytes));
    return true;
  });
  return found ?? false;
}

type Header = z.infer<typeof header>;

/** Reads the snapshot of a state; null where there is none that is whole. */
function reading<T>(dir: string, state: string, read: (head: Header, reader: Reader) => T | null): T | null {
  const reader = Reader.open(fileOf(dir));
  if (reader === null) return null;
  try {
    const head = readHeader(reader);
    if (head === null || head.state !== state) return null;
    const listed = head.named + head.slots + (head.answer?.rows ?? 0);
    const bytes = head.count * (VIEW_BYTES + TAG_BYTES + SEARCH_BYTES) + listed * 4 + head.textBytes;
    return reader.left === bytes ? read(head, reader) : null;
  } finally {
    reader.close();
  }
}

/** What is kept may be what is wrong: the next opening is to work all out again. */
export function removeSnapshot(dir: string): void {
  rmSync(fileOf(dir), { force: true });
}

function readHeader(reader: Reader): Header | null {
  try {
    const length = new DataView(reader.take(4)).getUint32(0, true);
    return header.parse(JSON.parse(Buffer.from(reader.take(length)).toString()));
  } catch {
    return null;
  }
}

function fileOf(dir: string): string {
  return path.join(dir, 'columns.bin');
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
}

/** Reads a file from its beginning on. */
class Reader {
  readonly #handle: number;
  readonly #size: number;
  #at = 0;

  private constructor(handle: number) {
    this.#handle = handle;
    this.#size = fstatSync(handle).size;
  }

  /** Null where there is no such file. */
  static open(file: string): Reader | null {
    let handle: number;
    try {
      handle = openSync(file, 'r');
    } catch {
      return null;
    }
    return new Reader(handle);
  }

  /** Bytes. */
  get left(): number {
    return this.#size - this.#at;
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }

  /** The next bytes, in memory of their own. */
  take(bytes: number): ArrayBuffer {
    const read = Buffer.from(new ArrayBuffer(bytes));
    for (let done = 0; done < bytes;) {
      const got = readSync(this.#handle, read, done, bytes - done, this.#at + done);
      if (got === 0) throw new Error('The snapshot ends too early');
      done += got;
    }
    this.#at += bytes;
    return read.buffer;
  }

  takeRows(count: number): Uint32Array {
    return new Uint32Array(this.take(count * 4));
  }

  close(): void {
    closeSync(this.#handle);
  }
}
