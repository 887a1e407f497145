import { PAGES_WORTH_A_BORDER } from './guess-border';
import { compareKeys } from './key-order';
import type { Unread } from './unread';

/** Passed folders that are enough to judge the rest by. */
const FOLDERS_TO_JUDGE_BY = 3;

/** Keys of an earlier scan, in the order of a listing, at about so many pages from each other. */
export interface KnownBorders {
  readonly keys: readonly string[];
  readonly pagesEach: number;
}

/** Keys where what is unread may be cut: those that an earlier scan has kept, or else the folders at the top. */
export class Borders {
  /** In the order of a listing. */
  #keys: readonly string[];
  /** Known from an earlier scan. */
  readonly #pagesEach: number | null;
  #isLooked: boolean;
  #pagesBefore = 0;

  constructor(known: KnownBorders | null) {
    this.#keys = known?.keys ?? [];
    this.#pagesEach = known?.pagesEach ?? null;
    this.#isLooked = known !== null;
  }

  get areKnown(): boolean {
    return this.#pagesEach !== null;
  }

  /** Whether the folders are to be asked for now; true once. */
  lookOnce(): boolean {
    const isFirst = !this.#isLooked;
    this.#isLooked = true;
    return isFirst;
  }

  learn(prefixes: readonly string[], pages: number): void {
    this.#keys = prefixes;
    this.#pagesBefore = pages;
  }

  /** One in the middle of a range that is worth cutting; null where there is none. */
  within(range: Unread, unread: readonly Unread[], pages: number): string | null {
    const [from, to] = this.#placesIn(range);
    const count = to - from;
    if (count === 0 || count * this.#pagesPer(unread, pages) < PAGES_WORTH_A_BORDER) return null;
    return this.#keys[from + (count >>> 1)] ?? null;
  }

  /** How many pages these ranges may hold; null where that cannot be judged. */
  pagesIn(unread: readonly Unread[], pages: number): number | null {
    const ahead = this.#ahead(unread);
    if (this.#pagesEach === null && this.#keys.length - ahead < FOLDERS_TO_JUDGE_BY) return null;
    return Math.ceil(ahead * this.#pagesPer(unread, pages) + unread.length / 2);
  }

  #pagesPer(unread: readonly Unread[], pages: number): number {
    const passed = this.#keys.length - this.#ahead(unread);
    return this.#pagesEach ?? (passed === 0 ? 1 : (pages - this.#pagesBefore) / passed);
  }

  #ahead(unread: readonly Unread[]): number {
    return unread.reduce((sum, range) => {
      const [from, to] = this.#placesIn(range);
      return sum + to - from;
    }, 0);
  }

  /** The places of the borders between its ends. */
  #placesIn({ after, until }: Unread): readonly [number, number] {
    const from = this.#placeAfter(after);
    return [from, until === null ? this.#keys.length : Math.max(from, this.#placeFrom(until))];
  }

  #placeAfter(key: string): number {
    return firstPlace(this.#keys, (one) => compareKeys(one, key) > 0);
  }

  #placeFrom(key: string): number {
    return firstPlace(this.#keys, (one) => compareKeys(one, key) >= 0);
  }
}

/** The first place from which on it is so. */
function firstPlace(keys: readonly string[], isSo: (key: string) => boolean): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(keys[middle] ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
}
