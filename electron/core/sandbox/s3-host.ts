import * as buckets from './buckets';
import type { Call, Reply } from './call';
import { demand, type S3Error } from './errors';
import { listObjectsV2 } from './listing';
import * as multipart from './multipart';
import * as objects from './objects';
import type { Need } from './profiles';
import type { Manner } from './server';
import { authenticate } from './sigv4';
import { errorDocument } from './xml';

const COPY = 'x-amz-copy-source';
type Level = 'Account' | 'Bucket' | 'Object';
type Run = (call: Call) => Reply | Promise<Reply>;

/** The first that has a request's method and level, and whose parameter the request has among its own, is what it asks for. */
const OPERATIONS: readonly (readonly [method: string, level: Level, parameter: string, need: Need, run: Run])[] = [
  ['GET', 'Account', '', 'inspect', buckets.listBuckets],
  ['GET', 'Bucket', 'cors', 'inspect', buckets.getBucketCors],
  ['GET', 'Bucket', 'location', 'inspect', buckets.getBucketLocation],
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
  ['PUT', 'Object', COPY, 'write', objects.copyObject],
  ['PUT', 'Object', '', 'write', objects.putObject],
  ['DELETE', 'Object', 'uploadId', 'write', multipart.abortMultipartUpload],
  ['DELETE', 'Object', '', 'write', objects.deleteObject],
  ['POST', 'Object', 'uploads', 'write', multipart.createMultipartUpload],
  ['POST', 'Object', 'uploadId', 'write', multipart.completeMultipartUpload],
];

/** Without these, `PUT key?tagging` would be a PutObject and overwrite the object. */
const SUBRESOURCES =
  /^(acl|attributes|encryption|legal-hold|lifecycle|policy|retention|tagging|torrent|versioning|versions|website)$/;
/** Headers that R2 refuses, and that this server would otherwise leave undone without a word. */
const UNSUPPORTED =
  /^x-amz-(tagging|grant-.*|website-redirect-location|object-lock-.*|mfa|server-side-encryption-(customer|aws|context|bucket).*)$/;

const pascal = (word: string): string =>
  word.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase());

function findOperation({ method, bucket, key, query, headers }: Call) {
  const level = key !== '' ? 'Object' : bucket === '' ? 'Account' : 'Bucket';
  const asked = ['', ...query.keys(), ...(COPY in headers ? [COPY] : [])];
  const changing = ['GET', 'PUT', 'DELETE'].includes(method);
  const subresource = (changing && [...query.keys()].find((name) => SUBRESOURCES.test(name))) || '';
  const subject = pascal(subresource).replace('Lifecycle', 'LifecycleConfiguration');
  demand(subresource === '', 'NotImplemented', `${pascal(method.toLowerCase())}${level}${subject} not implemented`);
  const operation = OPERATIONS.find(
    ([ofMethod, ofLevel, parameter]) => method === ofMethod && level === ofLevel && asked.includes(parameter),
  );
  demand(operation !== undefined && (bucket !== '' || level === 'Account'), 'RouteNotFound');
  return operation;
}

async function answer(call: Call): Promise<Reply> {
  const { headers, conduct } = call;
  const payloadHash = authenticate(call);
  demand(headers['x-amz-security-token'] === undefined, 'InvalidArgument', 'X-Amz-Security-Token');
  const [, , , need, run] = findOperation(call);
  conduct.permit(need, call.bucket === call.ownBucket);
  const odd = Object.keys(headers).find((name) => UNSUPPORTED.test(name)) ?? '';
  demand(odd === '', 'NotImplemented', `Header '${odd}' with value '${String(headers[odd])}' not implemented`);
  conduct.maybeFail(need);
  return run({ ...call, payloadHash });
}

function refuse(error: S3Error): Reply {
  return { status: error.status, headers: { 'content-type': 'application/xml' }, body: errorDocument(error) };
}

export const S3_HOST: Manner = { base: '', answer, refuse };
