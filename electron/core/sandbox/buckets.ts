import { readDocument } from './body';
import { isoTime, requireBucket, xmlReply, type Call, type Reply } from './call';
import { parseCors } from './cors';
import { demand } from './errors';
import { OWNER } from './listing';

const REGION = 'auto';
export const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

export function listBuckets({ store }: Call): Reply {
  const Bucket = Array.from(store.tables.buckets.within(''), ([Name, { created }]) => {
    return { CreationDate: isoTime(created), Name };
  });
  return xmlReply('ListAllMyBucketsResult', { Owner: OWNER, Buckets: { Bucket } });
}

export async function createBucket({ store, target: { bucket }, now }: Call): Promise<Reply> {
  demand(BUCKET_NAME.test(bucket), 'InvalidBucketName');
  demand(!store.tables.buckets.has(bucket), 'BucketAlreadyOwnedByYou');
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

export async function putBucketCors(call: Call): Promise<Reply> {
  const cors = parseCors(await readDocument(call));
  const bucket = requireBucket(call);
  await call.store.commit(['buckets', bucket.name, { ...bucket, cors }]);
  return { status: 200 };
}

export async function deleteBucketCors(call: Call): Promise<Reply> {
  const bucket = requireBucket(call);
  await call.store.commit(['buckets', bucket.name, { ...bucket, cors: [] }]);
  return { status: 204 };
}
