import { setMaxListeners } from 'node:events';
import { R2_LIMITS } from '../../../../shared/r2';
import type { Clock } from '../../transfers/clock';
import type { ListPage, ListedObject, ObjectStore } from '../../store/object-store';
import type { ListedRange } from '../index/library-index';
import { Borders, type KnownBorders } from './borders';
import { guessBorder } from './guess-border';
import { countThrough } from './key-order';
import { ScanCalm } from './scan-calm';
import { withoutPage, type Unread } from './unread';

/** How much is read page after page before several are read at once: most buckets are read by then. */
const PAGES_IN_A_ROW = 5;
/** Keys of a page that are enough to guess from. */
const SAMPLED = 50;

export interface ScanDeps {
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** 0 to 1. */
  random(): number;
  /** Keys of an earlier scan at about so many pages from each other. */
  readonly known: KnownBorders | null;
  /** Stands for the moment of asking; comes back with the page. */
  asking(): number;
  /** Told of each page, one after another; the next are asked for meanwhile. */
  page(page: ScannedPage): Promise<void>;
}

export interface ScannedPage {
  readonly range: ListedRange;
  /** Those in the range alone, in the order of a listing. */
  readonly objects: readonly ListedObject[];
  readonly askedAt: number;
  /** What is unread once this page is entered. */
  readonly unread: readonly Unread[];
  /** Requests that have been answered by now. */
  readonly requests: number;
  /** How many more there may be; null where nothing is known to judge it by. */
  readonly left: number | null;
}

/** A range that is read from its beginning on. */
interface Stretch {
  after: string;
  until: string | null;
  /** Goes on where the last page ended. */
  token: string | null;
  isAsked: boolean;
  /** What the last page began behind, and some of its keys; null before the first. */
  last: { readonly after: string; readonly sample: readonly string[] } | null;
}

/**
 * Reads what is unread of a bucket to its end, several ranges at once where it is large. Trusts the continuation token alone: a
 * page may be short, or empty, and not the last. Each key is told once, whatever the borders.
 */
export async function scanRanges(unread: readonly Unread[], deps: ScanDeps, signal: AbortSignal): Promise<void> {
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  // Several requests at once listen to it, each more than once.
  setMaxListeners(0, either);
  await new Scan(unread, deps, either).run(() => own.abort());
}

class Scan {
  readonly #deps: ScanDeps;
  readonly #signal: AbortSignal;
  readonly #calm: ScanCalm;
  readonly #borders: Borders;
  readonly #asked = new Set<Promise<void>>();
  #stretches: Stretch[];
  #unread: readonly Unread[];
  #entered: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;
  #requests = 0;
  #pages = 0;
  /** Guesses behind which there was nothing. */
  #misses = 0;

  constructor(unread: readonly Unread[], deps: ScanDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
    this.#calm = new ScanCalm(deps.clock, deps.random);
    this.#borders = new Borders(deps.known);
    this.#unread = unread;
    this.#stretches = unread.map((range) => ({ ...range, token: null, isAsked: false, last: null }));
  }

  async run(breakOff: () => void): Promise<void> {
    try {
      while (this.#stretches.length > 0 || this.#asked.size > 0) {
        this.#fill();
        await Promise.race(this.#asked);
        if (this.#failure !== null) throw this.#failure.error;
      }
    } catch (error) {
      breakOff();
      await Promise.all(this.#asked);
      throw error;
    } finally {
      await this.#entered;
    }
  }

  #fill(): void {
    const isLarge = this.#borders.areKnown || this.#pages >= PAGES_IN_A_ROW;
    if (isLarge && this.#borders.lookOnce()) this.#start(this.#askFolders());
    while (this.#asked.size < (isLarge ? this.#calm.limit : 1)) {
      const next = this.#stretches.find(({ isAsked }) => !isAsked) ?? (isLarge ? this.#split() : null);
      if (next === null) return;
      next.isAsked = true;
      this.#start(this.#read(next));
    }
  }

  #start(work: Promise<void>): void {
    const asked: Promise<void> = work
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#asked.delete(asked));
    this.#asked.add(asked);
  }

  async #read(stretch: Stretch): Promise<void> {
    let askedAt = 0;
    const page = await this.#list(stretch, () => (askedAt = this.#deps.asking()));
    this.#pages += 1;
    const { after, until } = stretch;
    const count = countThrough(page.objects, until);
    const objects = count === page.objects.length ? page.objects : page.objects.slice(0, count);
    const last = objects.at(-1)?.key ?? after;
    const isEnd = page.continuationToken === null || count < page.objects.length || last === until;
    if (objects.length === 0 && isEnd && stretch.last === null) this.#misses += 1;
    const through = isEnd ? until : last;
    if (isEnd) this.#stretches = this.#stretches.filter((one) => one !== stretch);
    else this.#goOn(stretch, last, page);
    await this.#enter({ prefix: '', after, through, depth: 'all' }, objects, askedAt);
  }

  #goOn(stretch: Stretch, last: string, { objects, continuationToken }: ListPage): void {
    const every = Math.max(1, Math.floor(objects.length / SAMPLED));
    const sample = objects.filter((_, place) => place % every === 0).map(({ key }) => key);
    if (last !== stretch.after) stretch.last = { after: stretch.after, sample };
    stretch.after = last;
    stretch.token = continuationToken;
    stretch.isAsked = false;
  }

  async #list(stretch: Stretch, asking: () => void): Promise<ListPage> {
    const { store } = this.#deps;
    const from = stretch.token === null ? { startAfter: stretch.after } : {};
    const request = { prefix: '', delimiter: '', continuationToken: stretch.token, ...from } as const;
    const page = await this.#calm.ask(() => {
      asking();
      return store.list({ ...request, maxKeys: R2_LIMITS.maxListKeys }, this.#signal);
    }, this.#signal);
    this.#requests += 1;
    return page;
  }

  /** Pages are entered one at a time, in the order of their arrival; at most one a stretch waits for its turn. */
  async #enter(range: ListedRange, objects: readonly ListedObject[], askedAt: number): Promise<void> {
    const before = this.#entered;
    this.#entered = before.then(async () => {
      this.#unread = withoutPage(this.#unread, range.after, range.through);
      const left = this.#borders.pagesIn(this.#unread, this.#pages);
      await this.#deps.page({ range, objects, askedAt, unread: this.#unread, requests: this.#requests, left });
    });
    this.#entered.catch(() => undefined);
    await before;
  }

  /** The folders that are still ahead, in one request: where there are many, they cut what is unread. */
  async #askFolders(): Promise<void> {
    const startAfter = this.#stretches[0]?.after ?? '';
    const request = { prefix: '', delimiter: '/', continuationToken: null, startAfter } as const;
    const page = await this.#calm.ask(
      () => this.#deps.store.list({ ...request, maxKeys: R2_LIMITS.maxListKeys }, this.#signal),
      this.#signal,
    );
    this.#requests += 1;
    this.#borders.learn(page.prefixes, this.#pages);
  }

  /** Cuts one of the stretches under way in two, for a listing that might be asked for now; null where none is worth it. */
  #split(): Stretch | null {
    for (const stretch of this.#stretches) {
      const border = this.#borders.within(stretch, this.#unread, this.#pages) ?? this.#guess(stretch);
      if (border === null) continue;
      const behind = { after: border, until: stretch.until, token: null, isAsked: false, last: null };
      stretch.until = border;
      this.#stretches.push(behind);
      return behind;
    }
    return null;
  }

  #guess(stretch: Stretch): string | null {
    if (stretch.last === null || this.#misses > 3 + this.#pages / 8) return null;
    return guessBorder(stretch, stretch.last.after, stretch.last.sample);
  }
}
