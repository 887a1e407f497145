interface Step {
  /** Whether what is there, up to `goal`, is enough for a step. */
  ready(goal: number): boolean;
  take(goal: number): Promise<void>;
}

/** Goes on step by step behind something that grows. */
export class Following {
  readonly #step: Step;
  #goal = 0;
  #going: Promise<void> | null = null;
  #stopped = false;

  constructor(step: Step) {
    this.#step = step;
  }

  /** This much is there now. */
  reach(goal: number): void {
    this.#goal = Math.max(this.#goal, goal);
    if (this.#going !== null || !this.#mayGo()) return;
    this.#going = this.#go();
    // Told by `finish`.
    this.#going.catch(() => undefined);
  }

  /** Resolves when no step is left to take with so much. */
  async finish(goal: number): Promise<void> {
    this.reach(goal);
    await this.#going;
  }

  /** Resolves when it takes no more, whatever came of it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled([this.#going]);
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  #mayGo(): boolean {
    return !this.#stopped && this.#step.ready(this.#goal);
  }

  async #go(): Promise<void> {
    while (this.#mayGo()) await this.#step.take(this.#goal);
    this.#going = null;
  }
}
