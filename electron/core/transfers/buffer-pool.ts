import { sharedBuffer } from './md5/md5-thread';

export interface Lease {
  /** Exactly as long as asked for; what was in it before is still there. */
  readonly bytes: Buffer;
  /** Gives it back. `reusable` is false while something may still read from it (a request that was broken off). */
  giveBack(reusable: boolean): void;
}

interface Waiting {
  readonly bytes: number;
  readonly grant: () => void;
}

/** Buffers within a budget of memory, handed out in the order they were asked for, and used again. */
export class BufferPool {
  readonly #budget: number;
  #leased = 0;
  readonly #waiting: Waiting[] = [];
  readonly #spare: Buffer[] = [];

  constructor(budgetBytes: number) {
    this.#budget = budgetBytes;
  }

  /** Waits for room; one that is larger than the whole budget gets it alone. */
  async take(bytes: number, signal: AbortSignal): Promise<Lease> {
    await this.#room(capacityFor(bytes), signal);
    return this.#lease(bytes);
  }

  /** Room for what others keep in memory; resolves with how it is given back. */
  async reserve(bytes: number, signal: AbortSignal): Promise<() => void> {
    await this.#room(bytes, signal);
    this.#trim();
    return () => this.#free(bytes);
  }

  async #room(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.length > 0 || !this.#fits(bytes)) await this.#wait(bytes, signal);
    else this.#leased += bytes;
  }

  #fits(bytes: number): boolean {
    return this.#leased === 0 || this.#leased + bytes <= this.#budget;
  }

  #wait(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#grant();
        reject(signal.reason as Error);
      };
      const grant = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const waiting = { bytes, grant };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #grant(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#leased += next.bytes;
      next.grant();
    }
  }

  #lease(bytes: number): Lease {
    const capacity = capacityFor(bytes);
    const at = this.#spare.findIndex((buffer) => buffer.length === capacity);
    const buffer = (at === -1 ? undefined : this.#spare.splice(at, 1)[0]) ?? sharedBuffer(capacity);
    let given = false;
    return {
      bytes: buffer.subarray(0, bytes),
      giveBack: (reusable) => {
        if (given) throw new Error('A buffer was given back twice');
        given = true;
        this.#takeBack(buffer, reusable);
      },
    };
  }

  #takeBack(buffer: Buffer, reusable: boolean): void {
    if (reusable && buffer.length > 0) this.#spare.push(buffer);
    this.#free(buffer.length);
  }

  #free(bytes: number): void {
    this.#leased -= bytes;
    this.#grant();
    if (this.#leased === 0) this.#spare.length = 0;
    else this.#trim();
  }

  /** Leased and spare together stay within the budget. */
  #trim(): void {
    let spare = this.#spare.reduce((sum, buffer) => sum + buffer.length, 0);
    while (spare > 0 && this.#leased + spare > this.#budget) spare -= this.#spare.shift()?.length ?? 0;
  }
}

const SMALLEST = 64 * 1024;
const LARGE = 1024 * 1024;

/** Small ones come in few sizes, so that the next file can use them: fresh memory costs more than reading a file into it. */
function capacityFor(bytes: number): number {
  if (bytes === 0 || bytes >= LARGE) return bytes;
  return Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
}
