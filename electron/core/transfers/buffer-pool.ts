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

/** What is held of the memory in one way, and who waits for more of it, in order. */
interface Line {
  held: number;
  readonly waiting: Waiting[];
  fits(bytes: number): boolean;
}

/**
 * Buffers within a budget of memory, handed out in the order they were asked for, and used again. What others keep in memory is
 * reserved in a line of its own: it may be kept for hours, and never has the quarter of the budget that is for buffers alone.
 * One buffer and one reservation that are larger than their room are granted all the same, and then exceed the budget.
 */
export class BufferPool {
  readonly #budget: number;
  readonly #leases: Line = { held: 0, waiting: [], fits: (bytes) => this.#mayLease(bytes) };
  readonly #reservations: Line = { held: 0, waiting: [], fits: (bytes) => this.#mayReserve(bytes) };
  readonly #spare: Buffer[] = [];

  constructor(budgetBytes: number) {
    this.#budget = budgetBytes;
  }

  /** Waits for room; one that is larger than all the room there is for buffers is the only one. */
  async take(bytes: number, signal: AbortSignal): Promise<Lease> {
    await this.#room(this.#leases, capacityFor(bytes), signal);
    return this.#lease(bytes);
  }

  /** Room for what others keep in memory; resolves with how it is given back. */
  async reserve(bytes: number, signal: AbortSignal): Promise<() => void> {
    await this.#room(this.#reservations, bytes, signal);
    this.#trim();
    return () => this.#free(this.#reservations, bytes);
  }

  async #room(line: Line, bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (line.waiting.length > 0 || !line.fits(bytes)) await this.#wait(line, bytes, signal);
    else line.held += bytes;
  }

  #mayLease(bytes: number): boolean {
    const { held } = this.#leases;
    return held === 0 || held + bytes <= this.#leftBeside(this.#reservations.held + this.#claimed());
  }

  #mayReserve(bytes: number): boolean {
    return this.#fitsBesideOthers(bytes) && this.#leases.held <= this.#leftBeside(this.#reservations.held + bytes);
  }

  #fitsBesideOthers(bytes: number): boolean {
    const { held } = this.#reservations;
    return held === 0 || held + bytes <= this.#budget - this.#leastForBuffers;
  }

  /** What the next reservation gets as soon as enough buffers are given back: others taken meanwhile would keep it waiting for ever. */
  #claimed(): number {
    const next = this.#reservations.waiting[0];
    return next !== undefined && this.#fitsBesideOthers(next.bytes) ? next.bytes : 0;
  }

  /** For buffers, when so much is reserved. */
  #leftBeside(reserved: number): number {
    return Math.max(this.#leastForBuffers, this.#budget - reserved);
  }

  get #leastForBuffers(): number {
    return this.#budget / 4;
  }

  get #held(): number {
    return this.#leases.held + this.#reservations.held;
  }

  #wait(line: Line, bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        line.waiting.splice(line.waiting.indexOf(waiting), 1);
        this.#grant();
        reject(signal.reason as Error);
      };
      const grant = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const waiting = { bytes, grant };
      line.waiting.push(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #grant(): void {
    grantIn(this.#reservations);
    grantIn(this.#leases);
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
    this.#free(this.#leases, buffer.length);
  }

  #free(line: Line, bytes: number): void {
    line.held -= bytes;
    this.#grant();
    if (this.#held === 0) this.#spare.length = 0;
    else this.#trim();
  }

  /** Held and spare together stay within the budget. */
  #trim(): void {
    let spare = this.#spare.reduce((sum, buffer) => sum + buffer.length, 0);
    while (spare > 0 && this.#held + spare > this.#budget) spare -= this.#spare.shift()?.length ?? 0;
  }
}

function grantIn(line: Line): void {
  for (let next = line.waiting[0]; next !== undefined && line.fits(next.bytes); next = line.waiting[0]) {
    line.waiting.shift();
    line.held += next.bytes;
    next.grant();
  }
}

const SMALLEST = 64 * 1024;
const LARGE = 1024 * 1024;

/** Small ones come in few sizes, so that the next file can use them: fresh memory costs more than reading a file into it. */
function capacityFor(bytes: number): number {
  if (bytes === 0 || bytes >= LARGE) return bytes;
  return Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
}
