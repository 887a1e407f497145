/** What goes to the reader at once, while bytes come fast. */
const CHUNK_BYTES = 512 * 1024;
/** A reader that waits gets what there is after so long, however little. */
const PATIENCE_MS = 15;
const SPARE_CHUNKS = 16;

/** Buffers of finished bodies, for the next ones: fresh memory costs more than the copy into it. */
const spare: Buffer[] = [];

interface BodySource {
  pause(): void;
  resume(): void;
  /** Nobody reads on. */
  abandon(): void;
}

/** The body of an answer between the socket, which fills it, and a reader: small pieces are joined into large chunks. */
export class AnswerBody {
  readonly #source: BodySource;
  #filling: Buffer | null = null;
  #filled = 0;
  readonly #ready: Buffer[] = [];
  #lent: Buffer | null = null;
  #waiting: { resolve(chunk: Buffer | null): void; reject(error: unknown): void } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #ended = false;
  #error: unknown = null;
  #paused = false;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /** Copies the bytes. */
  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      this.#filling ??= newChunk();
      const taken = bytes.copy(this.#filling, this.#filled, at);
      at += taken;
      this.#filled += taken;
      if (this.#filled === this.#filling.length) this.#close();
    }
    this.#deliver();
    if (this.#ready.length > 1 && !this.#paused) {
      this.#paused = true;
      this.#source.pause();
    }
  }

  end(): void {
    this.#ended = true;
    this.#close();
    this.#deliver();
  }

  fail(error: unknown): void {
    if (this.#ended) return;
    this.#error ??= error;
    this.#deliver();
  }

  /** The next bytes, good until the next are asked for; null at the end. */
  next(): Promise<Buffer | null> {
    this.#takeBack();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#deliver();
    });
  }

  /** Frees the socket, wherever the body stands. */
  abandon(): void {
    this.#takeBack();
    if (this.#ended) return;
    this.#source.abandon();
    this.fail(Object.assign(new Error('The body was given up'), { name: 'AbortError' }));
  }

  #deliver(): void {
    const { resolve, reject } = this.#waiting ?? {};
    if (resolve === undefined || reject === undefined) return;
    const chunk = this.#ready.shift();
    if (chunk !== undefined) {
      this.#lent = chunk;
      this.#settle(() => resolve(chunk));
      this.#goOn();
    } else if (this.#error !== null) this.#settle(() => reject(this.#error));
    else if (this.#ended) this.#settle(() => resolve(null));
    else this.#timer ??= setTimeout(() => this.#runOut(), PATIENCE_MS);
  }

  #settle(tell: () => void): void {
    this.#waiting = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    tell();
  }

  /** The reader has waited long enough for a full chunk. */
  #runOut(): void {
    this.#timer = null;
    this.#close();
    this.#deliver();
  }

  #goOn(): void {
    if (!this.#paused || this.#ready.length > 0) return;
    this.#paused = false;
    this.#source.resume();
  }

  #close(): void {
    if (this.#filling !== null && this.#filled > 0) this.#ready.push(this.#filling.subarray(0, this.#filled));
    if (this.#filled > 0) this.#filling = null;
    this.#filled = 0;
  }

  #takeBack(): void {
    const buffer = this.#lent?.buffer;
    this.#lent = null;
    if (buffer !== undefined && spare.length < SPARE_CHUNKS) spare.push(Buffer.from(buffer));
  }
}

/** Shared, so that another thread may hash it without a copy. */
function newChunk(): Buffer {
  return spare.pop() ?? Buffer.from(new SharedArrayBuffer(CHUNK_BYTES));
}
