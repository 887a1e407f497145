import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { R2_LIMITS } from '../../../shared/r2';
import type { Call } from './call';
import { demand } from './errors';

/** 10,000 parts, or 1,000 keys of 1,024 bytes, fit. */
const MAX_DOCUMENT = 8 * 1024 ** 2;

/** More is no line of `aws-chunked`. */
const MAX_LINE = 8192;

export type BodySource = Pick<Call, 'headers' | 'payloadHash' | 'chunks'>;

/**
 * Undoes `aws-chunked`: `<hex size>[;extension]\r\n<data>\r\n`…, `0\r\n`, and trailers, which are passed over. Of a framing that
 * makes no sense it says that something is missing.
 */
export async function* decodeChunked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  /** Of the data under way. */
  let left = 0;
  let isLast = false;
  for await (const chunk of chunks) {
    rest = isLast ? rest : Buffer.concat([rest, chunk]);
    while (!isLast && rest.length > 0) {
      if (left === 0) {
        const line = /^(?:\r\n)?([0-9a-f]{1,8})(?:;[^\r\n]*)?\r\n/i.exec(rest.toString('latin1', 0, MAX_LINE));
        if (line === null) break;
        left = parseInt(line[1] ?? '', 16);
        rest = rest.subarray(line[0].length);
        isLast = left === 0;
      }
      const data = rest.subarray(0, left);
      yield data;
      left -= data.length;
      rest = rest.subarray(data.length);
    }
    demand(rest.length < MAX_LINE, 'IncompleteBody');
  }
  demand(isLast, 'IncompleteBody');
}

/**
 * The bytes that a request brings. Who reads them to the end knows that they are what its headers and its signature claim, and finds
 * their number and their MD5 in `received`.
 */
export async function* readBody(source: BodySource, received = { size: 0, etag: '' }, limit = R2_LIMITS.maxPutBytes) {
  const { headers, payloadHash, chunks } = source;
  const isChunked = payloadHash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  demand(isChunked || !payloadHash.startsWith('STREAMING-'), 'NotImplemented', `${payloadHash} not implemented`);
  const length = Number(headers[isChunked ? 'x-amz-decoded-content-length' : 'content-length']);
  demand(!Number.isNaN(length), 'MissingContentLength');
  demand(length <= limit, 'EntityTooLarge');
  const [md5, sha256] = [createHash('md5'), createHash('sha256')];
  const isSigned = /^[0-9a-f]{64}$/.test(payloadHash);
  for await (const chunk of isChunked ? decodeChunked(chunks) : chunks) {
    received.size += chunk.length;
    if (received.size > length) break;
    md5.update(chunk);
    if (isSigned) sha256.update(chunk);
    yield chunk;
  }
  demand(received.size === length, 'IncompleteBody');
  demand(!isSigned || sha256.digest('hex') === payloadHash, 'XAmzContentSHA256Mismatch');
  const digest = md5.digest();
  demand([undefined, digest.toString('base64')].includes(headers['content-md5']?.toString()), 'BadDigest');
  received.etag = digest.toString('hex');
}

/** A body that is an XML document. */
export const readDocument = (call: Call): Promise<string> => text(readBody(call, undefined, MAX_DOCUMENT));
