import { createHash } from 'node:crypto';
import { addTo } from '../md5/md5';

/**
 * To be called with the part's bytes, and resolves when they are in; or with null when they never come, so that nobody waits
 * for them: what the digest is then is of no use.
 */
export type HashTurn = (bytes: Uint8Array | null) => Promise<void>;

/** The MD5 of a whole that arrives in parts: they are hashed in the order of their turns, however they come. */
export class WholeHash {
  readonly #hash = createHash('md5');
  #last: Promise<void> = Promise.resolve();

  /** The next part's. */
  turn(): HashTurn {
    let arrive: (bytes: Uint8Array | null) => void = () => undefined;
    const arrival = new Promise<Uint8Array | null>((resolve) => {
      arrive = resolve;
    });
    const done = this.#last.then(async () => {
      const bytes = await arrival;
      if (bytes !== null) await addTo(this.#hash, bytes);
    });
    this.#last = done;
    return (bytes) => {
      arrive(bytes);
      return done;
    };
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
