import { demand, S3Error } from './errors';

/** What a request line addresses: keys are what the path says, decoded once, with no `..` or `//` taken away. */
export interface Target {
  /** As sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly bucket: string;
  readonly key: string;
}

const MAX_KEY_BYTES = 1024;

export function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) throw new S3Error('InvalidObjectName');
    throw error;
  }
}

/** Node hands on `url` as it came over the wire, which a `URL` object would not: that resolves `..`. */
export function parseTarget(url: string): Target {
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path)?.map(decodePath) ?? [];
  demand(path.startsWith('/'), 'RouteNotFound');
  demand(Buffer.byteLength(key) <= MAX_KEY_BYTES, 'InvalidObjectName');
  return { path, query: new URLSearchParams(query), bucket, key };
}

/** AWS's `UriEncode`: all but RFC 3986's unreserved characters, `/` too. */
export function uriEncode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
