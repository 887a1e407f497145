import { GetObjectCommand, HeadObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { CorsRule } from '../../../shared/cloudflare';
import { FailureError, type FailureCode } from '../../../shared/failure';
import { AS_STORED } from './as-stored';
import { decodeMetadata } from './metadata';
import { otherHeadersOf } from './other-headers';
import { getObject, putObject, uploadPart } from './r2-bodies';
import { R2Client } from './r2-client';
import { copyObject, uploadPartCopy } from './r2-copy';
import { readBucketCors, writeBucketCors } from './r2-cors';
import { deleteMany, deleteOne } from './r2-delete';
import { listObjects } from './r2-list';
import { abortMultipart, completeMultipart, createMultipart, listMultiparts, listParts } from './r2-multipart';
import { putStream } from './r2-stream';
import { bareEtag, mustHave } from './replies';
import type {
  BegunMultipart,
  CopyRequest,
  DeleteAnswer,
  GetOptions,
  ListedMultipart,
  ListPage,
  ListRequest,
  MultipartCompletion,
  ObjectBody,
  ObjectHead,
  ObjectHeaders,
  ObjectStore,
  PartCopy,
  PartUpload,
  PutOptions,
  StoredPart,
  StreamBody,
  StreamOptions,
} from './object-store';
import type { StoreConfig } from './store-config';

/**
 * The store on an S3 endpoint; R2 first of all. Of the files here those named `r2-*` alone know the AWS SDK; load this one with
 * `await import()`, so that the SDK is not part of the app's start.
 */
export function createR2Store(config: StoreConfig): ObjectStore {
  return new R2Store(new R2Client(config));
}

/** What a plain 403 may stand for, besides a right that the token lacks. */
const REASONS_OF_REFUSAL: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'unknown-key',
  'wrong-secret',
  'key-id-shape',
  'clock-skew',
  'request-expired',
  'not-entitled',
]);

/** Said next to the handler, behind the signature: what is on the way may change this header. */
function asStored(command: HeadObjectCommand): HeadObjectCommand {
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { readonly headers: Record<string, string> }).headers, AS_STORED);
      return next(args);
    },
    { step: 'deserialize', priority: 'low', name: 'asStored' },
  );
  return command;
}

class R2Store implements ObjectStore {
  readonly bucket: string;
  readonly decidesAbsent: boolean;

  constructor(private readonly client: R2Client) {
    this.bucket = client.bucket;
    this.decidesAbsent = client.decidesAbsent;
  }

  list(request: ListRequest, signal: AbortSignal): Promise<ListPage> {
    return listObjects(this.client, request, signal);
  }

  async head(key: string, signal: AbortSignal): Promise<ObjectHead> {
    try {
      return await this.#head(key, signal);
    } catch (error) {
      const refused = error instanceof FailureError && error.failure.code === 'access-denied';
      throw refused ? ((await this.#whyRefused(key, signal)) ?? error) : error;
    }
  }

  /** A refused HEAD comes without a body and so without a reason; the same question as a GET has one. */
  async #whyRefused(key: string, signal: AbortSignal): Promise<FailureError | null> {
    try {
      const { stream } = await this.get(key, { range: { start: 0, end: 0 }, ifMatch: null }, signal);
      stream.destroy();
      return null;
    } catch (error) {
      return error instanceof FailureError && REASONS_OF_REFUSAL.has(error.failure.code) ? error : null;
    }
  }

  async #head(key: string, signal: AbortSignal): Promise<ObjectHead> {
    const context = this.client.context(key);
    return this.client.call(context, signal, async (options) => {
      const ask = () => new HeadObjectCommand({ Bucket: this.client.bucket, Key: key });
      const first = await this.client.questions.send(ask(), options);
      const isUnpacked = first.ContentLength === undefined && first.ETag !== undefined;
      const reply = isUnpacked ? await this.client.questions.send(asStored(ask()), options) : first;
      return {
        contentType: reply.ContentType ?? '',
        cacheControl: reply.CacheControl ?? null,
        metadata: decodeMetadata(reply.Metadata ?? {}),
        others: otherHeadersOf(reply),
        size: mustHave(reply.ContentLength, 'Content-Length', context),
        etag: bareEtag(mustHave(reply.ETag, 'ETag', context)),
        modified: mustHave(reply.LastModified, 'Last-Modified', context).getTime(),
      };
    });
  }

  /** R2 answers HEAD with partNumber (r2/api/s3/api). */
  async firstPartSize(key: string, signal: AbortSignal): Promise<number> {
    const context = this.client.context(key);
    return this.client.call(context, signal, async (options) => {
      const command = new HeadObjectCommand({ Bucket: this.client.bucket, Key: key, PartNumber: 1 });
      const reply = await this.client.questions.send(command, options);
      return mustHave(reply.ContentLength, 'Content-Length', context);
    });
  }

  get(key: string, options: GetOptions, signal: AbortSignal): Promise<ObjectBody> {
    return getObject(this.client, key, options, signal);
  }

  put(key: string, body: Uint8Array, options: PutOptions, signal: AbortSignal): Promise<{ etag: string }> {
    return putObject(this.client, key, body, options, signal);
  }

  putStream(key: string, body: StreamBody, options: StreamOptions, signal: AbortSignal): Promise<{ etag: string }> {
    return putStream(this.client, key, body, options, signal);
  }

  delete(key: string, signal: AbortSignal): Promise<void> {
    return deleteOne(this.client, key, signal);
  }

  copy(request: CopyRequest, signal: AbortSignal): Promise<{ etag: string }> {
    return copyObject(this.client, request, signal);
  }

  deleteMany(keys: readonly string[], signal: AbortSignal): Promise<readonly DeleteAnswer[]> {
    return deleteMany(this.client, keys, signal);
  }

  createMultipart(key: string, headers: ObjectHeaders, signal: AbortSignal): Promise<BegunMultipart> {
    return createMultipart(this.client, key, headers, signal);
  }

  listMultiparts(prefix: string, signal: AbortSignal): Promise<readonly ListedMultipart[]> {
    return listMultiparts(this.client, prefix, signal);
  }

  uploadPart(part: PartUpload, signal: AbortSignal): Promise<{ etag: string }> {
    return uploadPart(this.client, part, signal);
  }

  uploadPartCopy(part: PartCopy, signal: AbortSignal): Promise<{ etag: string }> {
    return uploadPartCopy(this.client, part, signal);
  }

  listParts(key: string, uploadId: string, signal: AbortSignal): Promise<readonly StoredPart[]> {
    return listParts(this.client, key, uploadId, signal);
  }

  completeMultipart(upload: MultipartCompletion, signal: AbortSignal): Promise<{ etag: string }> {
    return completeMultipart(this.client, upload, signal);
  }

  abortMultipart(key: string, uploadId: string, signal: AbortSignal): Promise<void> {
    return abortMultipart(this.client, key, uploadId, signal);
  }

  async presignGet(key: string, seconds: number): Promise<string> {
    const command = new GetObjectCommand({ Bucket: this.bucket, Key: key });
    return getSignedUrl(this.client.questions, command, { expiresIn: seconds, signingDate: this.#signingDate() });
  }

  async presignPut(key: string, seconds: number): Promise<string> {
    const command = new PutObjectCommand({ Bucket: this.bucket, Key: key });
    return getSignedUrl(this.client.questions, command, { expiresIn: seconds, signingDate: this.#signingDate() });
  }

  /** Now, by the server's clock where that is known: the presigner goes by this computer's alone, and the link would be over at once. */
  #signingDate(): Date {
    const { wire, questions } = this.client;
    return new Date(Date.now() + (wire.skew === 0 ? questions.config.systemClockOffset : wire.skew));
  }

  async listsBuckets(signal: AbortSignal): Promise<boolean> {
    const context = this.client.context(null);
    try {
      const ask = (options: { abortSignal: AbortSignal }) =>
        this.client.questions.send(new ListBucketsCommand({}), options);
      mustHave((await this.client.call(context, signal, ask)).Buckets, 'Buckets', context);
      return true;
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'access-denied') return false;
      throw error;
    }
  }

  readCors(signal: AbortSignal): Promise<readonly CorsRule[]> {
    return readBucketCors(this.client, signal);
  }

  writeCors(rules: readonly CorsRule[], signal: AbortSignal): Promise<void> {
    return writeBucketCors(this.client, rules, signal);
  }

  close(): void {
    this.client.close();
  }
}
