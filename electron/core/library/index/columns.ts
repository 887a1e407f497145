/** What a row is, as bits of its flags. */
export const FLAGS = {
  /** There is an object in the bucket. */
  remote: 1,
  /** An upload will make or replace it. */
  pending: 2,
  /** A zero-byte key that only makes a folder. */
  marker: 4,
  /** Its prompt is known. */
  prompted: 8,
  /** Its text is in the heap. */
  texted: 16,
  /** Its public link has been seen to open. */
  linked: 32,
  /** It is in Infrequent Access. */
  infrequent: 64,
} as const;

type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;

const ALIVE = FLAGS.remote | FLAGS.pending;
/** A row: of the columns that views ask, of that by which assets are found, and of those that only a search asks. */
export const VIEW_BYTES = 22;
export const TAG_BYTES = 4;
export const SEARCH_BYTES = 14;
const FIRST_CAPACITY = 1024;
const EMPTY = new Uint32Array(0);

/**
 * What views ask of each row, in flat memory, so that a million objects take what a thousand pictures would.
 * Rows are numbered from 0 in the order of their entry; the number of a row that is gone is not given again in this run.
 */
export class Columns {
  count = 0;
  /** Bytes. */
  size = new Float64Array(FIRST_CAPACITY);
  /** ms since 1970. */
  modified = new Float64Array(FIRST_CAPACITY);
  /** Index into `MEDIA_KINDS`. */
  kind = new Uint8Array(FIRST_CAPACITY);
  flags = new Uint8Array(FIRST_CAPACITY);
  /** Number of the folder that it lies in. */
  folder = new Uint32Array(FIRST_CAPACITY);
  // What follows is there while it is needed (flat-rows.ts).
  /** The first 32 bits of its asset id. */
  tag = new Uint32Array(FIRST_CAPACITY);
  /** Where its text begins in the text heap. */
  textAt = new Uint32Array(FIRST_CAPACITY);
  /** Which pairs of letters its text has, each as one of 32 bits: most rows without a term are passed over by this alone. */
  pairs = new Uint32Array(FIRST_CAPACITY);
  /** Which letters its text has, and which digits (text-heap.ts). */
  letters = new Uint32Array(FIRST_CAPACITY);
  digits = new Uint16Array(FIRST_CAPACITY);

  /** A new row, all zero. */
  add(): number {
    if (this.count === this.size.length) this.#grow(this.count + Math.max(FIRST_CAPACITY, this.count >>> 2));
    return this.count++;
  }

  /** There is something behind the row, in the bucket or on its way. */
  isAlive(row: number): boolean {
    return ((this.flags[row] ?? 0) & ALIVE) !== 0;
  }

  /** A row that a person can see. */
  isShown(row: number): boolean {
    const flags = this.flags[row] ?? 0;
    return (flags & ALIVE) !== 0 && (flags & FLAGS.marker) === 0;
  }

  has(row: number, flag: number): boolean {
    return ((this.flags[row] ?? 0) & flag) !== 0;
  }

  set(row: number, flag: number, on: boolean): void {
    const flags = this.flags[row] ?? 0;
    this.flags[row] = on ? flags | flag : flags & ~flag;
  }

  /** The filled part of each column, in a fixed order: what a snapshot holds. */
  filled(): Uint8Array[] {
    const { count } = this;
    return this.#all().map((column) => bytesOf(column.subarray(0, count)));
  }

  /** Takes what views ask over from a snapshot; `take(n)` hands out its next n bytes in memory of their own. */
  load(count: number, take: (bytes: number) => ArrayBuffer): void {
    this.size = new Float64Array(take(count * 8));
    this.modified = new Float64Array(take(count * 8));
    this.kind = new Uint8Array(take(count));
    this.flags = new Uint8Array(take(count));
    this.folder = new Uint32Array(take(count * 4));
    this.count = count;
    this.drop();
  }

  /** Takes the tags over from a snapshot. */
  loadTags(take: (bytes: number) => ArrayBuffer): void {
    this.tag = this.#takeColumn(take);
  }

  /** Takes over from a snapshot what only searches ask. */
  loadSearch(take: (bytes: number) => ArrayBuffer): void {
    const { count } = this;
    const capacity = this.size.length;
    this.textAt = this.#takeColumn(take);
    this.pairs = this.#takeColumn(take);
    this.letters = this.#takeColumn(take);
    const digits = new Uint16Array(take(count * 2));
    this.digits = capacity > count ? grown(digits, new Uint16Array(capacity)) : digits;
  }

  /** Makes room for tags and texts of all rows to be set again. */
  clear(): void {
    this.loadTags((bytes) => new ArrayBuffer(bytes));
    this.loadSearch((bytes) => new ArrayBuffer(bytes));
  }

  /** Lets go of tags, and of what only searches ask. */
  drop(): void {
    [this.tag, this.textAt, this.pairs, this.letters] = [EMPTY, EMPTY, EMPTY, EMPTY];
    this.digits = new Uint16Array(0);
  }

  #takeColumn(take: (bytes: number) => ArrayBuffer): Uint32Array<ArrayBuffer> {
    return roomFor(this.size.length, new Uint32Array(take(this.count * 4)));
  }

  #all() {
    const { size, modified, kind, flags, folder, tag, textAt, pairs, letters, digits } = this;
    return [size, modified, kind, flags, folder, tag, textAt, pairs, letters, digits] as const;
  }

  #grow(capacity: number): void {
    this.size = grown(this.size, new Float64Array(capacity));
    this.modified = grown(this.modified, new Float64Array(capacity));
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.flags = grown(this.flags, new Uint8Array(capacity));
    this.folder = grown(this.folder, new Uint32Array(capacity));
    this.tag = grown(this.tag, new Uint32Array(capacity));
    this.textAt = grown(this.textAt, new Uint32Array(capacity));
    this.pairs = grown(this.pairs, new Uint32Array(capacity));
    this.letters = grown(this.letters, new Uint32Array(capacity));
    this.digits = grown(this.digits, new Uint16Array(capacity));
  }
}

/** As long as the columns that rows have been added to. */
function roomFor(capacity: number, column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return capacity > column.length ? grown(column, new Uint32Array(capacity)) : column;
}

/** A larger array with the same beginning. */
export function grown<T extends Column>(from: T, into: T): T {
  into.set(from);
  return into;
}

export function bytesOf(array: Column): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
