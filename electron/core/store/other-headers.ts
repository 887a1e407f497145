import type { StorageClass } from '@aws-sdk/client-s3';
import type { OtherHeaders } from './object-store';

/** What an S3 answer or request calls them. */
interface S3Headers {
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ExpiresString?: string | undefined;
  readonly StorageClass?: StorageClass | undefined;
}

/** What else an object is served with. Without its `Content-Encoding` a packed object would be read as what it is not. */
export function otherHeadersOf(reply: S3Headers): OtherHeaders {
  return {
    contentDisposition: reply.ContentDisposition ?? null,
    contentEncoding: reply.ContentEncoding ?? null,
    contentLanguage: reply.ContentLanguage ?? null,
    expires: reply.ExpiresString ?? null,
    storageClass: reply.StorageClass ?? null,
  };
}

/** These headers in the words of a request that makes an object. */
export function inputOfOthers(others: OtherHeaders | undefined): {
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
  Expires?: Date;
  StorageClass?: StorageClass;
} {
  if (others === undefined) return {};
  const { contentDisposition, contentEncoding, contentLanguage, expires = null, storageClass = null } = others;
  // A request can only name a moment, and what is none (`Expires: 0`) means the same to a browser as its beginning.
  const moment = Number.isNaN(Date.parse(expires ?? '')) ? new Date(0) : new Date(expires ?? 0);
  return {
    ...(contentDisposition === null ? {} : { ContentDisposition: contentDisposition }),
    ...(contentEncoding === null ? {} : { ContentEncoding: contentEncoding }),
    ...(contentLanguage === null ? {} : { ContentLanguage: contentLanguage }),
    ...(expires === null ? {} : { Expires: moment }),
    ...(storageClass === null ? {} : { StorageClass: storageClass as StorageClass }),
  };
}
