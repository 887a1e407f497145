import type { TransfersSlice } from '../../../shared/state';
import type { TransferItem, TransferState, TransferSummary } from '../../../shared/transfer';
import type { Clock } from './clock';
import { groupOf } from './list-views';
import type { Listings } from './adding/listings';
import type { Reach } from './queue/reach';
import type { Speedometer } from './queue/speed';
import type { TransferBook } from './transfer-book';
import type { ListChange, TransferList } from './transfer-list';
import type { Entry } from './entry';

/** At most ten times a second. */
const GAP_MS = 100;
/** How often the numbers are told anew while something moves, though no byte has: speeds sink and times grow. */
const REFRESH_MS = 500;
const MAX_CHANGED = 200;

interface ReporterDeps {
  readonly clock: Clock;
  readonly speed: Speedometer;
  readonly book: TransferBook;
  readonly reach: Pick<Reach, 'troubles'>;
  readonly listings: Pick<Listings, 'shown'>;
  publish(slice: TransfersSlice): void;
}

/** Tells the page what it must know, and no more often than it can use. */
export class Reporter {
  readonly #deps: ReporterDeps;
  /** What is looked at while it happens: it moves, waits, or asks. */
  readonly #live = new Set<Entry>();
  readonly #dirty = new Set<Entry>();
  #revision = 0;
  #regrouped = 0;
  #lastAt = 0;
  #cancelNext: (() => void) | null = null;
  #nextAt = Infinity;
  #stopped = false;

  constructor(deps: ReporterDeps) {
    this.#deps = deps;
  }

  noticed(change: ListChange): void {
    const { entry } = change;
    if (change.kind === 'removed') {
      this.#live.delete(entry);
      this.#dirty.delete(entry);
    } else {
      if (isLive(entry.item.state)) this.#live.add(entry);
      else this.#live.delete(entry);
      this.#dirty.add(entry);
    }
    if (change.kind !== 'changed') this.#revision += 1;
    else if (groupOf(change.before.state) !== groupOf(entry.item.state)) this.#regrouped += 1;
    this.touch();
  }

  /** The queue's order has changed. */
  reordered(): void {
    this.#regrouped += 1;
    this.touch();
  }

  /** Something else than an item has changed. */
  touch(): void {
    this.#plan(this.#lastAt + GAP_MS);
  }

  slice(): TransfersSlice {
    return {
      summary: this.#summary(),
      revision: this.#revision,
      regrouped: this.#regrouped,
      changed: itemsOf(this.#live),
      listings: this.#deps.listings.shown,
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNext?.();
  }

  /** The next report comes at this moment, or earlier if one was due before. */
  #plan(at: number): void {
    if (this.#stopped || at >= this.#nextAt) return;
    this.#cancelNext?.();
    this.#nextAt = at;
    // No longer than ever meant, though the clock has been set back.
    const wait = Math.min(Math.max(0, at - this.#deps.clock.now()), REFRESH_MS);
    this.#cancelNext = this.#deps.clock.after(wait, () => {
      this.#nextAt = Infinity;
      this.#publish();
    });
  }

  #publish(): void {
    const { book, speed, clock, listings, publish } = this.#deps;
    this.#lastAt = clock.now();
    if (!isMoving(book.list)) speed.reset();
    // More than one event can carry: the page asks its rows again.
    if (this.#dirty.size > MAX_CHANGED) this.#revision += 1;
    const changed = itemsOf(new Set([...this.#dirty, ...this.#live]));
    this.#dirty.clear();
    publish({
      summary: this.#summary(),
      revision: this.#revision,
      regrouped: this.#regrouped,
      changed,
      listings: listings.shown,
    });
    if (isMoving(book.list)) this.#plan(this.#lastAt + REFRESH_MS);
  }

  #summary(): TransferSummary {
    const { book, speed, clock, reach } = this.#deps;
    const sums = book.list.sums();
    const bytesPerSecond = isMoving(book.list) ? speed.rate(clock.now()) : 0;
    const left = Math.max(0, sums.totalBytes - sums.movedBytes);
    const secondsLeft = bytesPerSecond > 0 ? Math.ceil(left / bytesPerSecond) : null;
    return { ...sums, bytesPerSecond, secondsLeft, paused: book.paused, troubles: reach.troubles() };
  }
}

function isMoving(list: TransferList): boolean {
  return list.count('moving') + list.count('verifying') > 0;
}

function isLive(state: TransferState): boolean {
  return ['moving', 'verifying', 'waiting', 'conflict'].includes(state.kind);
}

function itemsOf(entries: ReadonlySet<Entry>): readonly TransferItem[] {
  const items: TransferItem[] = [];
  for (const entry of entries) {
    if (items.length === MAX_CHANGED) break;
    items.push(entry.item);
  }
  return items;
}
