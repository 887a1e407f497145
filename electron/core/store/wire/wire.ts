import { FailureError } from '../../../../shared/failure';
import type { TellAnswer } from '../operations';
import { failureOfAnswer, thrownFor, type ErrorContext, type S3Answer } from '../errors';
import type { StoreConfig } from '../store-config';
import { Connections } from './connections';
import { Exchange, type Answer } from './exchange';
import { readFault } from './fault-document';
import { RequestSigner } from './sign';
import type { Throttle } from './throttle';

export interface WireRequest {
  readonly method: 'GET' | 'PUT';
  /** Encoded, from the bucket on. */
  readonly path: string;
  /** Encoded and in the order of the names; '' for none. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly onSent?: ((bytes: number) => void) | undefined;
}

/** R2 refuses a clock that is off by more than a quarter of an hour. */
const SKEW_MS = 5 * 60_000;

/**
 * The lean way for bodies: PutObject, UploadPart and GetObject, signed and sent by ourselves (docs/decisions/0008-wire.md).
 * Never follows a redirect: the signature is for one host.
 */
export class Wire {
  readonly #host: string;
  readonly #connections: Connections;
  readonly #signer: RequestSigner;
  readonly #throttle: () => Throttle | null;
  readonly #tell: TellAnswer;
  /** How far the server's clock is ahead of ours, ms; 0 while that does not matter. */
  #skew = 0;

  /** `tell` hears of every answer. */
  constructor(config: StoreConfig, tell: TellAnswer = () => undefined) {
    const { hostname, host, port, protocol } = new URL(config.endpoint);
    const secure = protocol === 'https:';
    const target = { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || (secure ? 443 : 80)), secure };
    const { proxyFor, throttle } = config;
    this.#host = host;
    this.#connections = new Connections(target, async () =>
      secure ? ((await proxyFor?.(config.endpoint)) ?? null) : null,
    );
    this.#signer = new RequestSigner(config);
    this.#throttle = throttle ?? ((): null => null);
    this.#tell = tell;
  }

  /** Answers a good status (2xx) only; throws a `FailureError` or an AbortError for all else that may be expected. */
  async ask(request: WireRequest, context: ErrorContext, signal: AbortSignal): Promise<Answer> {
    try {
      if (this.#connections.closed) throw closed();
      const skew = this.#skew;
      const answer = await this.#attempt(request, signal);
      if (isGood(answer)) return answer;
      const fault = await readFault(answer);
      if (!this.#learnClock(fault, skew)) throw new FailureError(failureOfAnswer(fault, context));
      const again = await this.#attempt(request, signal);
      if (isGood(again)) return again;
      throw new FailureError(failureOfAnswer(await readFault(again), context));
    } catch (error) {
      throw thrownFor(error, context, signal);
    }
  }

  /** How far the server's clock is ahead of this one, ms, as far as a refusal has told. */
  get skew(): number {
    return this.#skew;
  }

  /** For what comes down in the meantime. */
  get throttle(): Throttle | null {
    return this.#throttle();
  }

  /** What is under way comes to its end; what is asked after it is lost as with a line that breaks, and has to find an open store. */
  close(): void {
    this.#connections.close();
  }

  /** A kept connection may have died without our noticing: what got no answer on one is sent once more, on a fresh one. */
  async #attempt(request: WireRequest, signal: AbortSignal): Promise<Answer> {
    const first = await this.#exchange(request, false, signal);
    return first ?? (await this.#exchange(request, true, signal)) ?? Promise.reject(new Error('A fresh one was used'));
  }

  /** Null when a connection that was kept has turned out dead. */
  async #exchange(request: WireRequest, fresh: boolean, signal: AbortSignal): Promise<Answer | null> {
    const connection = await this.#connections.take(fresh, signal);
    const kept = connection.used;
    const { method, body, onSent } = request;
    let sent = 0;
    const exchange = new Exchange(connection, method, this.#throttle(), signal, (reusable) =>
      this.#connections.giveBack(connection, reusable),
    );
    try {
      const tell = (bytes: number): void => {
        sent += bytes;
        onSent?.(bytes);
      };
      const answer = await exchange.run({ method, head: this.#headOf(request), body, onSent: tell });
      this.#tellAnswer(request, answer);
      // What was refused is perhaps sent once more.
      if (!isGood(answer) && sent > 0) onSent?.(-sent);
      return answer;
    } catch (error) {
      if (sent > 0) onSent?.(-sent);
      if (kept && !exchange.heard && !signal.aborted) return null;
      throw error;
    }
  }

  #tellAnswer({ method, path, query }: WireRequest, { status, headers }: Answer): void {
    const parameters = new Set(new URLSearchParams(query).keys());
    this.#tell({ method, path, parameters, copies: false }, status, headers['content-length']);
  }

  #headOf(request: WireRequest): string {
    const { method, path, query, body } = request;
    const length = body === null ? {} : { 'content-length': `${body.length}` };
    const all = { ...request.headers, ...length, host: this.#host, 'user-agent': 'flow-media' };
    const headers = this.#signer.sign({ method, path, query, headers: all }, Date.now() + this.#skew);
    let head = `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1\r\n`;
    for (const [name, value] of Object.entries(headers)) {
      if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
        throw new TypeError(`The header ${name} has a character that none may have`);
      head += `${name}: ${value}\r\n`;
    }
    return `${head}\r\n`;
  }

  /**
   * True when the server's clock explains the refusal of a request that was signed with `signedBy`, and the next one is signed by
   * that clock. Another request, refused at the same time, may have learned it before.
   */
  #learnClock({ status, code, headers }: S3Answer, signedBy: number): boolean {
    const theirs = Date.parse(headers['date'] ?? '');
    if (status !== 403 && code !== 'RequestTimeTooSkewed') return false;
    const skew = theirs - Date.now();
    if (Number.isNaN(skew) || Math.abs(skew - signedBy) < SKEW_MS) return false;
    this.#skew = skew;
    return true;
  }
}

function isGood({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function closed(): Error {
  return Object.assign(new Error('This store is closed'), { code: 'ECONNRESET' });
}
