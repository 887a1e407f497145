interface Waiting {
  readonly name: string;
  readonly start: () => void;
  readonly turnAway: () => void;
}

/** A few at a time, the one asked for last first: what was asked for long ago has scrolled out of sight. */
export class NewestFirst {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  #waiting: Waiting[] = [];
  #running = 0;
  #closed = false;

  constructor(atOnce: number, maxWaiting: number) {
    this.#atOnce = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  /** null when too many came after it, or none are taken any more. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    if (!(await this.#turn(name))) return null;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  /** Asked for once more: it comes next. */
  hurry(name: string): void {
    const found = this.#waiting.find((waiting) => waiting.name === name);
    if (found === undefined) return;
    this.#waiting = [...this.#waiting.filter((waiting) => waiting !== found), found];
  }

  /** What waits and bears such a name is turned away. */
  drop(unwanted: (name: string) => boolean): void {
    const dropped = this.#waiting.filter(({ name }) => unwanted(name));
    this.#waiting = this.#waiting.filter((waiting) => !dropped.includes(waiting));
    for (const { turnAway } of dropped) turnAway();
  }

  /** What waits is turned away, and so is all that comes; what runs goes on. */
  close(): void {
    this.#closed = true;
    for (const { turnAway } of this.#waiting.splice(0)) turnAway();
  }

  #turn(name: string): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    const { promise, resolve } = deferred<boolean>();
    this.#waiting.push({ name, start: () => resolve(true), turnAway: () => resolve(false) });
    if (this.#waiting.length > this.#maxWaiting) this.#waiting.shift()?.turnAway();
    this.#next();
    return promise;
  }

  #next(): void {
    if (this.#running >= this.#atOnce) return;
    const newest = this.#waiting.pop();
    if (newest === undefined) return;
    this.#running += 1;
    newest.start();
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
