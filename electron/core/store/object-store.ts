import type { Readable } from 'node:stream';
import type { CorsRule } from '../../../shared/cloudflare';
import type { Failure } from '../../../shared/failure';

/**
 * What the app asks of an object store. All methods throw `FailureError` for what may be expected of a network and a server,
 * and reject with an AbortError when their signal fires. Keys are exact; nothing is normalised on the way.
 */
export interface ObjectStore {
  readonly bucket: string;
  /** The server is known to refuse a PUT with `absent` where the key is taken; else look before. */
  readonly decidesAbsent: boolean;

  list(request: ListRequest, signal: AbortSignal): Promise<ListPage>;
  head(key: string, signal: AbortSignal): Promise<ObjectHead>;
  /** Bytes of the first part of a multipart object; of the whole where the server knows no such question. */
  firstPartSize(key: string, signal: AbortSignal): Promise<number>;
  /** The body must be read to its end or destroyed, else it holds its socket (aws/aws-sdk-js-v3#6691). */
  get(key: string, options: GetOptions, signal: AbortSignal): Promise<ObjectBody>;
  /** One PUT of bytes that are in memory; `contentMd5` (base64) lets the server refuse damage. */
  put(key: string, body: Uint8Array, options: PutOptions, signal: AbortSignal): Promise<{ readonly etag: string }>;
  /**
   * Bytes of unknown length, as one object; there is no going on where it ended. `body` must end when its signal fires, which it
   * does when anything fails. Leaves no parts then, unless the server could not be told so: `listMultiparts` finds them.
   */
  putStream(
    key: string,
    body: StreamBody,
    options: StreamOptions,
    signal: AbortSignal,
  ): Promise<{ readonly etag: string }>;
  delete(key: string, signal: AbortSignal): Promise<void>;
  /**
   * Copies on the server, with all headers and metadata, or with `headers` in their place (an object may be copied onto itself
   * to get them). Refuses with `object-changed` when the source is another by now. With
   * `absent` R2 refuses likewise when the key is taken; other servers do not know that condition and write over it.
   */
  copy(request: CopyRequest, signal: AbortSignal): Promise<{ readonly etag: string }>;
  /** Any number of keys, in batches; answers each key's own failure. Throws where the first batch fails as a whole. */
  deleteMany(keys: readonly string[], signal: AbortSignal): Promise<readonly DeleteAnswer[]>;

  createMultipart(key: string, headers: ObjectHeaders, signal: AbortSignal): Promise<BegunMultipart>;
  /** All begun multipart uploads under keys that begin so, whoever began them. */
  listMultiparts(prefix: string, signal: AbortSignal): Promise<readonly ListedMultipart[]>;
  uploadPart(part: PartUpload, signal: AbortSignal): Promise<{ readonly etag: string }>;
  /** A part out of another object, on the server. R2 knows no condition on its source here: whoever asks looks before and after. */
  uploadPartCopy(part: PartCopy, signal: AbortSignal): Promise<{ readonly etag: string }>;
  /** All parts that have arrived, in order, whatever the page size. */
  listParts(key: string, uploadId: string, signal: AbortSignal): Promise<readonly StoredPart[]>;
  completeMultipart(upload: MultipartCompletion, signal: AbortSignal): Promise<{ readonly etag: string }>;
  /** Quiet when the upload is gone already. */
  abortMultipart(key: string, uploadId: string, signal: AbortSignal): Promise<void>;

  /** A signed GET for `seconds` (1 to 604,800). Made here, without a request. */
  presignGet(key: string, seconds: number): Promise<string>;
  /** A signed PUT for `seconds` (1 to 604,800): whoever has it can put one object there, of any content and type. Nothing of a body is signed. */
  presignPut(key: string, seconds: number): Promise<string>;

  /** Whether the server tells these keys all buckets of the account; asking changes nothing. */
  listsBuckets(signal: AbortSignal): Promise<boolean>;
  /** The bucket's CORS rules; none where it has no policy. */
  readCors(signal: AbortSignal): Promise<readonly CorsRule[]>;
  /** Puts these rules in the place of those that are there; none deletes the policy. */
  writeCors(rules: readonly CorsRule[], signal: AbortSignal): Promise<void>;
  /** Frees sockets. */
  close(): void;
}

export interface ListRequest {
  readonly prefix: string;
  /** '/' for one level, '' for all below. */
  readonly delimiter: '' | '/';
  readonly continuationToken: string | null;
  /** Begins behind this key, whether there is one of that name or not; needs no continuation token. */
  readonly startAfter?: string;
  /** At most 1,000. */
  readonly maxKeys: number;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  readonly prefixes: readonly string[];
  /** null on the last page. */
  readonly continuationToken: string | null;
}

export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** ms since 1970. */
  readonly modified: number;
  /** Left out of the usual one. */
  readonly storageClass?: 'infrequent';
}

export interface ObjectHeaders {
  readonly contentType: string;
  readonly cacheControl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Left out where there are none to carry over. */
  readonly others?: OtherHeaders;
}

/** Headers that the app makes none of itself, and that a copy must not lose. */
export interface OtherHeaders {
  readonly contentDisposition: string | null;
  readonly contentEncoding: string | null;
  readonly contentLanguage: string | null;
  /** As it was sent. */
  readonly expires?: string | null;
  /** Of the server that has it; null for its usual one. Means nothing to another server. */
  readonly storageClass?: string | null;
}

/** `absent`: refuse when the key is taken (`If-None-Match: *`), decided by the server without a race. */
export type WriteCondition = 'none' | 'absent';

export interface PutOptions extends ObjectHeaders {
  readonly contentMd5: string;
  readonly condition: WriteCondition;
  readonly onSent?: Sent;
}

/** Gives bytes until there are no more, or the signal fires. */
export type StreamBody = (signal: AbortSignal) => AsyncIterable<Uint8Array>;

export interface StreamOptions extends ObjectHeaders {
  readonly condition: WriteCondition;
  /** Bytes of every part but the last, from 5 MiB; 10,000 parts must suffice. */
  readonly partSize: number;
  /** Parts under way at once; some more are in memory. */
  readonly partsAbreast: number;
  /** Asked for the `Content-MD5` (base64) of a part (1 and up) that is about to go. */
  readonly md5Of: (part: Uint8Array, partNumber: number) => Promise<string>;
  /** The ETag that the server gave a part. */
  readonly partArrived: (partNumber: number, etag: string) => void;
  /** All but the last request is made: the one that makes an object of it. */
  readonly ending: () => Promise<void>;
  readonly onSent?: Sent;
}

/**
 * Hears how many bytes of a body have been handed to the system; below zero when they must be sent once more. No proof that
 * they arrived.
 */
export type Sent = (bytes: number) => void;

export interface ObjectHead extends ObjectHeaders {
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
}

export interface GetOptions {
  /** Inclusive byte range; null for all. */
  readonly range: { readonly start: number; readonly end: number } | null;
  /** Refuses with `object-changed` when the object is another one by now. */
  readonly ifMatch: string | null;
}

export interface ObjectBody {
  readonly stream: Readable;
  /** The body, once, in large chunks that are good until the next is asked for: the quick way to write them away. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Bytes in this body. */
  readonly length: number;
  /** Bytes of the whole object. */
  readonly size: number;
  readonly contentType: string;
  readonly etag: string;
}

export type DeleteAnswer =
  | { readonly key: string; readonly deleted: true }
  | { readonly key: string; readonly deleted: false; readonly failure: Failure };

export interface BegunMultipart {
  readonly uploadId: string;
  /** More than one: an answer to an earlier one was lost, and that one may have begun an upload too. */
  readonly requests: number;
}

export interface ListedMultipart {
  readonly key: string;
  readonly uploadId: string;
  /** ms since 1970, by the server's clock. */
  readonly initiated: number;
}

export interface PartUpload {
  readonly key: string;
  readonly uploadId: string;
  /** 1 to 10,000. */
  readonly partNumber: number;
  readonly body: Uint8Array;
  readonly contentMd5: string;
  readonly onSent?: Sent;
}

/** Where a copy on the server comes from: any bucket that the same keys may read. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
}

export interface CopyRequest {
  readonly source: CopySource & { readonly etag: string };
  readonly key: string;
  readonly condition: WriteCondition;
  /** All that the copy is stored with; left out: what the source is stored with. */
  readonly headers?: ObjectHeaders;
}

export interface PartCopy {
  readonly key: string;
  readonly uploadId: string;
  /** 1 to 10,000. */
  readonly partNumber: number;
  readonly source: CopySource;
  /** Inclusive. */
  readonly range: { readonly start: number; readonly end: number };
}

export interface StoredPart {
  readonly partNumber: number;
  readonly size: number;
  readonly etag: string;
}

export interface MultipartCompletion {
  readonly key: string;
  readonly uploadId: string;
  readonly parts: readonly { readonly partNumber: number; readonly etag: string }[];
  readonly condition: WriteCondition;
}
