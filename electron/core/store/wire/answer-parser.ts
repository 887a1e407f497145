export interface AnswerHead {
  readonly status: number;
  /** Lower-case names; of one that comes twice, the last. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface AnswerSink {
  head(head: AnswerHead): void;
  /** The bytes are good until this returns. */
  body(bytes: Buffer): void;
  end(): void;
}

const MAX_HEAD_BYTES = 64 * 1024;
const MAX_LINE_BYTES = 1024;
const EMPTY = Buffer.alloc(0);

type State =
  | { readonly kind: 'head' }
  | { readonly kind: 'length'; left: number }
  | { readonly kind: 'until-close' }
  /** Of a chunked body: a line with the size of what follows, the bytes of a chunk with its line end, the last lines. */
  | { readonly kind: 'chunk-size' }
  | { readonly kind: 'chunk'; left: number }
  | { readonly kind: 'chunk-end' }
  | { readonly kind: 'trailer' }
  | { readonly kind: 'done' };

/** Reads one HTTP/1.1 answer (RFC 9112) as its bytes come. Throws for what is none. */
export class AnswerParser {
  readonly #method: string;
  readonly #sink: AnswerSink;
  #state: State = { kind: 'head' };
  /** What of a head or a line has come so far. */
  #held: Buffer = EMPTY;
  /** Bytes of heads and trailers that nobody is told of. */
  #beside = 0;
  #persistent = false;
  #surplus = false;

  constructor(method: string, sink: AnswerSink) {
    this.#method = method;
    this.#sink = sink;
  }

  /** The answer has come whole, and the connection is good for another. */
  get reusable(): boolean {
    return this.#state.kind === 'done' && this.#persistent && !this.#surplus;
  }

  feed(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0;) rest = this.#step(rest);
  }

  /** The other side has nothing more to say: the end of a body that has no other, and too early for all others. */
  close(): void {
    if (this.#state.kind === 'until-close') this.#end();
    else if (this.#state.kind !== 'done') throw early();
  }

  /** Takes what it can from the front; answers the rest. */
  #step(bytes: Buffer): Buffer {
    const state = this.#state;
    switch (state.kind) {
      case 'head':
        return this.#head(bytes);
      case 'length':
      case 'chunk':
        return this.#counted(state, bytes);
      case 'until-close':
        this.#sink.body(bytes);
        return EMPTY;
      case 'chunk-size':
      case 'chunk-end':
      case 'trailer':
        return this.#line(state.kind, bytes);
      case 'done':
        this.#surplus = true;
        return EMPTY;
    }
  }

  #head(bytes: Buffer): Buffer {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const end = all.indexOf('\r\n\r\n');
    if (end === -1) {
      if (all.length > MAX_HEAD_BYTES || !looksLikeHttp(all)) throw notHttp();
      this.#held = Buffer.from(all);
      return EMPTY;
    }
    const head = parseHead(all.toString('latin1', 0, end));
    this.#held = EMPTY;
    // 100 and the like: the answer is still to come.
    if (head.status >= 200) this.#begin(head);
    else this.#count(end);
    return all.subarray(end + 4);
  }

  #begin(head: AnswerHead): void {
    this.#persistent = (head.headers['connection'] ?? '').toLowerCase() !== 'close';
    this.#state = framingOf(head, this.#method);
    if (this.#state.kind === 'until-close') this.#persistent = false;
    this.#sink.head(head);
    if (this.#state.kind === 'length' && this.#state.left === 0) this.#end();
  }

  #counted(state: State & { readonly kind: 'length' | 'chunk' }, bytes: Buffer): Buffer {
    const piece = bytes.subarray(0, state.left);
    state.left -= piece.length;
    this.#sink.body(piece);
    if (state.left === 0) {
      if (state.kind === 'length') this.#end();
      else this.#state = { kind: 'chunk-end' };
    }
    return bytes.subarray(piece.length);
  }

  #line(kind: 'chunk-size' | 'chunk-end' | 'trailer', bytes: Buffer): Buffer {
    const at = bytes.indexOf('\n');
    this.#held = Buffer.concat([this.#held, at === -1 ? bytes : bytes.subarray(0, at)]);
    if (this.#held.length > MAX_LINE_BYTES) throw notHttp();
    if (at === -1) return EMPTY;
    const line = this.#held.toString('latin1').trim();
    this.#held = EMPTY;
    if (kind === 'chunk-size') this.#state = chunkOf(line);
    else if (kind === 'chunk-end') this.#state = { kind: 'chunk-size' };
    else if (line === '') this.#end();
    else this.#count(line.length);
    return bytes.subarray(at + 1);
  }

  /** What belongs to no body could go on without end. */
  #count(bytes: number): void {
    this.#beside += bytes;
    if (this.#beside > MAX_HEAD_BYTES) throw notHttp();
  }

  #end(): void {
    this.#state = { kind: 'done' };
    this.#sink.end();
  }
}

function parseHead(text: string): AnswerHead {
  const [first = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined) throw notHttp();
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw notHttp();
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(status), headers };
}

/** How long the body is (RFC 9112, 6.3). */
function framingOf({ status, headers }: AnswerHead, method: string): State {
  if (method === 'HEAD' || status === 204 || status === 304) return { kind: 'length', left: 0 };
  const coding = headers['transfer-encoding'];
  if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked') throw notHttp();
    return { kind: 'chunk-size' };
  }
  const length = headers['content-length'];
  if (length === undefined) return { kind: 'until-close' };
  if (!/^\d{1,15}$/.test(length)) throw notHttp();
  return { kind: 'length', left: Number(length) };
}

function chunkOf(line: string): State {
  const size = /^[0-9a-f]{1,12}(?=;|$)/i.exec(line)?.[0];
  if (size === undefined) throw notHttp();
  const left = Number.parseInt(size, 16);
  return left === 0 ? { kind: 'trailer' } : { kind: 'chunk', left };
}

function looksLikeHttp(bytes: Buffer): boolean {
  const begin = bytes.toString('latin1', 0, 5);
  return 'HTTP/'.startsWith(begin);
}

/** By the names that Node's own client has for the same. */
function notHttp(): Error {
  return Object.assign(new Error('The answer is no HTTP'), { code: 'HPE_INVALID_CONSTANT' });
}

function early(): Error {
  return Object.assign(new Error('The answer ended early'), { code: 'ECONNRESET' });
}
