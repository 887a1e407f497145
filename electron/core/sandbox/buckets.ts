import { readDocument } from './body';
import { isoTime, requireBucket, xmlReply, type Call, type Reply } from './call';
import { parseCors } from './cors';
import { demand } from './errors';
import { OWNER } from './listing';

const REGION = 'auto';
export const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

export function listBuckets({ store }: Call): Reply {
  const rows = Array.from(store.tables.buckets.within(''), ([, row]) => row);
  const Bucket = rows.map(({ name, created }) => ({ CreationDate: isoTime(created), Name: name }));
  return xmlReply('ListAllMyBucketsResult', { Owner: OWNER, Buckets: { Bucket } });
}

export async function createBucket({ store, bucket, now }: Call): Promise<Reply> {
  demand(BUCKET_NAME.test(bucket), 'InvalidBucketName');
  demand(store.tables.buckets.get(bucket) === undefined, 'BucketAlreadyOwnedByYou');
  await store.commit(['buckets', bucket, { name: bucket, created: now, cors: [] }]);
  return { status: 200, headers: { location: `/${bucket}` } };
}

/** Open uploads keep a bucket from being deleted too (Alos-no/Cloudflare.NET#42). */
export async function deleteBucket(call: Call): Promise<Reply> {
  const { name } = requireBucket(call);
  const { objects, uploads } = call.store.tables;
  const used = [objects, uploads].some((table) => table.within(`${name}/`).next().done !== true);
  demand(!used, 'BucketNotEmpty');
  await call.store.commit(['buckets', name, null]);
  return { status: 204 };
}

export function headBucket(call: Call): Reply {
  requireBucket(call);
  return { status: 200, headers: { 'x-amz-bucket-region': REGION } };
}

export function getBucketLocation(call: Call): Reply {
  requireBucket(call);
  return xmlReply('LocationConstraint', REGION);
}

export function getBucketCors(call: Call): Reply {
  const { cors } = requireBucket(call);
  demand(cors.length > 0, 'NoSuchCORSConfiguration');
  return xmlReply('CORSConfiguration', { CORSRule: cors });
}

/** PutBucketCors, and DeleteBucketCors, which sets none. */
export async function setBucketCors(call: Call): Promise<Reply> {
  const cors = call.method === 'PUT' ? parseCors(await readDocument(call)) : [];
  const bucket = requireBucket(call);
  await call.store.commit(['buckets', bucket.name, { ...bucket, cors }]);
  return { status: call.method === 'PUT' ? 200 : 204 };
}
