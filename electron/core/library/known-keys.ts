/** At most this many keys are asked about in one call: the index answers each in microseconds, and nobody waits long behind it. */
const ASKED_AT_ONCE = 5000;
/** How many numbers are tried in one call. */
const NUMBERS_AT_ONCE = 100;

/** Which keys are in a bucket, each asked once and many in one call. */
export class KnownKeys {
  readonly #ask: (keys: readonly string[]) => Promise<readonly string[]>;
  readonly #asked = new Set<string>();
  readonly #there = new Set<string>();

  /** `ask` answers those of the keys that are there. */
  constructor(ask: (keys: readonly string[]) => Promise<readonly string[]>) {
    this.#ask = ask;
  }

  /** Those of the keys that are there. */
  async among(keys: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    const fresh = [...new Set(keys)].filter((key) => !this.#asked.has(key));
    for (let start = 0; start < fresh.length; start += ASKED_AT_ONCE) {
      signal.throwIfAborted();
      const some = fresh.slice(start, start + ASKED_AT_ONCE);
      for (const key of await this.#ask(some)) this.#there.add(key);
      for (const key of some) this.#asked.add(key);
    }
    return new Set(keys.filter((key) => this.#there.has(key)));
  }

  /** The first number from `start` on whose name is neither there nor taken. */
  async firstFree(
    nameOf: (n: number) => string,
    taken: ReadonlySet<string>,
    start: number,
    signal: AbortSignal,
  ): Promise<number> {
    // In blocks that are the same for all who ask, so that the next one finds most of its own answered.
    for (let from = start - (start % NUMBERS_AT_ONCE); ; from += NUMBERS_AT_ONCE) {
      const numbers = Array.from({ length: NUMBERS_AT_ONCE }, (_, i) => from + i);
      const untaken = numbers.filter((n) => n >= start && !taken.has(nameOf(n)));
      const there = await this.among(untaken.map(nameOf), signal);
      const free = untaken.find((n) => !there.has(nameOf(n)));
      if (free !== undefined) return free;
    }
  }
}
