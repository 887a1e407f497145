import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Error } from './errors';
import { uriEncode } from './target';
import type { Target } from './target';
import type { Credentials } from './types';

/*
 * AWS Signature Version 4, by header and by query (presigned). Order of checks, codes and texts are R2's as miniflare
 * captured them; the wrong-length text is from cloudflare/cloudflare-docs#9557.
 */
const ALGORITHM = 'AWS4-HMAC-SHA256';
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const WEEK_SECONDS = 604_800;
const MAX_SKEW = 15 * 60_000;

export interface SignatureInput {
  readonly method: string;
  readonly target: Pick<Target, 'path' | 'query'>;
  readonly headers: NodeJS.Dict<string[]>;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
  readonly amzDate: string;
  readonly scope: Scope;
}

interface Scope {
  readonly date: string;
  readonly region: string;
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Encoded anew, and not as sent, since R2 refuses a path whose sender left `!` or `+` bare and signed it so. */
function canonicalPath(path: string): string {
  const segments = path.split('/').map((segment) => uriEncode(decodeURIComponent(segment)));
  return segments.join('/');
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature');
  return pairs
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
}

export function canonicalRequest(input: Omit<SignatureInput, 'amzDate' | 'scope'>): string {
  const headers = input.signedHeaders.map((name) => {
    const values = (input.headers[name] ?? []).map((value) => value.trim().replace(/ +/g, ' '));
    return `${name}:${values.join(',')}\n`;
  });
  return [
    input.method,
    canonicalPath(input.target.path),
    canonicalQuery(input.target.query),
    headers.join(''),
    input.signedHeaders.join(';'),
    input.payloadHash,
  ].join('\n');
}

export function computeSignature(input: SignatureInput, secret: string): { signature: string; stringToSign: string } {
  const { date, region } = input.scope;
  const stringToSign = [
    ALGORITHM,
    input.amzDate,
    `${date}/${region}/s3/aws4_request`,
    sha256(canonicalRequest(input)),
  ].join('\n');
  const key = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date));
  return { signature: hmac(key, stringToSign).toString('hex'), stringToSign };
}

function checkSignature(input: SignatureInput, secret: string, provided: string): void {
  const { signature, stringToSign } = computeSignature(input, secret);
  // Hashed first, since timingSafeEqual wants equal lengths and the one provided has any.
  if (timingSafeEqual(Buffer.from(sha256(signature)), Buffer.from(sha256(provided)))) return;
  throw new S3Error('SignatureDoesNotMatch', undefined, {
    StringToSign: stringToSign,
    CanonicalRequest: canonicalRequest(input),
    SignatureProvided: provided,
  });
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidArgument', message);
}

function parseDate(amzDate: string, source: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(amzDate);
  const [, year, month, day, hour, minute, second] = match ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time)) throw invalid(`Date provided in ${source} (${amzDate}) didn't parse successfully`);
  return time;
}

function parseScope(credential: string, amzDate: string, known: Credentials): Scope {
  const parts = credential.split('/');
  if (parts.length < 5) {
    throw invalid(`Credential sigv4 header should have at least 5 slash-separated parts, not ${parts.length}`);
  }
  const accessKeyId = parts.slice(0, -4).join('/');
  const [date = '', region = '', service, terminator] = parts.slice(-4);
  if (service !== 's3') throw invalid(`Credential service should be s3, not ${service}`);
  if (terminator !== 'aws4_request') {
    throw invalid(`Credential termination string should be aws4_request, not ${terminator}`);
  }
  const { length } = known.accessKeyId;
  if (accessKeyId.length !== length) {
    throw invalid(`Credential access key has length ${accessKeyId.length}, should be ${length}`);
  }
  if (!amzDate.startsWith(date)) {
    const sent = amzDate.slice(0, 8);
    throw invalid(`Credential signed date ${date} does not match ${sent} from 'x-amz-date' header`);
  }
  if (accessKeyId !== known.accessKeyId) throw new S3Error('Unauthorized');
  return { date, region };
}

function parseSignedHeaders(field: string): readonly string[] {
  const names = field.split(';').map((name) => name.toLowerCase());
  if (!names.includes('host')) throw new S3Error('Unauthorized');
  return names;
}

function verifyHeader(request: IncomingMessage, target: Target, known: Credentials, now: number): string {
  const authorization = request.headers.authorization ?? '';
  if (authorization.startsWith('AWS ')) {
    throw new S3Error('Unauthorized', 'SigV2 authorization is not supported');
  }
  const header = (name: string): string | undefined => request.headersDistinct[name]?.[0];
  const payloadHash = header('x-amz-content-sha256');
  if (payloadHash === undefined) throw new S3Error('InvalidRequest', 'Missing x-amz-content-sha256');
  const source = header('x-amz-date') === undefined ? 'date' : 'x-amz-date';
  const amzDate = header(source);
  if (amzDate === undefined) throw invalid('No date provided in x-amz-date nor date header');
  if (Math.abs(now - parseDate(amzDate, `'${source}' header`)) > MAX_SKEW) throw new S3Error('RequestTimeTooSkewed');

  const fields = new Map(
    authorization
      .slice(authorization.startsWith(`${ALGORITHM} `) ? ALGORITHM.length : authorization.length)
      .split(',')
      .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]),
  );
  const [credential, signed, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) => fields.get(name));
  if (credential === undefined || signed === undefined || signature === undefined) {
    throw new S3Error('InvalidRequest', `Please use ${ALGORITHM}`);
  }
  const scope = parseScope(credential, amzDate, known);
  const { method = '', headersDistinct: headers } = request;
  const signedHeaders = parseSignedHeaders(signed);
  checkSignature(
    { method, target, headers, signedHeaders, payloadHash, amzDate, scope },
    known.secretAccessKey,
    signature,
  );
  return payloadHash;
}

const PRESIGNED = ['X-Amz-Algorithm', 'X-Amz-Signature', 'X-Amz-Date', 'X-Amz-SignedHeaders', 'X-Amz-Expires'];

function verifyQuery(request: IncomingMessage, target: Target, known: Credentials, now: number): string {
  const param = (name: string): string => target.query.get(name) ?? '';
  const missing = PRESIGNED.filter((name) => !target.query.has(name));
  if (missing.length > 0) {
    throw invalid(`Required search parameter${missing.length > 1 ? 's' : ''} ${missing.join(',  ')} missing`);
  }
  if (param('X-Amz-Algorithm') !== ALGORITHM) throw new S3Error('InvalidRequest', `Please use ${ALGORITHM}`);
  const amzDate = param('X-Amz-Date');
  const time = parseDate(amzDate, 'X-Amz-Date');
  const scope = parseScope(param('X-Amz-Credential'), amzDate, known);
  const expires = param('X-Amz-Expires').trim() === '' ? NaN : Number(param('X-Amz-Expires'));
  if (Number.isNaN(expires)) throw invalid('X-Amz-Expires should be a number');
  if (expires > WEEK_SECONDS) {
    throw invalid(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${WEEK_SECONDS} seconds`,
    );
  }
  if (expires < 1 || now > time + expires * 1000) throw new S3Error('ExpiredRequest');
  const { method = '', headersDistinct: headers } = request;
  const signedHeaders = parseSignedHeaders(param('X-Amz-SignedHeaders'));
  const input = { method, target, headers, signedHeaders, payloadHash: UNSIGNED, amzDate, scope };
  checkSignature(input, known.secretAccessKey, param('X-Amz-Signature'));
  return UNSIGNED;
}

/** Returns what the signature says of the body: its SHA-256, or one of the words that stand in its place. */
export function authenticate(request: IncomingMessage, target: Target, known: Credentials, now: number): string {
  // The header wins where a request has both.
  if (request.headers.authorization !== undefined) return verifyHeader(request, target, known, now);
  if (target.query.has('X-Amz-Credential')) return verifyQuery(request, target, known, now);
  throw invalid('Authorization');
}
