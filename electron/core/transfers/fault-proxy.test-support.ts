import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PassThrough, pipeline, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pace } from './pace.test-support';

export type Fault =
  /** Answered so instead of being handed on. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly headers?: Record<string, string>;
    }
  /** The connection breaks before the request reaches the server. */
  | { readonly kind: 'reset' }
  /** The connection breaks once so many bytes of the request's body were handed on (at its end, where it has fewer). */
  | { readonly kind: 'break-off'; readonly bytes: number }
  /** The server does its work, and its answer never arrives. */
  | { readonly kind: 'lose-answer' }
  /** The answer comes with another ETag. */
  | { readonly kind: 'etag'; readonly etag: string }
  /** The answer's text comes changed. */
  | { readonly kind: 'rewrite'; readonly change: (text: string) => string }
  /** Only so many bytes of the answer's body arrive. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Waits, and then is handed on. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** Nothing is heard for so many milliseconds; then the connection breaks. */
  | { readonly kind: 'stall'; readonly ms: number }
  /** Waits so many milliseconds, and then both bodies go no faster than the pace, which requests may share. */
  | { readonly kind: 'slow'; readonly ms: number; readonly pace: Pace };

export interface SeenRequest {
  /** `PutObject`, `UploadPart` … */
  readonly operation: string;
  /** Decoded, without the bucket. */
  readonly key: string;
  readonly partNumber: number | null;
  readonly uploadId: string | null;
  /** The status by which the server answered, though its answer may never have arrived; null while it has not. */
  readonly status: number | null;
  /** Bytes that the request says its body has. */
  readonly bytesUp: number;
  /** Bytes of the answer's body that were handed on. */
  readonly bytesDown: number;
}

type Seen = { -readonly [Name in keyof SeenRequest]: SeenRequest[Name] };

/** Stands between app and server, counts, and breaks what it is told to. */
export interface FaultProxy {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Asked for every request; null lets it pass. */
  fault: (seen: SeenRequest) => Fault | null;
  /** Nobody listens any more, until `open` on the same port. */
  close(): Promise<void>;
  open(): Promise<void>;
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const seen: Seen[] = [];
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    const what = describe(request);
    seen.push(what);
    // The request itself forgets its socket once it is destroyed.
    const { socket } = request;
    void handle(proxy.fault(what), { target, agent, request, response, socket, seen: what });
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    open: () => listen(port),
    seen,
    fault: () => null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
  return proxy;
}

/** The fault for the first so many requests of an operation. */
export function first(times: number, operation: string, fault: Fault): (seen: SeenRequest) => Fault | null {
  let left = times;
  return (seen) => (seen.operation === operation && left-- > 0 ? fault : null);
}

export function answer(status: number, code: string, headers: Record<string, string> = {}): Fault {
  return { kind: 'answer', status, code, headers };
}

interface Exchange {
  readonly target: string;
  readonly agent: Agent;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly seen: Seen;
}

async function handle(fault: Fault | null, exchange: Exchange): Promise<void> {
  const { request, response, socket } = exchange;
  request.on('error', () => response.destroy());
  if (fault?.kind === 'answer') return reply(fault, request, response);
  if (fault?.kind === 'hold') await fault.until;
  if (fault?.kind === 'slow' || fault?.kind === 'stall') await wait(fault.ms);
  if (fault?.kind === 'reset' || fault?.kind === 'stall') socket.destroy();
  else if (!request.destroyed) forward(fault, exchange);
}

function reply(fault: Fault & { kind: 'answer' }, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.once('end', () => {
    response.writeHead(fault.status, { 'content-type': 'application/xml', ...fault.headers });
    const xml = `<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>So it was told</Message></Error>`;
    response.end(request.method === 'HEAD' ? undefined : xml);
  });
}

function forward(fault: Fault | null, { target, agent, request, response, socket, seen }: Exchange): void {
  const { hostname, port } = new URL(target);
  const { method, url, headers } = request;
  const onward = httpRequest({ agent, hostname, port, method, path: url, headers }, (reply) => {
    seen.status = reply.statusCode ?? 0;
    pass(fault, { reply, response, socket, seen });
  });
  onward.on('error', () => socket.destroy());
  response.on('close', () => {
    if (!response.writableFinished) onward.destroy();
  });
  const breakOff = (): void => {
    onward.destroy();
    socket.destroy();
  };
  pipeline(request, wayUp(fault, breakOff), onward, (error) => {
    if (error) socket.destroy();
  });
}

function wayUp(fault: Fault | null, breakOff: () => void): Transform {
  if (fault?.kind === 'slow') return fault.pace.stream();
  if (fault?.kind !== 'break-off') return new PassThrough();
  let left = fault.bytes;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      // What lies beyond the break is swallowed: the socket is gone in a moment.
      if (left > 0) done(null, chunk);
      else setImmediate(breakOff);
    },
    flush: () => breakOff(),
  });
}

interface Answered {
  readonly reply: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly seen: Seen;
}

function pass(fault: Fault | null, { reply, response, socket, seen }: Answered): void {
  if (fault?.kind === 'lose-answer') {
    reply.resume();
    reply.once('end', () => socket.destroy());
    return;
  }
  if (fault?.kind === 'rewrite') {
    void rewrite(reply, response, fault.change);
    return;
  }
  response.writeHead(reply.statusCode ?? 500, {
    ...reply.headers,
    ...(fault?.kind === 'etag' ? { etag: `"${fault.etag}"` } : {}),
  });
  if (fault?.kind === 'cut') {
    cut(reply, response, socket, fault.bytes);
    return;
  }
  const counted = fault?.kind === 'slow' ? fault.pace.stream() : new PassThrough();
  counted.on('data', (chunk: Buffer) => (seen.bytesDown += chunk.length));
  pipeline(reply, counted, response, () => undefined);
}

async function rewrite(
  reply: IncomingMessage,
  response: ServerResponse,
  change: (text: string) => string,
): Promise<void> {
  const body = Buffer.from(change(await text(reply)));
  response.writeHead(reply.statusCode ?? 500, { ...reply.headers, 'content-length': body.length });
  response.end(body);
}

function cut(reply: IncomingMessage, response: ServerResponse, socket: Socket, bytes: number): void {
  let left = bytes;
  const breakOff = (): void => void setImmediate(() => socket.destroy());
  reply.on('data', (chunk: Buffer) => {
    if (left <= 0) return;
    response.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) breakOff();
  });
  // Shorter than the cut, or without a body.
  reply.on('end', breakOff);
}

function describe(request: IncomingMessage): Seen {
  const url = new URL(request.url ?? '/', 'http://proxy');
  const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  const part = url.searchParams.get('partNumber');
  return {
    operation: operationOf(request, url.searchParams),
    key,
    partNumber: part === null ? null : Number(part),
    uploadId: url.searchParams.get('uploadId'),
    status: null,
    bytesUp: Number(request.headers['content-length'] ?? 0),
    bytesDown: 0,
  };
}

function operationOf({ method = '', headers }: IncomingMessage, query: URLSearchParams): string {
  const copies = headers['x-amz-copy-source'] !== undefined;
  if (query.has('uploads')) return method === 'POST' ? 'CreateMultipartUpload' : 'ListMultipartUploads';
  if (query.has('uploadId')) {
    if (method === 'PUT') return copies ? 'UploadPartCopy' : 'UploadPart';
    return { POST: 'CompleteMultipartUpload', GET: 'ListParts', DELETE: 'AbortMultipartUpload' }[method] ?? method;
  }
  if (query.has('delete')) return 'DeleteObjects';
  if (query.has('list-type')) return 'ListObjectsV2';
  if (method === 'PUT' && copies) return 'CopyObject';
  return { PUT: 'PutObject', GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? method;
}
