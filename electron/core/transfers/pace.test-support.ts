import { Transform } from 'node:stream';

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
        setTimeout(() => done(null, chunk), this.#claim(chunk.length));
      },
    });
  }

  /** Milliseconds until so many bytes may go. */
  #claim(bytes: number): number {
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now) + (bytes / this.#bytesPerSecond) * 1000;
    return this.#freeAt - now;
  }
}
