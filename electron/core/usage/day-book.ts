import type { Answered } from '../store/operations';
import { isBilled, type BucketDay } from '../../../shared/usage';

type Written<T> = { -readonly [Name in keyof T]: T[Name] };
type OpenDay = Written<BucketDay> & { counts: Written<BucketDay['counts']> };

/** The counts of each day and bucket, and which of them have changed since they were last written. */
export class DayBook {
  readonly #days = new Map<string, OpenDay>();
  readonly #changed = new Set<OpenDay>();

  get hasChanged(): boolean {
    return this.#changed.size > 0;
  }

  all(): readonly BucketDay[] {
    return [...this.#days.values()];
  }

  count(day: string, host: string, { operation, bucket, status, objectBytes }: Answered): void {
    const open = this.#open(day, host, bucket);
    if (!isBilled(status)) open.unbilled += 1;
    else if (operation !== null) open.counts[operation] = (open.counts[operation] ?? 0) + 1;
    open.readBytes += objectBytes;
    this.#changed.add(open);
  }

  /** Keeps the most of a day; true when that is more than was known. */
  stored(day: string, host: string, bucket: string, bytes: number): boolean {
    const open = this.#open(day, host, bucket);
    if (open.storedBytes !== null && open.storedBytes >= bytes) return false;
    open.storedBytes = bytes;
    this.#changed.add(open);
    return true;
  }

  /** Adds what an earlier run has counted to what this one has by now. */
  add(days: readonly BucketDay[]): void {
    for (const one of days) {
      const open = this.#open(one.day, one.host, one.bucket);
      for (const [name, count] of Object.entries(one.counts) as [keyof BucketDay['counts'], number][])
        open.counts[name] = (open.counts[name] ?? 0) + count;
      open.unbilled += one.unbilled;
      open.readBytes += one.readBytes;
      if (one.storedBytes !== null) open.storedBytes = Math.max(open.storedBytes ?? 0, one.storedBytes);
    }
  }

  /** The changed days as they are now; they count as written from here on. */
  takeChanged(): readonly BucketDay[] {
    const changed = [...this.#changed].map((open) => ({ ...open, counts: { ...open.counts } }));
    this.#changed.clear();
    return changed;
  }

  /** They could not be written after all. */
  putBack(days: readonly BucketDay[]): void {
    for (const { day, host, bucket } of days) this.#changed.add(this.#open(day, host, bucket));
  }

  #open(day: string, host: string, bucket: string): OpenDay {
    const name = `${day}\n${host}\n${bucket}`;
    const known = this.#days.get(name);
    if (known !== undefined) return known;
    const open = { day, host, bucket, counts: {}, unbilled: 0, readBytes: 0, storedBytes: null };
    this.#days.set(name, open);
    return open;
  }
}
