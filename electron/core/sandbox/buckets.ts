import { readDocument, xmlReply } from './call';
import type { Call, Reply } from './call';
import { corsDocument, parseCors } from './cors';
import { S3Error } from './errors';

export function listBuckets(call: Call): Reply {
  const buckets = [...call.store.state.buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return xmlReply('ListAllMyBucketsResult', {
    Owner: { ID: 'sandbox', DisplayName: 'sandbox' },
    Buckets: {
      Bucket: buckets.map(({ name, created }) => ({ CreationDate: new Date(created).toISOString(), Name: name })),
    },
  });
}

export const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

export async function createBucket(call: Call): Promise<Reply> {
  const { bucket } = call.target;
  if (!BUCKET_NAME.test(bucket)) throw new S3Error('InvalidBucketName');
  await call.store.exclusive(`bucket/${bucket}`, async () => {
    if (call.store.state.buckets.has(bucket)) throw new S3Error('BucketAlreadyOwnedByYou');
    await call.store.commit({ op: 'create-bucket', bucket, created: call.now });
  });
  return { status: 200, headers: { location: `/${bucket}` } };
}

/** Open uploads keep a bucket from being deleted too (Alos-no/Cloudflare.NET#42). */
export async function deleteBucket(call: Call): Promise<Reply> {
  const { name, objects } = call.bucket;
  const uploads = [...call.store.state.uploads.values()].some(({ bucket }) => bucket === name);
  if (objects.size > 0 || uploads) throw new S3Error('BucketNotEmpty');
  await call.store.commit({ op: 'delete-bucket', bucket: name });
  return { status: 204 };
}

const REGION = 'auto';

export function headBucket(call: Call): Reply {
  requireBucket(call);
  return { status: 200, headers: { 'x-amz-bucket-region': REGION } };
}

export function getBucketLocation(call: Call): Reply {
  requireBucket(call);
  return xmlReply('LocationConstraint', REGION);
}

function requireBucket(call: Call): void {
  call.store.bucket(call.target.bucket);
}

export function getBucketCors({ bucket: { cors } }: Call): Reply {
  if (cors.length === 0) throw new S3Error('NoSuchCORSConfiguration');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: corsDocument(cors) };
}

export async function putBucketCors(call: Call): Promise<Reply> {
  const rules = parseCors(await readDocument(call));
  await call.store.commit({ op: 'cors', bucket: call.bucket.name, rules });
  return { status: 200 };
}

export async function deleteBucketCors(call: Call): Promise<Reply> {
  await call.store.commit({ op: 'cors', bucket: call.bucket.name, rules: [] });
  return { status: 204 };
}
