import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { decodeChunked } from './aws-chunked';
import type { Call } from './call';
import { demand } from './errors';

/** 5 GiB less 5 MiB, for a single PUT and for a part. */
const MAX_BYTES = 5 * 1024 ** 3 - 5 * 1024 ** 2;
/** 10,000 parts, or 1,000 keys of 1,024 bytes, fit. */
const MAX_DOCUMENT = 8 * 1024 * 1024;
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

export type Body = Pick<Call, 'headers' | 'payloadHash' | 'chunks'>;

function createCrc32() {
  let sum = 0;
  const digest = (): Buffer => Buffer.from(sum.toString(16).padStart(8, '0'), 'hex');
  return { update: (chunk: Buffer) => (sum = crc32(chunk, sum)), digest };
}

const CHECKSUMS: Readonly<Record<string, () => { update(chunk: Buffer): unknown; digest(): Buffer }>> = {
  'x-amz-checksum-crc32': createCrc32,
  'x-amz-checksum-sha1': () => createHash('sha1'),
  'x-amz-checksum-sha256': () => createHash('sha256'),
};

/** What is claimed of a body, read before its first byte so that nonsense costs nobody an upload. */
function readClaims(headers: IncomingHttpHeaders, payloadHash: string) {
  const chunked = payloadHash === UNSIGNED_TRAILER;
  demand(chunked || !payloadHash.startsWith('STREAMING-'), 'NotImplemented', `${payloadHash} not implemented`);
  const length = String(headers[chunked ? 'x-amz-decoded-content-length' : 'content-length']);
  demand(/^\d+$/.test(length), 'MissingContentLength');
  demand(Number(length) <= MAX_BYTES, 'EntityTooLarge');
  const md5 = headers['content-md5'] && Buffer.from(String(headers['content-md5']), 'base64').toString('hex');
  demand(md5 === undefined || md5.length === 32, 'InvalidDigest');
  const names = [...Object.keys(headers), String(headers['x-amz-trailer']).toLowerCase()];
  const [name = '', ...more] = names.filter((one) => /^x-amz-checksum-(crc|sha)/.test(one));
  const single = more.length === 0 && (name === '' || md5 === undefined);
  demand(single, 'InvalidRequest', 'You can only specify one non-default checksum at a time');
  const checksum = CHECKSUMS[name]?.();
  const unknown = `Header '${name}' with value '${String(headers[name])}' not implemented`;
  demand(name === '' || checksum !== undefined, 'NotImplemented', unknown);
  return { chunked, length: Number(length), md5, name, checksum };
}

/** Streams a request's body into `sink`, and proves on the way all that its headers and its signature claim of it. */
export async function consume({ headers, payloadHash, chunks }: Body, sink: (chunk: Buffer) => Promise<void> | void) {
  const { chunked, length, name, checksum, ...claimed } = readClaims(headers, payloadHash);
  const trailers = new Map<string, string>();
  const md5 = createHash('md5');
  const sha256 = /^[0-9a-f]{64}$/.test(payloadHash) ? createHash('sha256') : undefined;
  let size = 0;
  for await (const chunk of chunked ? decodeChunked(chunks, trailers) : chunks) {
    size += chunk.length;
    if (size > length) break;
    const written = sink(chunk);
    for (const hash of [md5, sha256, checksum]) hash?.update(chunk);
    await written;
  }
  demand(size === length, 'IncompleteBody');
  demand(sha256 === undefined || sha256.digest('hex') === payloadHash, 'XAmzContentSHA256Mismatch');
  const etag = md5.digest('hex');
  const sums = `You provided a MD5 checksum with value: ${claimed.md5}\nActual MD5 was: ${etag}`;
  const differs = `The MD5 checksum you specified did not match what we received.\n${sums}`;
  demand(claimed.md5 === undefined || claimed.md5 === etag, 'BadDigest', differs);
  const sum = checksum?.digest().toString('base64');
  demand(sum === undefined || sum === (trailers.get(name) ?? headers[name]), 'BadDigest');
  return { size, etag, checksums: sum === undefined ? {} : { [name]: sum } };
}

/** A body that is an XML document. */
export async function readDocument(body: Body): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  await consume(body, (chunk) => {
    demand((size += chunk.length) <= MAX_DOCUMENT, 'EntityTooLarge');
    parts.push(chunk);
  });
  return Buffer.concat(parts).toString('utf8');
}
