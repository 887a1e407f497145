import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
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
}

/** Of the bytes below; a file of another one is passed over. */
const FORMAT = 2;
const header = z.object({
  format: z.literal(FORMAT),
  state: z.string(),
  count: z.int().min(0),
  textBytes: z.int().min(0),
  named: z.int().min(0),
  folders: z.array(z.string()),
});

/**
 * Keeps the columns as they stand, so that the next start reads them in milliseconds where it would take a second to build them
 * out of a million rows. It is read only where the database is in the very state that it was written at.
 */
export function writeSnapshot(dir: string, { state, columns, texts, folders, names }: SnapshotParts): void {
  const text = texts.filled();
  const sorted = names.rows();
  const head: z.infer<typeof header> = {
    format: FORMAT,
    state,
    count: columns.count,
    textBytes: text.length,
    named: sorted.length,
    folders: folders.prefixes(),
  };
  const headBytes = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(headBytes.length);
  const fresh = `${fileOf(dir)}.new`;
  const handle = openSync(fresh, 'w');
  try {
    for (const bytes of [length, headBytes, ...columns.filled(), bytesOf(sorted), text]) writeAll(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, fileOf(dir));
}

/** Fills empty parts; false where there is no snapshot that fits, and nothing has been touched. The file is used up either way. */
export function readSnapshot(dir: string, { state, columns, texts, folders, names }: SnapshotParts): boolean {
  const file = fileOf(dir);
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return false;
  }
  try {
    let taken = 0;
    const take = (bytes: number) => {
      taken += bytes;
      return readAll(handle, bytes);
    };
    const head = readHeader(take);
    if (head === null || head.state !== state) return false;
    const rest = head.count * COLUMN_BYTES + head.named * 4 + head.textBytes;
    if (fstatSync(handle).size !== taken + rest) return false;
    folders.load(head.folders);
    columns.load(head.count, take);
    names.load(new Uint32Array(take(head.named * 4)));
    texts.load(take(head.textBytes));
    return true;
  } finally {
    closeSync(handle);
    // The first change makes it worthless.
    rmSync(file, { force: true });
  }
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
