import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail } from '../../../shared/failure';
import { abortError, isAbort } from '../store/abort';
import { errnoOf } from '../transfers/file-failure';
import { admit } from './gate';
import { ApiError, send, type Answer } from './answer';

/** At once; PicGo's clients use one. */
const MAX_CONNECTIONS = 64;

export interface DoorDeps {
  /** What a route answers to an admitted request. Throws an `ApiError` for what the caller is to be told. */
  answer(route: string, request: IncomingMessage, signal: AbortSignal): Promise<readonly string[] | string>;
  /** Hears of bugs; the caller is told that there was one, and no more. */
  report(error: unknown): void;
}

/** The open server: on this computer alone, for those with the token. */
export class Door {
  readonly #server: Server;
  readonly #stopping = new AbortController();
  readonly port: number;

  private constructor(server: Server, port: number, token: string, deps: DoorDeps) {
    this.#server = server;
    this.port = port;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      respond(request, response, { port, token, deps, signal: this.#stopping.signal }).catch(deps.report);
    });
  }

  /** 0: any port that is free. Fails with `port-taken`. */
  static async open(port: number, token: string, deps: DoorDeps): Promise<Door> {
    // A large file may take longer than the five minutes of the default on its way to the disk.
    const server = createServer({ requestTimeout: 60 * 60_000, headersTimeout: 20_000, keepAliveTimeout: 5000 });
    server.maxConnections = MAX_CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    }).catch((error: unknown) => {
      if (errnoOf(error) === 'EADDRINUSE' || errnoOf(error) === 'EACCES') fail('port-taken', { port });
      throw error;
    });
    server.on('error', deps.report);
    return new Door(server, (server.address() as AddressInfo).port, token, deps);
  }

  /** Nobody is answered any more once it resolves. What is in the queue goes on. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#stopping.abort();
    this.#server.closeAllConnections();
    await closed;
  }
}

interface Context {
  readonly port: number;
  readonly token: string;
  readonly deps: DoorDeps;
  readonly signal: AbortSignal;
}

async function respond(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const plain = request.headers.accept?.startsWith('text/plain') ?? false;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  // A caller that hangs up in the middle is no error of ours.
  request.on('error', () => gone.abort());
  const answer = await answerTo(request, context, AbortSignal.any([context.signal, gone.signal]));
  send(response, answer, plain);
  // Else a caller that was refused could go on sending for as long as it likes.
  if (!request.complete) response.on('finish', () => request.destroy());
}

async function answerTo(request: IncomingMessage, context: Context, signal: AbortSignal): Promise<Answer> {
  const { method = '', url = '', headers } = request;
  const admission = admit({ method, url, headers }, context.port, context.token);
  if (admission.kind === 'out') return { status: admission.status, message: admission.message };
  try {
    if (method !== 'POST') throw new ApiError(405, 'Only POST is answered.');
    signal.throwIfAborted();
    return { status: 200, result: await context.deps.answer(admission.route, request, signal) };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, message: error.message };
    if (isAbort(error) || signal.aborted) return { status: 503, message: abortError(signal).message };
    context.deps.report(error);
    return { status: 500, message: 'Flow Media has a bug here; its log tells more.' };
  }
}
