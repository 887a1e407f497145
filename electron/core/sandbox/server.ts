import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Reply, Service } from './call';
import { corsHeaders } from './cors';
import { demand, S3Error } from './errors';

export interface Host {
  readonly server: Server;
  /** Cuts every connection, and returns once nothing touches the store any more. */
  stop(): Promise<void>;
}

/** What makes a host the S3 one or the public one. */
export interface Manner {
  /** The bucket whose CORS rules an answer follows. */
  bucketOf(request: IncomingMessage): string;
  answer(service: Service, request: IncomingMessage): Promise<Reply>;
  refuse(error: S3Error): Reply;
}

/**
 * A page of another site may reach a loopback port by rebinding its own name to 127.0.0.1, and then counts as same-origin;
 * its requests still bear that name in Host.
 */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

function describe(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return new S3Error('InternalError');
}

/** An HTTP server on loopback. Once an answer has begun, all that is left to do about an error is to cut the connection. */
export function createHost(service: Service, { bucketOf, answer, refuse }: Manner): Host {
  const { store, conduct, clock } = service;
  const send = async (request: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply) => {
    const rules = store.tables.buckets.get(bucketOf(request))?.cors ?? [];
    const cors = corsHeaders(rules, request.method ?? '', request.headers);
    const length = typeof body === 'string' ? { 'content-length': Buffer.byteLength(body) } : {};
    response.writeHead(status, { date: new Date(clock()).toUTCString(), ...headers, ...length, ...cors });
    if (request.method === 'HEAD' || body === undefined) response.end();
    else if (typeof body === 'string') response.end(body);
    else await pipeline(conduct.pace(store.read(body.segments, body.start, body.end)), response);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      demand(LOOPBACK.test(request.headers.host ?? ''), 'AccessDenied');
      await conduct.delay();
      await send(request, response, await answer(service, request));
    } catch (error) {
      if (response.headersSent || request.socket.destroyed) {
        response.destroy();
        return;
      }
      await send(request, response, refuse(describe(error)));
      // Node does so itself for a body that nobody began to read, but a sender must not hang on one left half-way either.
      request.resume();
    }
  };
  const active = new Set<Promise<void>>();
  // Room for 8 KiB of metadata in many short headers, named once more in the signature.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    const handled = handle(request, response).finally(() => active.delete(handled));
    active.add(handled);
  });
  // Node's five minutes for a request would end a large upload on a slow line.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await Promise.all(active);
  };
  return { server, stop };
}
