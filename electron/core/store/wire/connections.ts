import { abortError } from '../abort';
import { Connection, type Memory, type Target } from './connection';
import { openByWay } from './proxies-passed-by';

/** No more to one server at once; whoever comes then waits for one. */
const MAX_CONNECTIONS = 64;
/** Kept so long without use; servers keep theirs for longer. */
const KEPT_MS = 30_000;

interface Resting {
  readonly connection: Connection;
  readonly since: number;
}

/** The kept connections to one server. */
export class Connections {
  readonly #target: Target;
  readonly #proxyFor: () => Promise<string | null>;
  readonly #memory: Memory = { session: null };
  readonly #resting: Resting[] = [];
  readonly #busy = new Set<Connection>();
  readonly #waiting: (() => void)[] = [];
  #opening = 0;
  #closed = false;

  constructor(target: Target, proxyFor: () => Promise<string | null>) {
    this.#target = target;
    this.#proxyFor = proxyFor;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** `fresh`: none that was used before. */
  async take(fresh: boolean, signal: AbortSignal): Promise<Connection> {
    signal.throwIfAborted();
    while (this.#busy.size + this.#opening >= MAX_CONNECTIONS) await this.#turn(signal);
    const kept = fresh ? null : this.#keptOne();
    const connection = kept ?? (await this.#open(signal));
    this.#busy.add(connection);
    return connection;
  }

  /** `reusable`: its last answer has come whole. */
  giveBack(connection: Connection, reusable: boolean): void {
    this.#busy.delete(connection);
    if (reusable && connection.alive && !this.#closed) {
      connection.rest();
      this.#resting.push({ connection, since: Date.now() });
    } else connection.destroy();
    this.#waiting.shift()?.();
  }

  /** What is under way comes to its end. */
  close(): void {
    this.#closed = true;
    for (const { connection } of this.#resting.splice(0)) connection.destroy();
  }

  /** The one that rested last, so that those which are too many grow old. */
  #keptOne(): Connection | null {
    const oldest = Date.now() - KEPT_MS;
    while ((this.#resting[0]?.since ?? Infinity) < oldest) this.#resting.shift()?.connection.destroy();
    for (let last = this.#resting.pop(); last !== undefined; last = this.#resting.pop()) {
      if (last.connection.alive) return last.connection;
    }
    return null;
  }

  async #open(signal: AbortSignal): Promise<Connection> {
    this.#opening += 1;
    try {
      return await openByWay(this.#proxyFor, (proxy) => Connection.open(this.#target, proxy, this.#memory, signal));
    } catch (error) {
      this.#waiting.shift()?.();
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(abortError(signal));
      };
      const turn = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      this.#waiting.push(turn);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
