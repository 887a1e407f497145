import { Transform } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/** A rate that all its streams share. */
export class Pace {
  readonly #bytesPerSecond: number;
  #freeAt = 0;

  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Passes on what comes, no faster than the pace. */
  stream(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        void this.#take(chunk.length).then(() => done(null, chunk));
      },
    });
  }

  async #take(bytes: number): Promise<void> {
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now) + (bytes / this.#bytesPerSecond) * 1000;
    const ms = this.#freeAt - now;
    if (ms >= 1) await wait(ms);
  }
}
