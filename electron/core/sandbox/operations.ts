import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import * as buckets from './buckets';
import type { Call, Reply, Service } from './call';
import { corsHeaders } from './cors';
import { demand, type S3Error } from './errors';
import { listObjectsV2 } from './listing';
import * as multipart from './multipart';
import * as objects from './objects';
import type { Need } from './profiles';
import { createHost, type Host } from './server';
import { authenticate } from './sigv4';
import { parseTarget, type Target } from './target';
import { errorDocument } from './xml';

type Run = (call: Call) => Reply | Promise<Reply>;
type Level = 'Account' | 'Bucket' | 'Object';

const COPY = 'x-amz-copy-source';

/** The first that has a request's method and level, and whose parameters the request has among its own, is what it asks for. */
const OPERATIONS: readonly (readonly [method: string, level: Level, parameters: string[], need: Need, run: Run])[] = [
  ['GET', 'Account', [], 'inspect', buckets.listBuckets],
  ['GET', 'Bucket', ['cors'], 'inspect', buckets.getBucketCors],
  ['GET', 'Bucket', ['location'], 'inspect', buckets.getBucketLocation],
  ['GET', 'Bucket', ['uploads'], 'list', multipart.listMultipartUploads],
  ['GET', 'Bucket', [], 'list', listObjectsV2],
  ['HEAD', 'Bucket', [], 'inspect', buckets.headBucket],
  ['PUT', 'Bucket', ['cors'], 'manage', buckets.putBucketCors],
  ['PUT', 'Bucket', [], 'manage', buckets.createBucket],
  ['DELETE', 'Bucket', ['cors'], 'manage', buckets.deleteBucketCors],
  ['DELETE', 'Bucket', [], 'manage', buckets.deleteBucket],
  ['POST', 'Bucket', ['delete'], 'write', objects.deleteObjects],
  ['GET', 'Object', ['uploadId'], 'list', multipart.listParts],
  ['GET', 'Object', [], 'read', objects.getObject],
  ['HEAD', 'Object', [], 'read', objects.getObject],
  ['PUT', 'Object', ['uploadId', 'partNumber', COPY], 'write', multipart.uploadPartCopy],
  ['PUT', 'Object', ['uploadId', 'partNumber'], 'write', multipart.uploadPart],
  ['PUT', 'Object', [COPY], 'write', objects.copyObject],
  ['PUT', 'Object', [], 'write', objects.putObject],
  ['DELETE', 'Object', ['uploadId'], 'write', multipart.abortMultipartUpload],
  ['DELETE', 'Object', [], 'write', objects.deleteObject],
  ['POST', 'Object', ['uploads'], 'write', multipart.createMultipartUpload],
  ['POST', 'Object', ['uploadId'], 'write', multipart.completeMultipartUpload],
];

/** Without these, `PUT key?tagging` would be a PutObject and overwrite the object. */
const SUBRESOURCES =
  /^(acl|attributes|encryption|legal-hold|lifecycle|policy|retention|tagging|torrent|versioning|versions|website)$/;
/** Headers that R2 refuses, and that this server would otherwise leave undone without a word. */
const UNSUPPORTED =
  /^x-amz-(tagging|grant-.*|website-redirect-location|object-lock-.*|mfa|server-side-encryption-(customer|aws|context|bucket).*)$/;

const pascal = (word: string): string =>
  word.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase());

function findOperation(method: string, { bucket, key, query }: Target, headers: IncomingHttpHeaders) {
  const level = key !== '' ? 'Object' : bucket === '' ? 'Account' : 'Bucket';
  const asked = [...query.keys(), ...(COPY in headers ? [COPY] : [])];
  const subresource = ['GET', 'PUT', 'DELETE'].includes(method)
    ? asked.find((name) => SUBRESOURCES.test(name))
    : undefined;
  const subject = pascal(subresource ?? '').replace('Lifecycle', 'LifecycleConfiguration');
  demand(
    subresource === undefined,
    'NotImplemented',
    `${pascal(method.toLowerCase())}${level}${subject} not implemented`,
  );
  const operation = OPERATIONS.find(
    ([ofMethod, ofLevel, parameters]) =>
      method === ofMethod && level === ofLevel && parameters.every((name) => asked.includes(name)),
  );
  demand(operation !== undefined && (bucket !== '' || level === 'Account'), 'RouteNotFound');
  return operation;
}

/** Proves a request of the S3 host and does what it asks. */
async function answer(service: Service, request: IncomingMessage): Promise<Reply> {
  const { store, conduct, credentials, ownBucket, clock } = service;
  const { method = '', url = '', headers } = request;
  const target = parseTarget(url);
  if (method === 'OPTIONS') {
    const { cors = [] } = store.tables.buckets.get(target.bucket) ?? {};
    return { status: Object.keys(corsHeaders(cors, method, headers)).length > 0 ? 204 : 403 };
  }
  const payloadHash = authenticate(request, target, credentials, clock());
  demand(headers['x-amz-security-token'] === undefined, 'InvalidArgument', 'X-Amz-Security-Token');
  const [, , , need, run] = findOperation(method, target, headers);
  conduct.permit(need, target.bucket === ownBucket);
  const odd = Object.keys(headers).find((name) => UNSUPPORTED.test(name)) ?? '';
  demand(odd === '', 'NotImplemented', `Header '${odd}' with value '${String(headers[odd])}' not implemented`);
  conduct.maybeFail(need);
  const chunks = conduct.pace(request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
  return run({ ...service, method, target, headers, payloadHash, chunks, now: clock() });
}

function refuse(error: S3Error): Reply {
  return { status: error.status, headers: { 'content-type': 'application/xml' }, body: errorDocument(error) };
}

export function createS3Host(service: Service): Host {
  return createHost(service, { bucketOf: ({ url = '' }) => url.split(/[/?]/, 2)[1] ?? '', answer, refuse });
}
