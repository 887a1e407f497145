import type { IncomingHttpHeaders } from 'node:http';
import { demand } from './errors';
import type { Conduct } from './profiles';
import type { Store } from './store';
import { identityOf, type Bucket, type Segment, type StoredObject } from './tables';
import type { Target } from './target';
import type { Credentials } from './types';
import { xmlDocument, type XmlElement } from './xml';

/** What all requests share. */
export interface Service {
  readonly store: Store;
  readonly conduct: Conduct;
  readonly credentials: Credentials;
  /** The sandbox's own, which object-level tokens reach and the public host serves. */
  readonly ownBucket: string;
  readonly clock: () => number;
}

/** A request that has been proved and routed. */
export interface Call extends Service {
  readonly method: string;
  readonly target: Target;
  readonly headers: IncomingHttpHeaders;
  readonly payloadHash: string;
  readonly chunks: AsyncIterable<Buffer>;
  readonly now: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | { readonly segments: readonly Segment[]; readonly start: number; readonly end: number };
}

export function xmlReply(root: string, content: XmlElement | string): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xmlDocument(root, content) };
}

export const isoTime = (time: number): string => new Date(time).toISOString();

export function requireBucket({ store, target }: Call, name = target.bucket): Bucket {
  const bucket = store.tables.buckets.get(name);
  demand(bucket !== undefined, 'NoSuchBucket');
  return bucket;
}

export function findObject(call: Call, bucket = call.target.bucket, key = call.target.key): StoredObject | undefined {
  return call.store.tables.objects.get(identityOf(requireBucket(call, bucket).name, key));
}

export function requireObject(call: Call, bucket?: string, key?: string): StoredObject {
  const object = findObject(call, bucket, key);
  demand(object !== undefined, 'NoSuchKey');
  return object;
}
