import type { ListedObject, ObjectStore } from '../../store/object-store';
import type { Clock } from '../../transfers/clock';
import type { IndexCalls } from '../index/index-client';
import type { ListedRange } from '../index/library-index';
import type { KeptIndex } from '../kept-index';
import { refreshFolder } from './refresh-folder';
import { ScanCalm } from './scan-calm';

interface LooksDeps {
  readonly index: KeptIndex;
  readonly clock: Clock;
  /** 0 to 1. */
  random(): number;
  store(): Promise<ObjectStore>;
  enter(calls: IndexCalls, range: ListedRange, objects: readonly ListedObject[], askedAt: number): Promise<void>;
}

/** The folders of a bucket that are read by themselves, and when each was last. */
export class FolderLooks {
  readonly #deps: LooksDeps;
  readonly #lookedAt = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<readonly string[]>>();
  #abort = new AbortController();
  /** Listings whose pages are still to come. */
  #listings = 0;

  constructor(deps: LooksDeps) {
    this.#deps = deps;
  }

  /** ms since 1970. */
  lookedAt(prefix: string): number {
    return this.#lookedAt.get(prefix) ?? -Infinity;
  }

  /** Reads what lies directly in a folder; answers folders in it that were not known. */
  into(prefix: string): Promise<readonly string[]> {
    const known = this.#underWay.get(prefix);
    if (known !== undefined) return known;
    const look = this.during(() => this.#look(prefix)).finally(() => this.#underWay.delete(prefix));
    this.#underWay.set(prefix, look);
    return look;
  }

  /** Runs a listing; the index hears when no page of any is on its way any more. */
  async during<T>(listing: () => Promise<T>): Promise<T> {
    this.#listings += 1;
    try {
      return await listing();
    } finally {
      this.#listings -= 1;
      if (this.#listings === 0) this.#deps.index.tell((calls) => calls.pagesDone());
    }
  }

  /** Breaks off what is under way. */
  async end(): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    await Promise.allSettled(this.#underWay.values());
  }

  async #look(prefix: string): Promise<readonly string[]> {
    const { index, clock, random, store, enter } = this.#deps;
    const { signal } = this.#abort;
    const opened = await store();
    // One that is begun again counts its moments anew: a page that was asked for before is none of its.
    const { calls } = index;
    const deps = {
      calls,
      store: opened,
      calm: new ScanCalm(clock, random),
      moment: () => index.moment(),
      enter: (...page: readonly [ListedRange, readonly ListedObject[], number]) => enter(calls, ...page),
    };
    const fresh = await refreshFolder(prefix, deps, signal);
    this.#lookedAt.set(prefix, clock.now());
    return fresh;
  }
}
