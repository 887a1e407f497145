import type { Columns } from './columns';

const FIRST_SLOTS = 4096;

/**
 * Finds rows by their asset id: an open hash table over the tags in the columns, 8 to 16 bytes a row. A tag is a part of the id
 * alone, so that whoever asks proves the rows that it may be.
 */
export class AssetTable {
  /** Row + 1; 0 for a free slot. */
  #slots: Uint32Array = new Uint32Array(FIRST_SLOTS);
  #used = 0;
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  add(row: number): void {
    if ((this.#used + 1) * 2 > this.#slots.length) this.#resize(this.#slots.length * 2);
    this.#place(row);
  }

  /** The first row with this tag that `isIt`. */
  find(tag: number, isIt: (row: number) => boolean): number | null {
    const mask = this.#slots.length - 1;
    for (let slot = tag & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0) return null;
      if (this.#columns.tag[row] === tag && isIt(row)) return row;
    }
  }

  /** As `load` takes it. */
  get slots(): Uint32Array {
    return this.#slots;
  }

  get used(): number {
    return this.#used;
  }

  /** Takes over the table of an earlier run, for the same columns. */
  load(slots: Uint32Array, used: number): void {
    this.#slots = slots;
    this.#used = used;
  }

  /** Lets go of it all. */
  drop(): void {
    this.load(new Uint32Array(0), 0);
  }

  get isDropped(): boolean {
    return this.#slots.length === 0;
  }

  /** Begins anew, with nothing in it. */
  clear(): void {
    this.load(new Uint32Array(FIRST_SLOTS), 0);
  }

  #resize(slots: number): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(slots);
    this.#used = 0;
    for (const entry of before) if (entry > 0) this.#place(entry - 1);
  }

  #place(row: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#columns.tag[row] ?? 0) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
    this.#used += 1;
  }
}

/** The tag of an asset id: its first eight hex digits. */
export function tagOf(assetId: string): number {
  return Number.parseInt(assetId.slice(0, 8), 16);
}
