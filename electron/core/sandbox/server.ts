import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseTarget, type Call, type Reply, type Service } from './call';
import { corsHeaders } from './buckets';
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
/** Room for 8 KiB of metadata in many short headers; no end to an upload on a slow line after Node's five minutes. */
const SERVER_OPTIONS = { maxHeaderSize: 64 * 1024, requestTimeout: 0, keepAliveTimeout: 60_000 };

function describe(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  // Of a path that is not encoded as it should be.
  if (error instanceof URIError) return new S3Error('InvalidObjectName');
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return new S3Error('InternalError');
}

/** An HTTP server on loopback. Once an answer has begun, all that is left to do about an error is to cut the connection. */
export function createHost(service: Service, { base, answer, refuse }: Manner) {
  const { store, conduct, name, names } = service;

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<Reply> {
    const { method = '', url = '', headers } = request;
    demand(LOOPBACK.test(headers.host ?? '') || names.includes(headers.host ?? ''), 'AccessDenied');
    const target = parseTarget(base + url);
    const cors = corsHeaders(store.tables.buckets.get(target.bucket)?.rules ?? '', method, headers);
    response.setHeaders(new Map(Object.entries({ server: name, ...cors })));
    if (conduct.profile.delay > 0) await sleep(conduct.profile.delay);
    if (method === 'OPTIONS') return { status: cors === undefined ? 403 : 204 };
    const chunks = conduct.pace(request.iterator({ destroyOnReturn: false }));
    return answer({ ...service, ...target, method, headers, chunks, payloadHash: 'UNSIGNED-PAYLOAD' });
  }

  async function send({ status, headers = {}, body = '' }: Reply, response: ServerResponse): Promise<void> {
    response.statusCode = status;
    response.setHeaders(new Map(Object.entries(headers)));
    if (typeof body === 'string') response.end(body);
    else await pipeline(conduct.pace(body), response);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await send(await reply(request, response), response);
    } catch (error) {
      if (response.headersSent || request.socket.destroyed) response.destroy();
      else await send(refuse(describe(error)), response);
      // Node does so itself for a body that nobody began to read, but a sender must not hang on one left half-way either.
      request.resume();
    }
  }

  const active = new Set<Promise<void>>();
  const server = createServer(SERVER_OPTIONS, (request, response) => {
    const handled = handle(request, response).finally(() => active.delete(handled));
    active.add(handled);
  });
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
