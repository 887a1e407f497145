import { dayOf, daysFrom, EMPTY_USAGE, type BucketDay, type UsageState } from '../../../shared/usage';
import type { Answered } from '../store/operations';
import type { Clock } from '../transfers/clock';
import { DayBook } from './day-book';
import { UsageFile } from './usage-file';

/** Counts wait so long for each other; a kill loses no more than these. */
const FLUSH_MS = 2000;
/** Two years, so that any month can be set beside the one a year before. */
const KEPT_MS = 2 * 366 * 86_400_000;

export interface MeterOptions {
  /** Its own; made where it is missing. */
  readonly folder: string;
  readonly clock: Clock;
  /** Told at most once in two seconds. */
  readonly onChange: (state: UsageState) => void;
  readonly report: (error: unknown) => void;
}

/** Counts what the app asks of R2, by day and bucket. To count costs nothing but memory; the disk follows behind. */
export class Meter {
  readonly #book = new DayBook();
  readonly #file: UsageFile;
  #state = EMPTY_USAGE;
  #tail: Promise<void> = Promise.resolve();
  #due: (() => void) | null = null;
  #isReady = false;

  constructor(private readonly options: MeterOptions) {
    this.#file = new UsageFile(options.folder, () => options.clock.now());
  }

  /** Reads what earlier runs have counted; what is counted meanwhile is added to that. */
  async start(): Promise<void> {
    const since = dayOf(this.options.clock.now() - KEPT_MS);
    try {
      const { days, damage } = await this.#file.read(since);
      this.#book.add(days);
      this.#state = { ...this.#state, damage };
    } catch (error) {
      // Without its file it counts for this run alone, and does not write over what it could not read.
      this.options.report(error);
      return;
    }
    this.#isReady = true;
    this.#tell();
    if (this.#book.hasChanged) this.#changed();
  }

  count(host: string, answered: Answered): void {
    this.#book.count(this.#today(), host, answered);
    this.#changed();
  }

  /** What a bucket is known to hold just now, bytes; the most of a day is kept. */
  stored(host: string, bucket: string, bytes: number): void {
    if (this.#book.stored(this.#today(), host, bucket, bytes)) this.#changed();
  }

  /** From a day to another, both included. */
  days(first: string, last: string): readonly BucketDay[] {
    const wanted = new Set(daysFrom(first, last));
    return this.#book.all().filter(({ day }) => wanted.has(day));
  }

  /** Writes what is not on disk yet, and nothing after that. */
  async close(): Promise<void> {
    this.#due?.();
    await this.#flush();
    if (!this.#isReady) return;
    this.#isReady = false;
    await this.#file.sync().catch(this.options.report);
  }

  #today(): string {
    return dayOf(this.options.clock.now());
  }

  #changed(): void {
    this.#due ??= this.options.clock.after(FLUSH_MS, () => {
      this.#due = null;
      this.#tell();
      void this.#flush();
    });
  }

  #tell(): void {
    this.#state = { ...this.#state, revision: this.#state.revision + 1 };
    this.options.onChange(this.#state);
  }

  /** What cannot be written (a full disk) stays in memory, and is tried again with the next. */
  #flush(): Promise<void> {
    this.#tail = this.#tail.then(async () => {
      if (!this.#isReady || !this.#book.hasChanged) return;
      const days = this.#book.takeChanged();
      try {
        await this.#file.append(days, this.#book.all());
      } catch (error) {
        this.#book.putBack(days);
        this.options.report(error);
      }
    });
    return this.#tail;
  }
}
