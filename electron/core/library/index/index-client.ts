import { failure, FailureError, type FailureCode } from '../../../../shared/failure';
import type { BrokenBy, FromIndex, IndexLine, IndexMethod, IndexStart } from './index-messages';
import type { IndexTotals, LibraryIndex } from './library-index';

/** The index as its askers see it: the same questions, answered from its thread. */
export type IndexCalls = {
  readonly [M in IndexMethod]: (...args: Parameters<LibraryIndex[M]>) => Promise<ReturnType<LibraryIndex[M]>>;
};

export interface IndexEvents {
  changed(totals: IndexTotals): void;
  /** It cannot go on; calls under way and to come are rejected with `IndexBrokenError`. */
  broken(cause: BrokenBy, detail: string): void;
}

/** The index has ended under a call: it broke, or its bucket was taken off this computer (`not-found`). */
export class IndexBrokenError extends FailureError {
  constructor(detail: string, code: FailureCode = 'unexpected') {
    super(failure(code, {}, detail));
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One index behind its line. */
export class IndexClient {
  /** The calls; each is sent at once, and they are answered in their order. */
  readonly calls: IndexCalls;
  readonly #line: IndexLine;
  readonly #events: IndexEvents;
  readonly #waiting = new Map<number, Waiting>();
  readonly #end: Promise<void>;
  #nextId = 1;
  #moment = 0;
  #isOver = false;

  constructor(line: IndexLine, start: IndexStart, events: IndexEvents) {
    this.#line = line;
    this.#events = events;
    this.#end = new Promise((resolve) => {
      line.onEnd((error) => {
        const why = error instanceof Error ? `: ${error.stack ?? error.message}` : '';
        this.#over('bug', `The thread of the index has ended${why}`);
        resolve();
      });
    });
    line.onMessage((message) => this.#hear(message));
    line.post({ kind: 'open', start });
    const call = async (method: IndexMethod, args: readonly unknown[]) => this.#call(method, args);
    this.calls = new Proxy({} as IndexCalls, {
      get:
        (_, method) =>
        (...args: readonly unknown[]) =>
          call(method as IndexMethod, args),
    });
  }

  /** Stands for this moment among the calls: what is called from now on is later. */
  moment(): number {
    return (this.#moment += 1);
  }

  /** Resolves when the thread has let go of its file. */
  close(): Promise<void> {
    if (!this.#isOver) this.#line.post({ kind: 'close' });
    return this.#end;
  }

  #call(method: IndexMethod, args: readonly unknown[]): Promise<unknown> {
    if (this.#isOver) return Promise.reject(new IndexBrokenError('The index is closed', 'not-found'));
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#line.post({ kind: 'call', id, moment: this.moment(), method, args });
    return answer;
  }

  #hear(message: FromIndex): void {
    switch (message.kind) {
      case 'changed':
        return this.#events.changed(message.totals);
      case 'value':
        this.#waiting.get(message.id)?.resolve(message.value);
        this.#waiting.delete(message.id);
        return;
      case 'failed':
        this.#waiting.get(message.id)?.reject(new FailureError(message.failure));
        this.#waiting.delete(message.id);
        return;
      case 'broken':
        return this.#over(message.cause, message.detail);
      case 'closed':
        this.#isOver = true;
        return;
    }
  }

  #over(cause: BrokenBy, detail: string): void {
    const wasOver = this.#isOver;
    this.#isOver = true;
    for (const { reject } of this.#waiting.values()) reject(new IndexBrokenError(detail));
    this.#waiting.clear();
    if (!wasOver) this.#events.broken(cause, detail);
  }
}
