import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

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
  /** The server does its work, and its answer never arrives. */
  | { readonly kind: 'lose-answer' }
  /** The answer comes with another ETag. */
  | { readonly kind: 'etag'; readonly etag: string }
  /** The answer's text comes changed. */
  | { readonly kind: 'rewrite'; readonly change: (text: string) => string }
  /** Only so many bytes of the answer's body arrive. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Waits, and then is handed on. */
  | { readonly kind: 'hold'; readonly until: Promise<void> };

export interface SeenRequest {
  /** `PutObject`, `UploadPart` … */
  readonly operation: string;
  /** Decoded, without the bucket. */
  readonly key: string;
  readonly partNumber: number | null;
}

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
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const what = describe(request);
    seen.push(what);
    void handle(proxy.fault(what), target, request, response);
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

async function handle(
  fault: Fault | null,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (fault?.kind === 'reset') request.socket.destroy();
  else if (fault?.kind === 'answer') reply(fault, request, response);
  else {
    if (fault?.kind === 'hold') await fault.until;
    forward(fault, target, request, response);
  }
}

function reply(fault: Fault & { kind: 'answer' }, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.once('end', () => {
    response.writeHead(fault.status, { 'content-type': 'application/xml', ...fault.headers });
    response.end(`<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>So it was told</Message></Error>`);
  });
}

function forward(fault: Fault | null, target: string, request: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = new URL(target);
  const { method, url, headers } = request;
  const onward = httpRequest({ hostname, port, method, path: url, headers }, (reply) => {
    if (fault?.kind === 'lose-answer') {
      reply.resume();
      reply.once('end', () => request.socket.destroy());
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
    if (fault?.kind === 'cut') cut(reply, response, fault.bytes);
    else reply.pipe(response);
  });
  onward.on('error', () => request.socket.destroy());
  request.on('error', () => onward.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
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

function cut(reply: IncomingMessage, response: ServerResponse, bytes: number): void {
  let left = bytes;
  reply.on('data', (chunk: Buffer) => {
    if (left <= 0) return;
    response.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) setImmediate(() => response.socket?.destroy());
  });
}

function describe(request: IncomingMessage): SeenRequest {
  const url = new URL(request.url ?? '/', 'http://proxy');
  const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  const part = url.searchParams.get('partNumber');
  return {
    operation: operationOf(request.method ?? '', url.searchParams),
    key,
    partNumber: part === null ? null : Number(part),
  };
}

function operationOf(method: string, query: URLSearchParams): string {
  if (query.has('uploads')) return method === 'POST' ? 'CreateMultipartUpload' : 'ListMultipartUploads';
  if (query.has('uploadId')) {
    return (
      { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', GET: 'ListParts', DELETE: 'AbortMultipartUpload' }[
        method
      ] ?? method
    );
  }
  return { PUT: 'PutObject', GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? method;
}
