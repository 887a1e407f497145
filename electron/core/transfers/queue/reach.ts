import { assertNever } from '../../../../shared/assert';
import { drop } from '../../../../shared/drop';
import type { Failure } from '../../../../shared/failure';
import type { ConnectionTrouble } from '../../../../shared/transfer';
import type { ObjectStore } from '../../store/object-store';
import { askBucket } from './bucket-question';
import type { Clock } from '../clock';
import { scopeOf, verdictOf } from './connection-scope';
import { waitMs } from './next-move';
import { Timers } from '../timers';

/** Something that arrived so lately proves that the connection is well. */
const LATELY_MS = 5000;
/** This many refusals in a row, with nothing arriving between them, are no matter of single objects: the keys may only read. */
const REFUSALS = 3;

interface ReachDeps {
  storeOf(connectionId: string): Promise<ObjectStore>;
  readonly clock: Clock;
  /** 0 to 1. */
  random(): number;
  /** Whether anything still waits for this connection. */
  isWanted(connectionId: string): boolean;
  /** What is told of the connections has changed. */
  changed(): void;
  /** A connection that was closed may be used again. */
  opened(connectionId: string): void;
}

/** A try that failed. */
export interface Attempt {
  /** ms since 1970. */
  readonly startedAt: number;
  /** It got further than the one before. */
  readonly moved: boolean;
}

/** What is known of one connection in this run. */
interface Connection {
  trouble: Trouble | null;
  /** The question that is out. */
  asking: Promise<Verdict> | null;
  /** Rests in a row without anything moving between them. */
  rests: number;
  /** Refusals (403) in a row likewise. */
  refusals: number;
  /** ms since 1970, both. */
  arrivedAt: number;
  openedAt: number;
}

type Verdict = ReturnType<typeof verdictOf>;

type Trouble =
  | { readonly kind: 'away'; readonly failure: Failure; readonly until: number }
  | { readonly kind: 'held'; readonly failure: Failure };

/**
 * Whether connections can be used. What is out of reach rests, and one small question at a time finds out when it is back; what
 * a person must mend is held, and told once. No item pays for either with its own tries.
 */
export class Reach {
  readonly #deps: ReachDeps;
  readonly #connections = new Map<string, Connection>();
  readonly #timers: Timers;
  readonly #abort = new AbortController();

  constructor(deps: ReachDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.clock);
  }

  /** Whether an item of this connection may be tried. */
  isOpen(connectionId: string): boolean {
    const known = this.#connections.get(connectionId);
    return known === undefined || (known.trouble === null && known.asking === null);
  }

  /** For the page: each connection that stands still, once. */
  troubles(): readonly ConnectionTrouble[] {
    const troubles: ConnectionTrouble[] = [];
    for (const [connectionId, { trouble, asking }] of this.#connections) {
      if (trouble === null || !this.#deps.isWanted(connectionId)) continue;
      const until = trouble.kind === 'away' && asking === null ? trouble.until : null;
      troubles.push(
        trouble.kind === 'away'
          ? { kind: 'away', connectionId, failure: trouble.failure, until }
          : { kind: 'held', connectionId, failure: trouble.failure },
      );
    }
    return troubles;
  }

  /** Something of this connection has arrived. */
  arrived(connectionId: string): void {
    const connection = this.#of(connectionId);
    connection.arrivedAt = this.#deps.clock.now();
    connection.rests = 0;
    connection.refusals = 0;
  }

  /** Whether a failed try is the item's own matter or its connection's, which then rests or is held. */
  async judge(connectionId: string, cause: Failure, attempt: Attempt): Promise<'item' | 'connection'> {
    const connection = this.#of(connectionId);
    if (attempt.moved) connection.rests = 0;
    const scope = scopeOf(cause);
    // It failed by what has been mended since it began. A clock that was set back since tells nothing of that.
    const { openedAt } = connection;
    if (scope !== 'item' && attempt.startedAt <= openedAt && openedAt <= this.#deps.clock.now()) return 'connection';
    switch (scope) {
      case 'item':
        return 'item';
      case 'away':
        this.#rest(connectionId, cause);
        return 'connection';
      case 'held':
        this.#hold(connectionId, cause);
        return 'connection';
      case 'doubt':
        return this.#resolve(connectionId, cause);
      default:
        return assertNever(scope);
    }
  }

  /**
   * A person has mended something, or wants it tried now: what is held is opened, what rests is asked at once, and what began before
   * and fails yet (by old keys) is begun anew. Null for all connections.
   */
  release(connectionId: string | null): void {
    if (connectionId !== null) this.#of(connectionId).openedAt = this.#deps.clock.now();
    for (const [id, { trouble }] of [...this.#connections]) {
      if (trouble === null || (connectionId !== null && id !== connectionId)) continue;
      if (trouble.kind === 'held') this.#open(id);
      else drop(this.#look(id));
    }
  }

  /** The machine woke up, or its network is back: what rests is asked at once. */
  wake(): void {
    for (const [id, connection] of [...this.#connections]) {
      if (connection.trouble?.kind !== 'away') continue;
      connection.rests = 0;
      drop(this.#look(id));
    }
  }

  stop(): void {
    this.#abort.abort();
    this.#timers.cancelAll();
  }

  async #resolve(connectionId: string, cause: Failure): Promise<'item' | 'connection'> {
    const connection = this.#of(connectionId);
    if (connection.trouble !== null) return 'connection';
    if (this.#isProven(connection) && verdictOf(cause) === 'away') return 'item';
    const verdict = await this.#ask(connectionId);
    return verdict === 'well' ? this.#countRefusal(connectionId, cause) : 'connection';
  }

  #isProven({ arrivedAt }: Connection): boolean {
    const since = this.#deps.clock.now() - arrivedAt;
    return since >= 0 && since < LATELY_MS;
  }

  #countRefusal(connectionId: string, cause: Failure): 'item' | 'connection' {
    const connection = this.#of(connectionId);
    if (cause.code !== 'access-denied') return 'item';
    connection.refusals += 1;
    if (connection.refusals < REFUSALS) return 'item';
    this.#hold(connectionId, cause);
    return 'connection';
  }

  #rest(connectionId: string, cause: Failure): void {
    const connection = this.#of(connectionId);
    const now = this.#deps.clock.now();
    const { trouble } = connection;
    if (trouble?.kind === 'held') return;
    const rests = trouble?.kind === 'away' && trouble.until > now;
    // What fails together is one rest, not many.
    if (!rests) connection.rests += 1;
    const until = now + waitMs(cause, connection.rests, this.#deps.random());
    if (rests && until <= trouble.until) return;
    const resting: Trouble = { kind: 'away', failure: cause, until };
    connection.trouble = resting;
    this.#timers.after(until - now, () => {
      if (connection.trouble === resting) drop(this.#look(connectionId));
    });
    this.#deps.changed();
  }

  #hold(connectionId: string, cause: Failure): void {
    this.#of(connectionId).trouble = { kind: 'held', failure: cause };
    this.#deps.changed();
  }

  /** The end of a rest: asks, and opens the connection or has it rest longer. */
  async #look(connectionId: string): Promise<void> {
    const { trouble } = this.#of(connectionId);
    // A server that asked for patience has said itself when it may be used again.
    if (trouble?.failure.code === 'rate-limited' || !this.#deps.isWanted(connectionId)) return this.#open(connectionId);
    await this.#ask(connectionId);
  }

  #open(connectionId: string): void {
    const connection = this.#of(connectionId);
    // One more refusal is enough to know that nothing was mended.
    if (connection.trouble?.kind === 'held') connection.refusals = Math.min(connection.refusals, REFUSALS - 1);
    if (connection.trouble !== null) connection.openedAt = this.#deps.clock.now();
    connection.trouble = null;
    this.#deps.changed();
    this.#deps.opened(connectionId);
  }

  /** One question at a time, whoever asks; what its answer means for the connection has happened when it resolves. */
  #ask(connectionId: string): Promise<Verdict> {
    const connection = this.#of(connectionId);
    connection.asking ??= this.#findOut(connectionId, connection);
    this.#deps.changed();
    return connection.asking;
  }

  async #findOut(connectionId: string, connection: Connection): Promise<Verdict> {
    let answer: Failure | null;
    try {
      answer = await askBucket(connectionId, this.#deps, this.#abort.signal);
    } finally {
      connection.asking = null;
    }
    if (this.#abort.signal.aborted) return 'away';
    // Held meanwhile, for something that this question does not touch.
    if (connection.trouble?.kind === 'held') return 'held';
    const verdict = verdictOf(answer);
    // Keys that may write but not list have just shown that they are good for something.
    const mayStillWrite = answer?.code === 'access-denied' && this.#isProven(connection);
    if (answer === null || verdict === 'well' || mayStillWrite) {
      this.#open(connectionId);
      return 'well';
    }
    connection.trouble = null;
    if (verdict === 'held') this.#hold(connectionId, answer);
    else this.#rest(connectionId, answer);
    return verdict;
  }

  #of(connectionId: string): Connection {
    const known = this.#connections.get(connectionId);
    if (known !== undefined) return known;
    const fresh: Connection = {
      trouble: null,
      asking: null,
      rests: 0,
      refusals: 0,
      arrivedAt: -Infinity,
      openedAt: -Infinity,
    };
    this.#connections.set(connectionId, fresh);
    return fresh;
  }
}
