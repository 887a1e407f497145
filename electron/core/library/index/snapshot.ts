import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { LibraryView } from '../../../../shared/library';
import { view as viewSchema } from '../../../../shared/library-schemas';
import type { AssetTable } from './asset-table';
import { bytesOf, COLUMN_BYTES, type Columns } from './columns';
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

/** Of the bytes below; a file of another one is passed over. */
const FORMAT = 3;
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
  const handle = openSync(fresh, 'w');
  try {
    for (const bytes of [length, headBytes, ...columns.filled(), ...lists, text]) writeAll(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, fileOf(dir));
}

/** Fills empty parts, and tells the answer that was kept; null where there is no snapshot that fits, and nothing has been touched. */
export function readSnapshot(dir: string, parts: SnapshotParts): { readonly answer: KeptAnswer | null } | null {
  const { state, columns, texts, folders, names, assets } = parts;
  let handle: number;
  try {
    handle = openSync(fileOf(dir), 'r');
  } catch {
    return null;
  }
  try {
    let taken = 0;
    const take = (bytes: number) => {
      taken += bytes;
      return readAll(handle, bytes);
    };
    const head = readHeader(take);
    if (head === null || head.state !== state) return null;
    const listed = head.named + head.slots + (head.answer?.rows ?? 0);
    if (fstatSync(handle).size !== taken + head.count * COLUMN_BYTES + listed * 4 + head.textBytes) return null;
    const takeRows = (rows: number) => new Uint32Array(take(rows * 4));
    folders.load(head.folders);
    columns.load(head.count, take);
    names.load(takeRows(head.named));
    assets.load(takeRows(head.slots), head.used);
    const answer = head.answer && { ...head.answer, rows: takeRows(head.answer.rows) };
    texts.load(take(head.textBytes));
    return { answer };
  } finally {
    closeSync(handle);
  }
}

/** What is kept may be what is wrong: the next opening is to work all out again. */
export function removeSnapshot(dir: string): void {
  rmSync(fileOf(dir), { force: true });
}

function readHeader(take: (bytes: number) => ArrayBuffer): z.infer<typeof header> | null {
  try {
    const length = new DataView(take(4)).getUint32(0, true);
    return header.parse(JSON.parse(Buffer.from(take(length)).toString()));
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

function readAll(handle: number, bytes: number): ArrayBuffer {
  const read = Buffer.from(new ArrayBuffer(bytes));
  for (let done = 0; done < bytes;) {
    const got = readSync(handle, read, done, bytes - done, null);
    if (got === 0) throw new Error('The snapshot ends too early');
    done += got;
  }
  return read.buffer;
}
