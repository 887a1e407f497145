import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Call, Reply } from './call';
import { corsHeaders } from './cors';
import { S3Error } from './errors';
import { screenHeaders } from './objects';
import { findOperation } from './operations';
import type { Conduct } from './profiles';
import { authenticate } from './sigv4';
import type { Bucket } from './state';
import type { Store } from './storage';
import { isLoopbackHost, parseTarget } from './target';
import type { Credentials } from './types';
import { errorDocument } from './xml';

export interface Service {
  readonly store: Store;
  readonly conduct: Conduct;
  readonly credentials: Credentials;
  /** The sandbox's own, which object-level tokens reach and the public host serves. */
  readonly bucket: string;
  readonly now: () => number;
}

export interface Host {
  readonly server: Server;
  /** Cuts every connection, and returns once nothing touches the store any more. */
  stop(): Promise<void>;
}

async function run(service: Service, request: IncomingMessage): Promise<Reply> {
  const { store, conduct, now } = service;
  const { method = '', headers } = request;
  const target = parseTarget(request.url ?? '');
  if (method === 'OPTIONS') return preflight(service, target.bucket, request);
  const payloadHash = authenticate(request, target, service.credentials, now());
  if (headers['x-amz-security-token'] !== undefined) throw new S3Error('InvalidArgument', 'X-Amz-Security-Token');
  const operation = findOperation(method, target, headers);
  conduct.permit(operation.need, target.bucket === service.bucket);
  const call: Call = {
    ...{ method, target, headers, payloadHash, store, conduct, now: now() },
    chunks: conduct.pace(request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>),
    get bucket(): Bucket {
      return store.bucket(target.bucket);
    },
  };
  screenHeaders(headers);
  conduct.maybeFail(operation.need);
  return operation.run(call);
}

function preflight({ store }: Service, bucket: string, request: IncomingMessage): Reply {
  const headers = corsHeaders(store.state.buckets.get(bucket)?.cors ?? [], 'OPTIONS', request.headers);
  return { status: Object.keys(headers).length > 0 ? 204 : 403 };
}

/** Sends a reply with the CORS headers of the bucket; a body that cannot be read to its end cuts the connection. */
export async function send(
  { store, conduct, now }: Service,
  bucket: string,
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, body }: Reply,
): Promise<void> {
  const cors = corsHeaders(store.state.buckets.get(bucket)?.cors ?? [], request.method ?? '', request.headers);
  const text = typeof body === 'string' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  const date = new Date(now()).toUTCString();
  response.writeHead(status, { date, ...headers, ...text, ...cors });
  if (request.method === 'HEAD' || body === undefined) response.end();
  else if (typeof body === 'string') response.end(body);
  else await pipeline(conduct.pace(store.read(body.object, body.start, body.end)), response);
}

/**
 * An HTTP server on loopback. What `handle` throws is answered by `refuse`; once an answer has begun, all that is left is to
 * cut the connection.
 */
export function createHost(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  refuse: (request: IncomingMessage, response: ServerResponse, error: S3Error) => Promise<void>,
): Host {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (!isLoopbackHost(request.headers.host)) throw new S3Error('AccessDenied');
      await handle(request, response);
    } catch (error) {
      if (response.headersSent || request.socket.destroyed) response.destroy();
      else {
        if (!(error instanceof S3Error))
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        await refuse(request, response, error instanceof S3Error ? error : new S3Error('InternalError'));
        // Node does so itself for a body that nobody began to read, but a sender must not hang on one left half-way either.
        request.resume();
      }
    }
  };
  const active = new Set<Promise<void>>();
  // Room for 8 KiB of metadata in many short headers, named once more in the signature.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    const answered = answer(request, response).finally(() => active.delete(answered));
    active.add(answered);
  });
  // Node's five minutes for a request would end a large upload on a slow line.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  return {
    server,
    async stop() {
      server.close();
      server.closeAllConnections();
      await Promise.all(active);
    },
  };
}

export function createS3Host(service: Service): Host {
  const bucketOf = (request: IncomingMessage): string => (request.url ?? '').split(/[/?]/)[1] ?? '';
  return createHost(
    async (request, response) => {
      await service.conduct.delay();
      await send(service, bucketOf(request), request, response, await run(service, request));
    },
    async (request, response, error) => {
      const reply = {
        status: error.status,
        headers: { 'content-type': 'application/xml' },
        body: errorDocument(error),
      };
      await send(service, bucketOf(request), request, response, reply);
    },
  );
}
