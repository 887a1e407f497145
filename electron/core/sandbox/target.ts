import { S3Error } from './errors';

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

function decodeKey(encoded: string): string {
  const key = decodePath(encoded);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('InvalidObjectName');
  return key;
}

/** Node hands on `url` as it came over the wire, which a `URL` object would not: that resolves `..`. */
export function parseTarget(url: string): Target {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  if (!path.startsWith('/')) throw new S3Error('RouteNotFound');
  const slash = path.indexOf('/', 1);
  return {
    path,
    query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)),
    bucket: decodeKey(slash === -1 ? path.slice(1) : path.slice(1, slash)),
    key: slash === -1 ? '' : decodeKey(path.slice(slash + 1)),
  };
}

/** AWS's `UriEncode`: all but RFC 3986's unreserved characters, `/` too. */
export function uriEncode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * A page of another site may reach a loopback port by rebinding its own name to 127.0.0.1, and then counts as same-origin;
 * its requests still bear that name in Host.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? '');
}
