import type { IncomingHttpHeaders } from 'node:http';
import { R2_LIMITS } from '../../../shared/r2';
import { demand, found } from './errors';
import type { Conduct } from './profiles';
import type { Store } from './store';
import { identityOf, type Bucket, type StoredObject } from './tables';
import type { Credentials } from './types';
import { xmlDocument, type XmlElement } from './xml';

/** What all requests share. */
export interface Service {
  readonly store: Store;
  readonly conduct: Conduct;
  /** Of all tokens that reach it at this moment. */
  keys: readonly Credentials[];
  /** The sandbox's own, which object-level tokens reach and the public host serves. */
  readonly ownBucket: string;
  /** Of this sandbox, among those of other folders. */
  readonly name: string;
  /** In `Host`, beside this machine's own. */
  readonly names: readonly string[];
}

export interface Call extends Service, ReturnType<typeof parseTarget> {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The body's SHA-256 as signed, or one of the words that stand in its place. */
  readonly payloadHash: string;
  readonly chunks: AsyncIterable<Buffer>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Buffer>;
}

/**
 * What a request line addresses. The key is what the path says, decoded once, with no `..` or `//` taken away: Node hands on `url`
 * as it came over the wire, which a `URL` object would not. `path` is as sent, without the query.
 */
export function parseTarget(url: string) {
  const [path = '', query] = url.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path)?.map(decodeURIComponent) ?? [];
  demand(Buffer.byteLength(key) <= R2_LIMITS.maxKeyBytes, 'InvalidObjectName');
  return { path, query: new URLSearchParams(query), bucket, key };
}

export function xmlReply(root: string, content: XmlElement): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xmlDocument(root, content) };
}

export const isoTime = (time: number): string => new Date(time).toISOString();

export function requireBucket({ store, bucket }: Pick<Call, 'store' | 'bucket'>): Bucket {
  return found(store.tables.buckets.get(bucket), 'NoSuchBucket');
}

export function findObject(target: Pick<Call, 'store' | 'bucket' | 'key'>): StoredObject | undefined {
  requireBucket(target);
  return target.store.tables.objects.get(identityOf(target.bucket, target.key));
}
