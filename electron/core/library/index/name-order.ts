/**
 * The rows in the order of their names. New rows are sorted in when the order is next asked for: a page of a listing costs a
 * merge, not a sort of everything.
 */
export class NameOrder {
  #sorted: Uint32Array = new Uint32Array(0);
  #added: number[] = [];
  readonly #compare: (a: number, b: number) => number;
  readonly #lives: (row: number) => boolean;

  constructor(compare: (a: number, b: number) => number, lives: (row: number) => boolean) {
    this.#compare = compare;
    this.#lives = lives;
  }

  add(row: number): void {
    this.#added.push(row);
  }

  /** All rows that were alive when one was added last; some may be gone by now. */
  rows(): Uint32Array {
    if (this.#added.length > 0) {
      this.#sorted = merged(this.#living(), Uint32Array.from(this.#added).sort(this.#compare), this.#compare);
      this.#added = [];
    }
    return this.#sorted;
  }

  load(sorted: Uint32Array): void {
    this.#sorted = sorted;
    this.#added = [];
  }

  /** Lets go of it all. */
  drop(): void {
    this.load(new Uint32Array(0));
  }

  #living(): Uint32Array {
    return this.#sorted.filter(this.#lives);
  }
}

/** Two sorted lists as one. A run of the longer list is found by halving and copied whole: comparing names is the slow part. */
function merged(long: Uint32Array, short: Uint32Array, compare: (a: number, b: number) => number): Uint32Array {
  const all = new Uint32Array(long.length + short.length);
  let from = 0;
  let to = 0;
  for (const row of short) {
    const place = placeOf(row, long, from, compare);
    all.set(long.subarray(from, place), to);
    to += place - from;
    all[to] = row;
    to += 1;
    from = place;
  }
  all.set(long.subarray(from), to);
  return all;
}

/** Gallops from `from`, since neighbours of one listing are often neighbours here; then halves. */
function placeOf(row: number, sorted: Uint32Array, from: number, compare: (a: number, b: number) => number): number {
  let low = from;
  let step = 1;
  while (low + step <= sorted.length && compare(sorted[low + step - 1] ?? 0, row) <= 0) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, sorted.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle] ?? 0, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
