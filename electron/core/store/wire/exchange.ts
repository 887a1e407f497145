import { abortError } from '../abort';
import { AnswerBody } from './answer-body';
import { AnswerParser, type AnswerHead } from './answer-parser';
import type { Connection } from './connection';
import type { Throttle } from './throttle';

/** A body goes out in slices, so that its progress can be told and a long one does not hold up the process. */
const SLICE_BYTES = 256 * 1024;
/** Smaller where there is a limit, which lets each pass by itself. */
const LIMITED_SLICE_BYTES = 32 * 1024;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

export interface Outgoing {
  readonly method: string;
  /** The request line and the headers, with the empty line at their end. */
  readonly head: string;
  readonly body: Uint8Array | null;
  /** Bytes of the body that have been handed to the system. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

/** Told once the connection is of no more use to this exchange. */
type Release = (reusable: boolean) => void;

/** One request and its answer on a connection. */
export class Exchange {
  readonly #connection: Connection;
  readonly #throttle: Throttle | null;
  readonly #signal: AbortSignal;
  readonly #release: Release;
  readonly #parser: AnswerParser;
  readonly #answered: Promise<Answer>;
  #resolve: (answer: Answer) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #body: AnswerBody | null = null;
  #sending = false;
  #heard = false;
  #over = false;

  constructor(
    connection: Connection,
    method: string,
    throttle: Throttle | null,
    signal: AbortSignal,
    release: Release,
  ) {
    this.#connection = connection;
    this.#throttle = throttle;
    this.#signal = signal;
    this.#release = release;
    this.#answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever sends looks at it only when all is sent.
    this.#answered.catch(() => undefined);
    this.#parser = new AnswerParser(method, {
      head: (head) => this.#onHead(head),
      body: (bytes) => this.#body?.push(bytes),
      end: () => this.#onEnd(),
    });
  }

  /** A byte of an answer has come: the request has arrived. */
  get heard(): boolean {
    return this.#heard;
  }

  /** Resolves with the head of the answer; its body is still to be read. */
  async run(outgoing: Outgoing): Promise<Answer> {
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#connection.use({ bytes: (bytes) => this.#onBytes(bytes), gone: (error) => this.#onGone(error) });
    if (this.#signal.aborted) this.#onAbort();
    else await this.#send(outgoing);
    return this.#answered;
  }

  async #send({ head, body, onSent }: Outgoing): Promise<void> {
    this.#sending = true;
    this.#connection.cork();
    this.#connection.write(head);
    // Together with the first slice: a small object goes out in one.
    await this.#sendBody(body ?? new Uint8Array(), onSent);
    this.#connection.uncork();
    this.#sending = false;
  }

  async #sendBody(body: Uint8Array, onSent: Outgoing['onSent']): Promise<void> {
    const step = this.#throttle === null ? SLICE_BYTES : LIMITED_SLICE_BYTES;
    for (let at = 0; at < body.length && !this.#isSettled(); at += step) {
      const slice = body.subarray(at, at + step);
      if (this.#throttle !== null) {
        this.#connection.uncork();
        await this.#throttle.pass(slice.length, 'up', this.#signal);
        if (this.#isSettled()) return;
        this.#connection.cork();
      }
      const full = !this.#connection.write(slice);
      this.#connection.uncork();
      if (full) await this.#connection.drained();
      onSent?.(slice.length);
      this.#connection.cork();
    }
  }

  /** Answered before all was sent (a refusal), or broken. */
  #isSettled(): boolean {
    return this.#over || this.#body !== null;
  }

  #onBytes(bytes: Buffer): void {
    this.#heard = true;
    try {
      this.#parser.feed(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #onHead({ status, headers }: AnswerHead): void {
    const connection = this.#connection;
    this.#body = new AnswerBody({
      // Once all has come, the connection may be another's.
      pause: () => void (this.#over || connection.pause()),
      resume: () => void (this.#over || connection.resume()),
      abandon: () => this.#finish(false),
    });
    this.#resolve({ status, headers, body: this.#body });
  }

  #onEnd(): void {
    this.#body?.end();
    // In the next turn, when all that came along has been looked at.
    queueMicrotask(() => this.#finish(this.#parser.reusable && !this.#sending));
  }

  #onGone(error: Error | null): void {
    try {
      if (error !== null) throw error;
      this.#parser.close();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  readonly #onAbort = (): void => this.#fail(abortError(this.#signal));

  #fail(error: unknown): void {
    this.#reject(error);
    this.#body?.fail(error);
    this.#finish(false);
  }

  #finish(reusable: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#release(reusable);
  }
}
