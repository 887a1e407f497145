import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { demand, S3Error } from './errors';
import type { Conduct } from './profiles';
import type { Store } from './store';
import { identityOf, type Bucket, type ByteRange, type Segment, type StoredObject } from './tables';
import type { Credentials } from './types';
import { xmlDocument, type XmlElement } from './xml';

/** What all requests share. */
export interface Service {
  readonly store: Store;
  readonly conduct: Conduct;
  /** Of all tokens that reach it at this moment. */
  readonly keys: () => readonly Credentials[];
  /** The sandbox's own, which object-level tokens reach and the public host serves. */
  readonly ownBucket: string;
  readonly names: readonly string[];
  readonly clock: () => number;
}

/** What a request line addresses: keys are what the path says, decoded once, with no `..` or `//` taken away. */
export interface Target {
  /** As sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly bucket: string;
  readonly key: string;
}

export interface Call extends Service, Target {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The body's SHA-256 as signed, or one of the words that stand in its place. */
  readonly payloadHash: string;
  readonly chunks: AsyncIterable<Buffer>;
  readonly now: number;
  /** The files that the request has made: those that no row names when it fails go with it. */
  readonly made: Segment[];
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | (ByteRange & { readonly segments: readonly Segment[] });
}

const MAX_KEY_BYTES = 1024;

export function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new S3Error('InvalidObjectName');
  }
}

/** Node hands on `url` as it came over the wire, which a `URL` object would not: that resolves `..`. */
export function parseTarget(url: string): Target {
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path)?.map(decodePath) ?? [];
  demand(path.startsWith('/'), 'RouteNotFound');
  demand(Buffer.byteLength(key) <= MAX_KEY_BYTES, 'InvalidObjectName');
  return { path, query: new URLSearchParams(query), bucket, key };
}

/** AWS's `UriEncode`: all but RFC 3986's unreserved characters, `/` too. */
export function uriEncode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function xmlReply(root: string, content: XmlElement | string): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xmlDocument(root, content) };
}

export const isoTime = (time: number): string => new Date(time).toISOString();

export function requireBucket({ store, ...call }: Call, name = call.bucket): Bucket {
  const bucket = store.tables.buckets.get(name);
  demand(bucket !== undefined, 'NoSuchBucket');
  return bucket;
}

export function findObject(call: Call, bucket = call.bucket, key = call.key): StoredObject | undefined {
  return call.store.tables.objects.get(identityOf(requireBucket(call, bucket).name, key));
}

export function requireObject(call: Call, bucket?: string, key?: string): StoredObject {
  const object = findObject(call, bucket, key);
  demand(object !== undefined, 'NoSuchKey');
  return object;
}
