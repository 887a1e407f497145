import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { decodeChunked } from './aws-chunked';
import { notImplementedHeader, S3Error } from './errors';

/** 5 GiB less 5 MiB, for a single PUT and for a part. */
const MAX_BYTES = 5 * 1024 ** 3 - 5 * 1024 ** 2;
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

export type Sink = (chunk: Buffer) => Promise<void> | void;

export interface Digest {
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** The checksum headers that held, which R2 says again in its answer. */
  readonly checksums: Readonly<Record<string, string>>;
}

interface Hash {
  update(chunk: Buffer): unknown;
  digest(): Buffer;
}

function crc32Hash(): Hash {
  let sum = 0;
  return {
    update: (chunk) => (sum = crc32(chunk, sum)),
    digest: () => Buffer.from(sum.toString(16).padStart(8, '0'), 'hex'),
  };
}

const CHECKSUMS: Readonly<Record<string, () => Hash>> = {
  'x-amz-checksum-crc32': crc32Hash,
  'x-amz-checksum-sha1': () => createHash('sha1'),
  'x-amz-checksum-sha256': () => createHash('sha256'),
};

/** What the headers claim of the body, read before its first byte so that nonsense costs nobody an upload. */
function readClaims(headers: IncomingHttpHeaders, payloadHash: string) {
  const chunked = payloadHash === UNSIGNED_TRAILER;
  if (payloadHash.startsWith('STREAMING-') && !chunked) {
    throw new S3Error('NotImplemented', `${payloadHash} not implemented`);
  }
  const declared = headers[chunked ? 'x-amz-decoded-content-length' : 'content-length'];
  if (declared === undefined || !/^\d+$/.test(String(declared))) throw new S3Error('MissingContentLength');
  if (Number(declared) > MAX_BYTES) throw new S3Error('EntityTooLarge');

  const contentMd5 = headers['content-md5'];
  const md5 = contentMd5 === undefined ? undefined : Buffer.from(String(contentMd5), 'base64');
  if (md5 !== undefined && md5.length !== 16) throw new S3Error('InvalidDigest');

  const trailer = chunked ? headers['x-amz-trailer'] : undefined;
  const names = [...Object.keys(headers), ...(trailer === undefined ? [] : [String(trailer).toLowerCase()])];
  const named = names.filter((name) => /^x-amz-checksum-(crc|sha)/.test(name));
  if (named.length + (md5 === undefined ? 0 : 1) > 1) {
    throw new S3Error('InvalidRequest', 'You can only specify one non-default checksum at a time');
  }
  const hashes = named.map((name) => {
    const make = CHECKSUMS[name];
    if (make === undefined) throw notImplementedHeader(name, String(headers[name]));
    return { name, hash: make() };
  });
  const sha256 = /^[0-9a-f]{64}$/.test(payloadHash) ? createHash('sha256') : undefined;
  return { chunked, size: Number(declared), md5, hashes, sha256 };
}

/** Streams a request's body into `sink`, and proves on the way all that its headers and its signature claim of it. */
export async function consume(
  body: { readonly headers: IncomingHttpHeaders; readonly payloadHash: string; readonly chunks: AsyncIterable<Buffer> },
  sink: Sink,
): Promise<Digest> {
  const claims = readClaims(body.headers, body.payloadHash);
  const trailers = new Map<string, string>();
  const md5 = createHash('md5');
  let size = 0;
  for await (const chunk of claims.chunked ? decodeChunked(body.chunks, trailers) : body.chunks) {
    size += chunk.length;
    if (size > claims.size) break;
    md5.update(chunk);
    claims.sha256?.update(chunk);
    for (const { hash } of claims.hashes) hash.update(chunk);
    await sink(chunk);
  }
  if (size !== claims.size) throw new S3Error('IncompleteBody');
  if (claims.sha256 !== undefined && claims.sha256.digest('hex') !== body.payloadHash) {
    throw new S3Error('XAmzContentSHA256Mismatch');
  }
  const sum = md5.digest('hex');
  if (claims.md5 !== undefined && claims.md5.toString('hex') !== sum) {
    throw new S3Error(
      'BadDigest',
      `The MD5 checksum you specified did not match what we received.\nYou provided a MD5 checksum with value: ${claims.md5.toString('hex')}\nActual MD5 was: ${sum}`,
    );
  }
  const checksums: Record<string, string> = {};
  for (const { name, hash } of claims.hashes) {
    checksums[name] = hash.digest().toString('base64');
    if (checksums[name] !== (trailers.get(name) ?? body.headers[name])) throw new S3Error('BadDigest');
  }
  return { size, md5: sum, checksums };
}
