import type { OtherHeaders } from './object-store';

/** What an S3 answer or request calls them. */
interface S3Headers {
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
}

/** What else an object is served with. Without its `Content-Encoding` a packed object would be read as what it is not. */
export function otherHeadersOf(reply: S3Headers): OtherHeaders {
  return {
    contentDisposition: reply.ContentDisposition ?? null,
    contentEncoding: reply.ContentEncoding ?? null,
    contentLanguage: reply.ContentLanguage ?? null,
  };
}

/** The same in the words of a request that makes an object. */
export function inputOfOthers(others: OtherHeaders | undefined): {
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentLanguage?: string;
} {
  if (others === undefined) return {};
  const { contentDisposition, contentEncoding, contentLanguage } = others;
  return {
    ...(contentDisposition === null ? {} : { ContentDisposition: contentDisposition }),
    ...(contentEncoding === null ? {} : { ContentEncoding: contentEncoding }),
    ...(contentLanguage === null ? {} : { ContentLanguage: contentLanguage }),
  };
}
