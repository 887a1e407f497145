import { connect as connectPlain, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecure, type ConnectionOptions } from 'node:tls';
import { abortError } from '../abort';
import { serverNameOf } from './server-name';
import { tunnel } from './tunnel';

const CONNECT_MS = 10_000;
const IDLE_MS = 60_000;
/** Four TLS records: what the system gives in one go. */
const READ_BYTES = 64 * 1024;

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

export interface ConnectionUser {
  /** Good until this returns. */
  bytes(bytes: Buffer): void;
  /** The last word; null when the other side has closed without an error. */
  gone(error: Error | null): void;
}

/** What is kept between connections to one server. */
export interface Memory {
  /** With it, a further handshake is shorter. */
  session: Buffer | null;
}

/**
 * A kept connection. Bytes are read into one buffer of its own: a fresh one for each read costs several times as much, above
 * all inside Electron (docs/decisions/0008-wire.md).
 */
export class Connection {
  readonly #socket: Socket;
  #user: ConnectionUser | null = null;
  #gone = false;
  /** It has carried an answer before. */
  used = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS, () => socket.destroy(timedOut()));
    socket.on('error', (error) => this.#end(error));
    // The other side may close at any time; half-open it is of no use.
    socket.on('end', () => this.#end(null));
    socket.on('close', () => this.#end(null));
  }

  /** `proxy`: `http://host:port` that the way leads through; null for the straight way. */
  static async open(target: Target, proxy: string | null, memory: Memory, signal: AbortSignal): Promise<Connection> {
    const late = AbortSignal.timeout(CONNECT_MS);
    const limit = AbortSignal.any([signal, late]);
    try {
      return await openSocket(target, proxy, memory, limit);
    } catch (error) {
      if (signal.aborted) throw abortError(signal);
      throw late.aborted ? timedOut() : error;
    }
  }

  /** Used by `openSocket` only. */
  static around(socket: Socket): Connection {
    return new Connection(socket);
  }

  get alive(): boolean {
    return !this.#gone && !this.#socket.destroyed && this.#socket.writable;
  }

  /** Its bytes go to this user from now on. */
  use(user: ConnectionUser): void {
    this.#user = user;
    this.#socket.ref();
  }

  /** Kept for the next; anything that comes meanwhile ends it. */
  rest(): void {
    this.#user = null;
    this.used = true;
    // Its last body may have come faster than it was read: the next one must not wait for that reader.
    this.resume();
    this.#socket.unref();
  }

  received(bytes: Buffer): void {
    if (this.#user === null) this.#socket.destroy();
    else this.#user.bytes(bytes);
  }

  /** The bytes must stay as they are until `drained`, or the end. */
  write(bytes: Uint8Array | string): boolean {
    return this.#socket.write(bytes, 'latin1');
  }

  /** What is written until `uncork` goes out together. */
  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  /** Resolves when all that was written is with the system, or the connection is gone. */
  drained(): Promise<void> {
    const socket = this.#socket;
    if (!this.alive || !socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        socket.off('drain', done).off('close', done);
        resolve();
      };
      socket.on('drain', done).on('close', done);
    });
  }

  /** Whoever reads takes its time: silence is then no fault of the other side. */
  pause(): void {
    this.#socket.pause();
    this.#socket.setTimeout(0);
  }

  resume(): void {
    this.#socket.setTimeout(IDLE_MS);
    this.#socket.resume();
  }

  destroy(): void {
    this.#gone = true;
    this.#user = null;
    this.#socket.destroy();
  }

  #end(error: Error | null): void {
    const user = this.#user;
    this.destroy();
    user?.gone(error);
  }
}

async function openSocket(
  target: Target,
  proxy: string | null,
  memory: Memory,
  signal: AbortSignal,
): Promise<Connection> {
  const { host, port, secure } = target;
  const through = proxy === null ? null : await tunnel(proxy, host, port, signal);
  const taker: { connection: Connection | null } = { connection: null };
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback: (count, buffer) => {
      taker.connection?.received(Buffer.from(buffer.buffer, buffer.byteOffset, count));
      return true;
    },
  };
  if (!secure)
    return opened(through ?? connectPlain({ host, port, onread }), through === null, 'connect', taker, signal);
  const options: ConnectionOptions & { onread: OnReadOpts } = {
    host,
    port,
    onread,
    ALPNProtocols: ['http/1.1'],
    ...serverNameOf(host),
    ...(through === null ? {} : { socket: through }),
    ...(memory.session === null ? {} : { session: memory.session }),
  };
  const socket = connectSecure(options);
  socket.on('session', (session) => (memory.session = session));
  return opened(socket, through === null, 'secureConnect', taker, signal);
}

/** `reads`: its bytes come by `onread`; those of a socket over another come as events. */
function opened(
  socket: Socket,
  reads: boolean,
  event: 'connect' | 'secureConnect',
  taker: { connection: Connection | null },
  signal: AbortSignal,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => void socket.destroy(abortError(signal));
    const onClose = (): void => reject(new Error('Closed'));
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', reject).off('close', onClose).off(event, settle);
      const connection = Connection.around(socket);
      taker.connection = connection;
      if (!reads) socket.on('data', (bytes: Buffer) => connection.received(bytes));
      resolve(connection);
    };
    socket.on('error', reject).on('close', onClose);
    if (event === 'connect' && !socket.connecting) settle();
    else socket.on(event, settle);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function timedOut(): Error {
  return Object.assign(new Error('The other side was silent for too long'), { code: 'ETIMEDOUT' });
}
