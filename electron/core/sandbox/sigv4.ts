import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { uriEncode, type Call } from './call';
import { demand, S3Error } from './errors';
import type { Credentials } from './types';

/*
 * AWS Signature Version 4, by header and by query (presigned). Order of checks, codes and texts are R2's as miniflare
 * captured them; the wrong-length text is from cloudflare/cloudflare-docs#9557.
 */
const ALGORITHM = 'AWS4-HMAC-SHA256';
const WEEK = 604_800;
const MAX_SKEW = 15 * 60_000;

/** What is signed. */
export interface SignatureInput {
  readonly method: string;
  /** As sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: NodeJS.Dict<string[]>;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
  readonly amzDate: string;
  /** `date/region/s3/aws4_request`. */
  readonly scope: string;
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
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
  const headers = signedHeaders.map((name) => {
    const values = (input.headers[name] ?? []).map((value) => value.trim().replace(/ +/g, ' '));
    return `${name}:${values.join(',')}\n`;
  });
  const parts = [path.join('/'), query.join('&'), headers.join(''), signedHeaders.join(';'), payloadHash];
  const canonicalRequest = [method, ...parts].join('\n');
  const stringToSign = [ALGORITHM, amzDate, scope, sha256(canonicalRequest)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return { signature: hmac(key, stringToSign).toString('hex'), stringToSign, canonicalRequest };
}

function parseDate(amzDate: string, source: string): number {
  const iso = amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = iso === amzDate ? NaN : Date.parse(iso);
  demand(!Number.isNaN(time), 'InvalidArgument', `Date provided in ${source} (${amzDate}) didn't parse successfully`);
  return time;
}

/** Returns the credential's scope, and the secret that belongs to its key. */
function parseCredential(credential: string, amzDate: string, keys: readonly Credentials[]) {
  const check = (holds: boolean, message: string): void => demand(holds, 'InvalidArgument', `Credential ${message}`);
  const parts = credential.split('/');
  check(parts.length >= 5, `sigv4 header should have at least 5 slash-separated parts, not ${parts.length}`);
  const scope = parts.splice(-4);
  const [date = '', , service, terminator] = scope;
  const key = parts.join('/');
  const length = keys[0]?.accessKeyId.length ?? 0;
  check(service === 's3', `service should be s3, not ${service}`);
  check(terminator === 'aws4_request', `termination string should be aws4_request, not ${terminator}`);
  check(key.length === length, `access key has length ${key.length}, should be ${length}`);
  const sent = amzDate.slice(0, 8);
  check(amzDate.startsWith(date), `signed date ${date} does not match ${sent} from 'x-amz-date' header`);
  const known = keys.find(({ accessKeyId }) => accessKeyId === key);
  demand(known !== undefined, 'Unauthorized');
  return { scope: scope.join('/'), secret: known.secretAccessKey };
}

function readHeader(authorization: string, headers: NodeJS.Dict<string[]>, now: number) {
  demand(!authorization.startsWith('AWS '), 'Unauthorized', 'SigV2 authorization is not supported');
  const payloadHash = headers['x-amz-content-sha256']?.[0];
  demand(payloadHash !== undefined, 'InvalidRequest', 'Missing x-amz-content-sha256');
  const source = headers['x-amz-date'] === undefined ? 'date' : 'x-amz-date';
  const amzDate = headers[source]?.[0];
  demand(amzDate !== undefined, 'InvalidArgument', 'No date provided in x-amz-date nor date header');
  demand(Math.abs(now - parseDate(amzDate, `'${source}' header`)) <= MAX_SKEW, 'RequestTimeTooSkewed');
  const [algorithm, ...fields] = authorization.split(/[ ,]+/);
  const field = (name: string): string | undefined => fields.find((one) => one.startsWith(name))?.slice(name.length);
  const [credential, signed, signature] = [field('Credential='), field('SignedHeaders='), field('Signature=')];
  const whole = credential !== undefined && signed !== undefined && signature !== undefined;
  demand(whole && algorithm === ALGORITHM, 'InvalidRequest', `Please use ${ALGORITHM}`);
  return { amzDate, credential, signed, signature, payloadHash, expiry: undefined };
}

const PRESIGNED = ['X-Amz-Algorithm', 'X-Amz-Signature', 'X-Amz-Date', 'X-Amz-SignedHeaders', 'X-Amz-Expires'];

function readQuery(query: URLSearchParams) {
  const missing = PRESIGNED.filter((name) => !query.has(name));
  const lacking = `Required search parameter${missing.length > 1 ? 's' : ''} ${missing.join(',  ')} missing`;
  demand(missing.length === 0, 'InvalidArgument', lacking);
  const param = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  demand(param('Algorithm') === ALGORITHM, 'InvalidRequest', `Please use ${ALGORITHM}`);
  const [amzDate, credential, signed] = [param('Date'), param('Credential'), param('SignedHeaders')];
  const expires = param('Expires').trim() === '' ? NaN : Number(param('Expires'));
  const expiry = { time: parseDate(amzDate, 'X-Amz-Date'), seconds: expires };
  return { amzDate, credential, signed, signature: param('Signature'), payloadHash: 'UNSIGNED-PAYLOAD', expiry };
}

function checkExpiry({ time, seconds }: { readonly time: number; readonly seconds: number }, now: number): void {
  demand(!Number.isNaN(seconds), 'InvalidArgument', 'X-Amz-Expires should be a number');
  const week = `must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${WEEK} seconds`;
  demand(seconds <= WEEK, 'InvalidArgument', `X-Amz-Expires ${week}`);
  demand(seconds >= 1 && now <= time + seconds * 1000, 'ExpiredRequest');
}

/** Returns what the signature says of the body: its SHA-256, or one of the words that stand in its place. */
export function authenticate({ request, method, path, query, keys, now }: Call): string {
  const { headersDistinct: headers } = request;
  const { authorization } = request.headers;
  demand(authorization !== undefined || query.has('X-Amz-Credential'), 'InvalidArgument', 'Authorization');
  // The header wins where a request has both.
  const claim = authorization === undefined ? readQuery(query) : readHeader(authorization, headers, now);
  const { scope, secret } = parseCredential(claim.credential, claim.amzDate, keys());
  if (claim.expiry !== undefined) checkExpiry(claim.expiry, now);
  const signedHeaders = claim.signed.toLowerCase().split(';');
  demand(signedHeaders.includes('host'), 'Unauthorized');
  const { payloadHash, amzDate } = claim;
  const input = { method, path, query, headers, signedHeaders, payloadHash, amzDate, scope };
  const { signature, stringToSign, canonicalRequest } = computeSignature(input, secret);
  // Hashed first, since timingSafeEqual wants equal lengths and the one provided has any.
  if (timingSafeEqual(Buffer.from(sha256(signature)), Buffer.from(sha256(claim.signature)))) return payloadHash;
  const told = { StringToSign: stringToSign, CanonicalRequest: canonicalRequest, SignatureProvided: claim.signature };
  throw new S3Error('SignatureDoesNotMatch', undefined, told);
}
