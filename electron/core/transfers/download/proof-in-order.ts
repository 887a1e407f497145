import { Following } from './following';
import type { PartFile } from './part-file';
import type { Proof, Verdict } from '../proof';

/** Proves a file whose beginning grows, while the rest is still on its way. */
export interface GrowingProof {
  /** These bytes are being written where the beginning ends, at `position`. Resolves when they may change. */
  grow(bytes: Uint8Array, position: number): Promise<void>;
  /** This much of the beginning is there now. */
  reach(prefix: number): void;
  /** Resolves when all of the file has been looked at. */
  finish(size: number): Promise<void>;
  /** Resolves when nothing reads the file any more. */
  stop(): Promise<void>;
  verdict(): Promise<Verdict>;
  detail(): string;
}

/** Feeds a proof that must have the bytes in order: as they come or, where they did not come in order, from the file. */
export class ProofInOrder implements GrowingProof {
  readonly #proof: Proof;
  readonly #following: Following;
  #fed = 0;
  /** The file has become shorter: that is for the proof to find out. */
  #ended = false;

  constructor(part: PartFile, proof: Proof) {
    this.#proof = proof;
    this.#following = new Following({
      ready: (goal) => this.#fed < goal && !this.#ended,
      take: (goal) => this.#feed(part, goal),
    });
  }

  async grow(bytes: Uint8Array, position: number): Promise<void> {
    await this.finish(position);
    this.#fed = position + bytes.length;
    await this.#proof.update(bytes);
  }

  reach(prefix: number): void {
    this.#following.reach(prefix);
  }

  finish(size: number): Promise<void> {
    return this.#following.finish(size);
  }

  stop(): Promise<void> {
    return this.#following.stop();
  }

  verdict(): Promise<Verdict> {
    return this.#proof.verdict();
  }

  detail(): string {
    return this.#proof.detail();
  }

  /** What is there by now. */
  async #feed(part: PartFile, goal: number): Promise<void> {
    const before = this.#fed;
    for await (const bytes of part.read(this.#fed, goal)) {
      await this.#proof.update(bytes);
      this.#fed += bytes.length;
      if (this.#following.stopped) return;
    }
    this.#ended = this.#fed === before;
  }
}
