import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { encodeKey } from '../../../shared/keys';
import { R2_LIMITS } from '../../../shared/r2';
import type { Call } from './call';
import { demand } from './errors';

/*
 * AWS Signature Version 4, by header and by query (presigned). Order of checks, codes and texts are R2's as miniflare
 * captured them; the wrong-length text is from cloudflare/cloudflare-docs#9557.
 */
const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SKEW = 15 * 60_000;

/** What is signed; the scope is `date/region/s3/aws4_request`. */
type SignatureInput = Pick<Call, 'method' | 'path' | 'query' | 'payloadHash'> & {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly signedHeaders: readonly string[];
  readonly amzDate: string;
  readonly scope: string;
};

/** AWS's `UriEncode`: all but RFC 3986's unreserved characters, `/` too. */
export const uriEncode = (value: string): string => encodeKey(value).replaceAll('/', '%2F');
export const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

export function computeSignature(input: SignatureInput, secret: string) {
  const { method, signedHeaders, payloadHash, amzDate, scope } = input;
  // Encoded anew, and not as sent, since R2 refuses a path whose sender left `!` or `+` bare and signed it so.
  const path = input.path.split('/').map((segment) => uriEncode(decodeURIComponent(segment)));
  const query = [...input.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map((pair) => pair.map(uriEncode).join('\0'))
    .sort()
    .map((pair) => pair.replace('\0', '='));
  const value = (name: string): string => (input.headers[name] ?? '').toString().trim().replace(/ +/g, ' ');
  const headers = signedHeaders.map((name) => `${name}:${value(name)}\n`);
  const parts = [path.join('/'), query.join('&'), headers.join(''), signedHeaders.join(';'), payloadHash];
  const canonicalRequest = [method, ...parts].join('\n');
  const stringToSign = [ALGORITHM, amzDate, scope, sha256(canonicalRequest)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return { signature: hmac(key, stringToSign).toString('hex'), canonicalRequest };
}

/** Header signatures hold for a quarter of an hour, presigned ones for as many seconds as they say. */
function checkTime(amzDate: string, expires: string | null): void {
  const time = Date.parse(amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  demand(!Number.isNaN(time), 'InvalidArgument', `Date provided (${amzDate}) didn't parse successfully`);
  const age = Date.now() - time;
  demand(expires !== null || Math.abs(age) <= MAX_SKEW, 'RequestTimeTooSkewed');
  const { maxPresignSeconds } = R2_LIMITS;
  const seconds = Number(expires ?? maxPresignSeconds);
  demand(seconds <= maxPresignSeconds, 'InvalidArgument', 'X-Amz-Expires must be less than a week (in seconds)');
  demand(seconds >= 1 && age <= seconds * 1000, 'ExpiredRequest');
}

/** Returns what the signature says of the body: its SHA-256, or one of the words that stand in its place. */
export function authenticate({ method, path, query, headers, keys }: Call): string {
  // The header wins where a request has both.
  const { authorization } = headers;
  const isPresigned = authorization === undefined;
  demand(!isPresigned || query.has('X-Amz-Credential'), 'InvalidArgument', 'Authorization');
  const field = (name: string) => new RegExp(`${name}=([^ ,]+)`).exec(authorization ?? '')?.[1];
  const part = (name: string): string => (isPresigned ? query.get(`X-Amz-${name}`) : field(name)) ?? '';
  const claimed = part('Signature');
  demand(claimed !== '', 'InvalidRequest', `Please use ${ALGORITHM}`);
  const payloadHash = isPresigned ? 'UNSIGNED-PAYLOAD' : headers['x-amz-content-sha256']?.toString();
  demand(payloadHash !== undefined, 'InvalidRequest', 'Missing x-amz-content-sha256');
  const amzDate = isPresigned ? part('Date') : String(headers['x-amz-date']);
  checkTime(amzDate, isPresigned ? part('Expires') : null);
  const [keyId = '', ...scope] = part('Credential').split('/');
  const { length } = keyId;
  demand(length === 32, 'InvalidArgument', `Credential access key has length ${length}, should be 32`);
  const known = keys.find(({ accessKeyId }) => accessKeyId === keyId);
  const signedHeaders = part('SignedHeaders').toLowerCase().split(';');
  demand(known !== undefined && signedHeaders.includes('host'), 'Unauthorized');
  const input = { method, path, query, headers, signedHeaders, payloadHash, amzDate, scope: scope.join('/') };
  const { signature } = computeSignature(input, known.secretAccessKey);
  // Hashed first, since timingSafeEqual wants equal lengths and the one provided has any.
  demand(timingSafeEqual(Buffer.from(sha256(signature)), Buffer.from(sha256(claimed))), 'SignatureDoesNotMatch');
  return payloadHash;
}
