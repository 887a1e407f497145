import type { IncomingHttpHeaders } from 'node:http';
import { BUCKET_NAME_SHAPE } from '../../../shared/r2';
import { readDocument } from './body';
import { isoTime, requireBucket, xmlReply, type Call, type Reply } from './call';
import { demand, found } from './errors';
import { elements, texts } from './xml';

export function listBuckets({ store }: Call): Reply {
  const rows = [...store.tables.buckets.within('')];
  const Bucket = rows.map(([name, { created }]) => ({ CreationDate: isoTime(created), Name: name }));
  return xmlReply('ListAllMyBucketsResult', { Buckets: { Bucket } });
}

export async function createBucket({ store, bucket }: Call): Promise<Reply> {
  demand(BUCKET_NAME_SHAPE.test(bucket), 'InvalidBucketName');
  demand(store.tables.buckets.get(bucket) === undefined, 'BucketAlreadyOwnedByYou');
  await store.commit(['buckets', bucket, { created: Date.now() }]);
  return { status: 200 };
}

/** Open uploads keep a bucket from being deleted too (Alos-no/Cloudflare.NET#42). */
export async function deleteBucket({ store, bucket }: Call): Promise<Reply> {
  const { objects, uploads } = store.tables;
  for (const table of [objects, uploads]) demand(table.within(`${bucket}/`).next().done === true, 'BucketNotEmpty');
  await store.commit(['buckets', bucket, null]);
  return { status: 204 };
}

export const headBucket = (): Reply => ({ status: 200, headers: { 'x-amz-bucket-region': 'auto' } });

export function getBucketCors(call: Call): Reply {
  const rules = found(requireBucket(call).rules, 'NoSuchCORSConfiguration');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: rules };
}

/** PutBucketCors, and DeleteBucketCors, which sets none. */
export async function setBucketCors(call: Call): Promise<Reply> {
  const isPut = call.method === 'PUT';
  const rules = isPut ? await readDocument(call) : undefined;
  demand(rules === undefined || elements(rules, 'CORSRule').length > 0, 'MalformedXML');
  await call.store.commit(['buckets', call.bucket, { ...requireBucket(call), rules }]);
  return { status: isPut ? 200 : 204 };
}

function fits(patterns: readonly string[], value: string): boolean {
  const text = value.toLowerCase();
  return patterns.some((pattern) => {
    const [before = '', after] = pattern.toLowerCase().split('*', 2);
    return after === undefined ? text === before : text.startsWith(before) && text.endsWith(after);
  });
}

/** The answer's CORS headers; undefined where there is no Origin or no rule for it. */
export function corsHeaders(rules: string, method: string, headers: IncomingHttpHeaders) {
  const { origin = '', 'access-control-request-method': wanted = method } = headers;
  const asked = headers['access-control-request-headers'] ?? '';
  const rule = elements(rules, 'CORSRule').find(
    (one) =>
      fits(texts(one, 'AllowedOrigin'), origin) &&
      texts(one, 'AllowedMethod').includes(wanted) &&
      (asked.match(/[^\s,]+/g) ?? []).every((name) => fits(texts(one, 'AllowedHeader'), name)),
  );
  if (rule === undefined || origin === '') return undefined;
  return {
    vary: 'Origin',
    'access-control-allow-origin': texts(rule, 'AllowedOrigin').includes('*') ? '*' : origin,
    'access-control-expose-headers': texts(rule, 'ExposeHeader').join(','),
    'access-control-allow-methods': texts(rule, 'AllowedMethod').join(','),
    'access-control-allow-headers': asked,
    'access-control-max-age': texts(rule, 'MaxAgeSeconds')[0] ?? '5',
  };
}
