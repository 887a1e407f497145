import type { PartFile } from './part-file';
import type { Proof } from './proof';

/** Feeds a proof from a file whose beginning grows, while the rest is still on its way. */
export class ProofInOrder {
  readonly #part: PartFile;
  readonly #proof: Proof;
  #fed: number;
  #goal = 0;
  #feeding: Promise<void> | null = null;
  #stopped = false;

  /** `seen`: so much of the beginning the proof has had already. */
  constructor(part: PartFile, proof: Proof, seen: number) {
    this.#part = part;
    this.#proof = proof;
    this.#fed = seen;
  }

  /** So much of the beginning is there now. */
  reach(prefix: number): void {
    this.#goal = Math.max(this.#goal, prefix);
    if (this.#stopped || this.#feeding !== null || this.#goal <= this.#fed) return;
    this.#feeding = this.#feed();
    // Told by `finish`.
    this.#feeding.catch(() => undefined);
  }

  /** Resolves when the proof has seen all of it. */
  async finish(size: number): Promise<void> {
    this.reach(size);
    await this.#feeding;
  }

  /** Resolves when it reads no more, whatever came of it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled([this.#feeding]);
  }

  async #feed(): Promise<void> {
    while (this.#fed < this.#goal && !this.#stopped) {
      const before = this.#fed;
      for await (const bytes of this.#part.read(this.#fed, this.#goal)) {
        await this.#proof.update(bytes);
        this.#fed += bytes.length;
        if (this.#stopped) return;
      }
      // The file has become shorter: that is for the proof to find out.
      if (this.#fed === before) return;
    }
    this.#feeding = null;
  }
}
