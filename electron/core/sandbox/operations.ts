import type { IncomingHttpHeaders } from 'node:http';
import * as buckets from './buckets';
import type { Call, Reply } from './call';
import { S3Error } from './errors';
import { listObjectsV2 } from './listing';
import * as multipart from './multipart';
import * as objects from './objects';
import type { Need } from './profiles';
import type { Target } from './target';

export interface Operation {
  readonly need: Need;
  run(call: Call): Reply | Promise<Reply>;
}

const OPERATIONS = {
  ListBuckets: { need: 'inspect', run: buckets.listBuckets },
  CreateBucket: { need: 'manage', run: buckets.createBucket },
  DeleteBucket: { need: 'manage', run: buckets.deleteBucket },
  HeadBucket: { need: 'inspect', run: buckets.headBucket },
  GetBucketLocation: { need: 'inspect', run: buckets.getBucketLocation },
  GetBucketCors: { need: 'inspect', run: buckets.getBucketCors },
  PutBucketCors: { need: 'manage', run: buckets.putBucketCors },
  DeleteBucketCors: { need: 'manage', run: buckets.deleteBucketCors },
  ListObjectsV2: { need: 'list', run: listObjectsV2 },
  ListMultipartUploads: { need: 'list', run: multipart.listMultipartUploads },
  ListParts: { need: 'list', run: multipart.listParts },
  GetObject: { need: 'read', run: objects.getObject },
  HeadObject: { need: 'read', run: objects.getObject },
  PutObject: { need: 'write', run: objects.putObject },
  CopyObject: { need: 'write', run: objects.copyObject },
  DeleteObject: { need: 'write', run: objects.deleteObject },
  DeleteObjects: { need: 'write', run: objects.deleteObjects },
  CreateMultipartUpload: { need: 'write', run: multipart.createMultipartUpload },
  UploadPart: { need: 'write', run: multipart.uploadPart },
  UploadPartCopy: { need: 'write', run: multipart.uploadPartCopy },
  CompleteMultipartUpload: { need: 'write', run: multipart.completeMultipartUpload },
  AbortMultipartUpload: { need: 'write', run: multipart.abortMultipartUpload },
} as const satisfies Record<string, Operation>;

type Name = keyof typeof OPERATIONS;

/** Without these, `PUT key?tagging` would be a PutObject and overwrite the object. */
const SUBRESOURCES: Readonly<Record<string, string>> = {
  acl: 'Acl',
  attributes: 'Attributes',
  encryption: 'Encryption',
  'legal-hold': 'LegalHold',
  lifecycle: 'LifecycleConfiguration',
  policy: 'Policy',
  retention: 'Retention',
  tagging: 'Tagging',
  torrent: 'Torrent',
  versioning: 'Versioning',
  versions: 'Versions',
  website: 'Website',
};

function bucketOperation(method: string, query: URLSearchParams): Name | undefined {
  switch (method) {
    case 'GET':
      if (query.has('cors')) return 'GetBucketCors';
      if (query.has('location')) return 'GetBucketLocation';
      if (query.has('uploads')) return 'ListMultipartUploads';
      if (query.get('list-type') === '2') return 'ListObjectsV2';
      throw new S3Error('NotImplemented', 'ListObjects not implemented');
    case 'PUT':
      return query.has('cors') ? 'PutBucketCors' : 'CreateBucket';
    case 'DELETE':
      return query.has('cors') ? 'DeleteBucketCors' : 'DeleteBucket';
    case 'HEAD':
      return 'HeadBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : undefined;
    default:
      return undefined;
  }
}

function objectOperation(method: string, query: URLSearchParams, headers: IncomingHttpHeaders): Name | undefined {
  const upload = query.has('uploadId');
  const copy = headers['x-amz-copy-source'] !== undefined;
  switch (method) {
    case 'GET':
      return upload ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (upload && query.has('partNumber')) return copy ? 'UploadPartCopy' : 'UploadPart';
      return copy ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return upload ? 'CompleteMultipartUpload' : undefined;
    case 'DELETE':
      return upload ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return undefined;
  }
}

export function findOperation(method: string, target: Target, headers: IncomingHttpHeaders): Operation {
  const level = target.key === '' ? 'Bucket' : 'Object';
  for (const parameter of target.query.keys()) {
    const subject = SUBRESOURCES[parameter];
    const verb = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' }[method];
    if (subject !== undefined && verb !== undefined) {
      throw new S3Error('NotImplemented', `${verb}${level}${subject} not implemented`);
    }
  }
  let name: Name | undefined;
  if (target.bucket === '') name = method === 'GET' && target.key === '' ? 'ListBuckets' : undefined;
  else if (target.key === '') name = bucketOperation(method, target.query);
  else name = objectOperation(method, target.query, headers);
  if (name === undefined) throw new S3Error('RouteNotFound');
  return OPERATIONS[name];
}
