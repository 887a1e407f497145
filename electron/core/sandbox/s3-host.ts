import * as buckets from './buckets';
import { requireBucket, type Call, type Reply } from './call';
import { demand, found, type S3Error } from './errors';
import { listObjectsV2 } from './listing';
import * as multipart from './multipart';
import * as objects from './objects';
import type { Need } from './profiles';
import type { Manner } from './server';
import { authenticate } from './sigv4';
import { xmlDocument } from './xml';

type Run = (call: Call) => Reply | Promise<Reply>;

/** The first that has a request's method and level, and whose parameter is one of its query or headers, is what it asks for. */
const OPERATIONS: readonly (readonly [method: string, level: string, parameter: string, need: Need, run: Run])[] = [
  ['GET', 'Account', '', 'inspect', buckets.listBuckets],
  ['GET', 'Bucket', 'cors', 'inspect', buckets.getBucketCors],
  ['GET', 'Bucket', 'uploads', 'list', multipart.listMultipartUploads],
  ['GET', 'Bucket', '', 'list', listObjectsV2],
  ['HEAD', 'Bucket', '', 'inspect', buckets.headBucket],
  ['PUT', 'Bucket', 'cors', 'manage', buckets.setBucketCors],
  ['PUT', 'Bucket', '', 'manage', buckets.createBucket],
  ['DELETE', 'Bucket', 'cors', 'manage', buckets.setBucketCors],
  ['DELETE', 'Bucket', '', 'manage', buckets.deleteBucket],
  ['POST', 'Bucket', 'delete', 'write', objects.deleteObjects],
  ['GET', 'Object', 'uploadId', 'list', multipart.listParts],
  ['GET', 'Object', '', 'read', objects.getObject],
  ['HEAD', 'Object', '', 'read', objects.getObject],
  ['PUT', 'Object', 'partNumber', 'write', multipart.uploadPart],
  ['PUT', 'Object', 'x-amz-copy-source', 'write', objects.copyObject],
  ['PUT', 'Object', '', 'write', objects.putObject],
  ['DELETE', 'Object', 'uploadId', 'write', multipart.abortMultipartUpload],
  ['DELETE', 'Object', '', 'write', objects.deleteObject],
  ['POST', 'Object', 'uploads', 'write', multipart.createMultipartUpload],
  ['POST', 'Object', 'uploadId', 'write', multipart.completeMultipartUpload],
];

/** What R2 does not have. Without these, `PUT key?tagging` would be a PutObject and overwrite the object. */
const SUBRESOURCES = /^(acl|attributes|legal-hold|lifecycle|location|policy|retention|tagging|torrent|versioning)$/;

async function answer(unsigned: Call): Promise<Reply> {
  const call = { ...unsigned, payloadHash: authenticate(unsigned) };
  const { method, bucket, key, query, headers, conduct } = call;
  const level = key !== '' ? 'Object' : bucket === '' ? 'Account' : 'Bucket';
  const asked = ['', ...query.keys(), ...Object.keys(headers)];
  demand(![...query.keys()].some((name) => SUBRESOURCES.test(name)), 'NotImplemented');
  const operation = OPERATIONS.find(
    ([ofMethod, ofLevel, parameter]) => method === ofMethod && level === ofLevel && asked.includes(parameter),
  );
  const [, , , need, run] = found(operation, 'NotImplemented');
  conduct.permit(need, bucket === call.ownBucket);
  if (level !== 'Account' && run !== buckets.createBucket) requireBucket(call);
  conduct.maybeFail();
  return run(call);
}

/** Unlike its other documents, R2's errors bear no namespace. */
function refuse({ status, code, message }: S3Error): Reply {
  const body = xmlDocument('Error', { Code: code, Message: message }, '');
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

export const S3_HOST: Manner = { base: '', answer, refuse };
