import { FLAGS, type Columns } from './columns';
import { scratchRows } from './scratch-rows';

/**
 * Rows that pass one test after the other, in their order. Each test is a plain loop over a column: a million rows take some
 * milliseconds, where a function called for each row takes ten times that.
 */
export class Sieve {
  readonly #columns: Columns;
  readonly #rows: Uint32Array;
  #count: number;

  /** Works in memory that the next sieve works in: use one after the other. */
  constructor(columns: Columns, rows: Uint32Array) {
    this.#columns = columns;
    this.#rows = scratchRows(rows.length);
    this.#rows.set(rows);
    this.#count = rows.length;
  }

  /** Keeps rows whose value in a column is wanted, by value. */
  keep(column: Uint8Array | Uint32Array, wanted: Uint8Array): void {
    const rows = this.#rows;
    let kept = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const row = rows[i] ?? 0;
      if (wanted[column[row] ?? 0] !== 1) continue;
      rows[kept] = row;
      kept += 1;
    }
    this.#count = kept;
  }

  keepFolder(id: number | null): void {
    const rows = this.#rows;
    const { folder } = this.#columns;
    let kept = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const row = rows[i] ?? 0;
      if (folder[row] !== id) continue;
      rows[kept] = row;
      kept += 1;
    }
    this.#count = kept;
  }

  /** Keeps rows with a value from `least` up to and with `most`. */
  keepBetween(column: Float64Array, least: number, most: number): void {
    const rows = this.#rows;
    let kept = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const row = rows[i] ?? 0;
      const value = column[row] ?? 0;
      if (value < least || value > most) continue;
      rows[kept] = row;
      kept += 1;
    }
    this.#count = kept;
  }

  /** Keeps what another test keeps: it takes the first `count` rows, writes those that pass to the front, tells how many. */
  keepBy(test: (rows: Uint32Array, count: number) => number): void {
    this.#count = test(this.#rows, this.#count);
  }

  /** In memory of their own, which may be much less than the sieve's. */
  rows(): Uint32Array {
    return this.#rows.slice(0, this.#count);
  }
}

/** As many as a row's flags can have. */
export const FLAG_VALUES = 256;

/** By the value of a row's flags: 1 where `test` holds. */
export function flagsThat(test: (flags: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: FLAG_VALUES }, (_, flags) => (test(flags) ? 1 : 0));
}

/** Those that a person can see. */
export const SHOWN = flagsThat(
  (flags) => (flags & (FLAGS.remote | FLAGS.pending)) !== 0 && (flags & FLAGS.marker) === 0,
);
