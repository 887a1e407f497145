import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseTarget, type Call, type Reply, type Service } from './call';
import { corsHeaders } from './cors';
import { demand, S3Error } from './errors';

/** What makes a host the S3 one or the public one. */
export interface Manner {
  /** What stands before each request's path: the public host is one bucket's. */
  readonly base: string;
  readonly answer: (call: Call) => Promise<Reply>;
  readonly refuse: (error: S3Error) => Reply;
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
export function createHost(service: Service, { base, answer, refuse }: Manner) {
  const { store, conduct, clock } = service;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    let cors: Record<string, string> = {};
    const send = async ({ status, headers, body }: Reply): Promise<void> => {
      const length = typeof body === 'string' ? { 'content-length': Buffer.byteLength(body) } : {};
      response.writeHead(status, { date: new Date(clock()).toUTCString(), ...headers, ...length, ...cors });
      if (method === 'HEAD' || body === undefined) response.end();
      else if (typeof body === 'string') response.end(body);
      else await pipeline(conduct.pace(store.read(body.segments, body.start, body.end)), response);
    };
    const reply = async (): Promise<Reply> => {
      const { host = '' } = headers;
      demand(LOOPBACK.test(host) || service.names.includes(host), 'AccessDenied');
      const target = parseTarget(base + url);
      cors = corsHeaders(store.tables.buckets.get(target.bucket)?.cors ?? [], method, headers);
      if (conduct.profile.delay > 0) await sleep(conduct.profile.delay);
      if (method === 'OPTIONS') return { status: Object.keys(cors).length > 0 ? 204 : 403 };
      const chunks = conduct.pace(request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
      const body = { chunks, payloadHash: 'UNSIGNED-PAYLOAD', made: [] };
      const call: Call = { ...service, ...target, ...body, request, method, headers, now: clock() };
      return answer(call).catch(async (error: unknown) => {
        await store.discard(call.made);
        throw error;
      });
    };
    try {
      await send(await reply());
    } catch (error) {
      if (response.headersSent || request.socket.destroyed) {
        response.destroy();
        return;
      }
      await send(refuse(describe(error)));
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
  const listen = async (port: number): Promise<number> => {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  };
  /** Cuts every connection, and returns once nothing touches the store any more. */
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await Promise.all(active);
  };
  return { listen, stop };
}

export type Host = ReturnType<typeof createHost>;
