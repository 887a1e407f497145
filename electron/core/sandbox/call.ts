import type { IncomingHttpHeaders } from 'node:http';
import { consume } from './body';
import type { Digest, Sink } from './body';
import { S3Error } from './errors';
import type { Conduct } from './profiles';
import type { Bucket, StoredObject } from './state';
import type { Store } from './storage';
import type { Target } from './target';
import { xmlDocument } from './xml';
import type { XmlElement } from './xml';

/** A request that has been proved and routed. */
export interface Call {
  readonly method: string;
  readonly target: Target;
  readonly headers: IncomingHttpHeaders;
  readonly payloadHash: string;
  readonly chunks: AsyncIterable<Buffer>;
  readonly store: Store;
  readonly conduct: Conduct;
  readonly now: number;
  /** The one that the path names; looking at it when there is none is NoSuchBucket. */
  readonly bucket: Bucket;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | { readonly object: StoredObject; readonly start: number; readonly end: number };
}

export function xmlReply(root: string, content: XmlElement | string): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xmlDocument(root, content) };
}

const MAX_DOCUMENT = 8 * 1024 * 1024;

/** A body that is an XML document: 10,000 parts, or 1,000 keys of 1,024 bytes, fit. */
export async function readDocument(call: Call): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  await consume(call, (chunk) => {
    size += chunk.length;
    if (size > MAX_DOCUMENT) throw new S3Error('EntityTooLarge');
    parts.push(chunk);
  });
  return Buffer.concat(parts).toString('utf8');
}

export function receive(call: Call, name: string): Promise<{ readonly file: string; readonly result: Digest }> {
  return call.store.write(name, (sink: Sink) => consume(call, sink));
}
