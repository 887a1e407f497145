import type { OperationName } from '../../../shared/usage';

/** What tells an operation: of a request as it goes out, whoever sends it. */
export interface SentRequest {
  readonly method: string;
  /** Encoded. */
  readonly path: string;
  /** The names of its query parameters. */
  readonly parameters: ReadonlySet<string>;
  readonly copies: boolean;
}

/** An answer of the server; told of every one, good or bad, once for each time a request went out. */
export interface Answered {
  /** null: none that R2 has a price for. */
  readonly operation: OperationName | null;
  /** '' where none is named. */
  readonly bucket: string;
  readonly status: number;
  /** Bytes of an object that come with it. */
  readonly objectBytes: number;
}

export type OnAnswer = (answered: Answered) => void;

/** Tells of an answer before it is known what it means: with the path as it was sent. */
export type TellAnswer = (request: SentRequest, status: number, contentLength: string | undefined) => void;

/** `request` with its path from the bucket on. */
export function answeredOf(request: SentRequest, status: number, contentLength: string | undefined): Answered {
  const operation = operationOf(request);
  const carries = operation === 'GetObject' && (status === 200 || status === 206);
  const objectBytes = carries ? Number(contentLength ?? 0) : 0;
  return { operation, bucket: bucketOf(request.path), status, objectBytes };
}

type Level = 'account' | 'bucket' | 'object';

/** The first whose method and level fit, and whose parameters the request all has (docs.aws.amazon.com/AmazonS3/latest/API). */
const OPERATIONS: readonly (readonly [method: string, level: Level, parameters: readonly string[], OperationName])[] = [
  ['GET', 'account', [], 'ListBuckets'],
  ['GET', 'bucket', ['cors'], 'GetBucketCors'],
  ['GET', 'bucket', ['encryption'], 'GetBucketEncryption'],
  ['GET', 'bucket', ['lifecycle'], 'GetBucketLifecycleConfiguration'],
  ['GET', 'bucket', ['location'], 'GetBucketLocation'],
  ['GET', 'bucket', ['uploads'], 'ListMultipartUploads'],
  ['GET', 'bucket', [], 'ListObjects'],
  ['HEAD', 'bucket', [], 'HeadBucket'],
  ['PUT', 'bucket', ['cors'], 'PutBucketCors'],
  ['PUT', 'bucket', ['encryption'], 'PutBucketEncryption'],
  ['PUT', 'bucket', ['lifecycle'], 'PutBucketLifecycleConfiguration'],
  ['PUT', 'bucket', [], 'PutBucket'],
  ['DELETE', 'bucket', ['cors'], 'DeleteBucketCors'],
  ['DELETE', 'bucket', [], 'DeleteBucket'],
  ['POST', 'bucket', ['delete'], 'DeleteObjects'],
  ['GET', 'object', ['uploadId'], 'ListParts'],
  ['GET', 'object', [], 'GetObject'],
  ['HEAD', 'object', [], 'HeadObject'],
  ['PUT', 'object', ['uploadId'], 'UploadPart'],
  ['PUT', 'object', [], 'PutObject'],
  ['DELETE', 'object', ['uploadId'], 'AbortMultipartUpload'],
  ['DELETE', 'object', [], 'DeleteObject'],
  ['POST', 'object', ['uploads'], 'CreateMultipartUpload'],
  ['POST', 'object', ['uploadId'], 'CompleteMultipartUpload'],
];

/** null for what is none of the above. */
export function operationOf({ method, path, parameters, copies }: SentRequest): OperationName | null {
  const level = levelOf(path);
  const found = OPERATIONS.find(
    ([ofMethod, ofLevel, names]) =>
      method === ofMethod && level === ofLevel && names.every((name) => parameters.has(name)),
  )?.[3];
  if (copies && found === 'UploadPart') return 'UploadPartCopy';
  return copies && found === 'PutObject' ? 'CopyObject' : (found ?? null);
}

/** A key may begin with a slash, or be nothing else. */
function levelOf(path: string): Level {
  const bucket = bucketOf(path);
  if (bucket === '') return 'account';
  return path.length > bucket.length + 2 ? 'object' : 'bucket';
}

function bucketOf(path: string): string {
  return path.split('/', 2)[1] ?? '';
}
