import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { failure, FailureError, retryAfter } from '../../../../shared/failure';
import { MD5_LANES, MD5_LAYOUT, MD5_PAGES, md5Constants, md5LanesModule } from './md5-lanes';
import { MD5_PROGRAM } from './md5-program';

/** An MD5 that is fed piece by piece. */
export interface Md5Stream {
  /** Resolves when the bytes may change. In the order of the calls, also when none is waited for. */
  update(bytes: Uint8Array): Promise<void>;
  /** Ends it. */
  digest(): Promise<Uint8Array>;
}

/** Less is hashed sooner than it is handed over. */
const THREAD_FROM_BYTES = 4 * 1024 * 1024;

/** `size`: how much is to come, about. Much is hashed on a thread of its own, beside the network and the disk. */
export function openMd5(size: number): Md5Stream {
  return size < THREAD_FROM_BYTES ? new OwnMd5() : new ThreadMd5();
}

/** A stretch of an open file. */
export interface FileSpan {
  /** Must stay open until the answer is there. */
  readonly fd: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The MD5 of a span, which the thread reads by itself; null when the file ends before. Four asked for at once cost hardly more
 * than one alone, whose cost is one and a half times that of `openMd5`. Throws as reading a file does.
 */
export function md5OfSpan(span: FileSpan): Promise<Uint8Array | null> {
  return Md5Thread.running().ask({ ...span });
}

/** Memory that the thread reads without a copy; of a size that is worth it. */
export function sharedBuffer(bytes: number): Buffer {
  return bytes < THREAD_FROM_BYTES ? Buffer.allocUnsafeSlow(bytes) : Buffer.from(new SharedArrayBuffer(bytes));
}

class OwnMd5 implements Md5Stream {
  readonly #hash = createHash('md5');

  update(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    return Promise.resolve();
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

class ThreadMd5 implements Md5Stream {
  readonly #thread = Md5Thread.running();
  readonly #id = nextId++;
  #ended = false;

  constructor() {
    abandoned.register(this, { thread: this.#thread, id: this.#id }, this);
  }

  async update(bytes: Uint8Array): Promise<void> {
    await this.#thread.ask({ id: this.#id, bytes: shared(bytes), ends: false });
  }

  async digest(): Promise<Uint8Array> {
    if (this.#ended) throw new Error('The hash has ended');
    this.#ended = true;
    abandoned.unregister(this);
    const digest = await this.#thread.ask({ id: this.#id, bytes: null, ends: true });
    if (digest === null) throw new Error('The thread told no digest');
    return digest;
  }
}

let nextId = 1;

/** Of a try that was broken off. */
const abandoned = new FinalizationRegistry<{ readonly thread: Md5Thread; readonly id: number }>(({ thread, id }) => {
  thread.ask({ id, bytes: null, ends: true }).catch(() => undefined);
});

type Question = FileSpan | { readonly id: number; readonly bytes: Uint8Array | null; readonly ends: boolean };

interface Told {
  readonly ticket: number;
  readonly digest: Uint8Array | null;
  /** What the file system said; an error that goes from thread to thread loses its code. */
  readonly error?: { readonly message: string; readonly code: string };
}

interface Asker {
  resolve(digest: Uint8Array | null): void;
  reject(error: Error): void;
}

/** Begun with the first large file, and then kept; it holds up no end of the process. */
class Md5Thread {
  static #current: Md5Thread | null = null;
  readonly #worker = new Worker(MD5_PROGRAM, { eval: true, name: 'md5', workerData: lanesData() });
  readonly #asking = new Map<number, Asker>();
  #nextTicket = 1;
  #hasEnded = false;

  private constructor() {
    this.#worker.on('message', ({ ticket, digest, error }: Told) => {
      const asker = this.#asking.get(ticket);
      this.#asking.delete(ticket);
      if (error === undefined) asker?.resolve(digest);
      else asker?.reject(Object.assign(new Error(error.message), { code: error.code }));
    });
    // An error that the thread did not catch ends it; `exit` follows.
    this.#worker.on('error', () => undefined);
    this.#worker.on('exit', () => this.#end());
    this.#worker.unref();
  }

  static running(): Md5Thread {
    return (Md5Thread.#current ??= new Md5Thread());
  }

  ask(question: Question): Promise<Uint8Array | null> {
    if (this.#hasEnded) return Promise.reject(threadEnded());
    const ticket = this.#nextTicket++;
    return new Promise((resolve, reject) => {
      this.#asking.set(ticket, { resolve, reject });
      this.#worker.postMessage({ ticket, ...question });
    });
  }

  #end(): void {
    this.#hasEnded = true;
    if (Md5Thread.#current === this) Md5Thread.#current = null;
    for (const { reject } of this.#asking.values()) reject(threadEnded());
    this.#asking.clear();
  }
}

/** What was hashed on it is lost; another try begins another thread. */
function threadEnded(): FailureError {
  return new FailureError(retryAfter(failure('unexpected', {}, 'The hashing thread has ended'), 1000));
}

function lanesData(): object {
  const constants = md5Constants();
  return { code: md5LanesModule(), pages: MD5_PAGES, layout: MD5_LAYOUT, lanes: MD5_LANES, constants };
}

function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) {
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  return copy;
}
