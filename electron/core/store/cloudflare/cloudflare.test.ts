import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CloudflareStandIn } from '../../../../tests/support/cloudflare';
import { FailureError, type Failure } from '../../../../shared/failure';
import { createWebFetch } from '../web-fetch';
import { verifyToken } from './api-token';
import { createBucket, listBuckets } from './buckets';
import { readCors, writeCors } from './cors';
import { readPublicAccess, switchOnDevUrl } from './domains';
import type { CloudflareWire } from './wire';

const ACCOUNT = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';
const OLD = 'Abcd1234_-'.repeat(4);
const ACCOUNTS = `cfat_${'x'.repeat(40)}0a1b2c3d`;
const READER = `cfut_${'r'.repeat(40)}0a1b2c3d`;
const ENDED = 'e'.repeat(40);
const fetch = createWebFetch(async () => null);
const never = new AbortController().signal;
const account = { accountId: ACCOUNT, jurisdiction: 'default' } as const;
const place = { ...account, bucket: 'media' } as const;

let cloudflare: CloudflareStandIn;
beforeEach(async () => {
  cloudflare = await new CloudflareStandIn(ACCOUNT, [
    { value: OLD, id: '1'.repeat(32), owner: 'user', storage: 'edit' },
    { value: ACCOUNTS, id: '2'.repeat(32), owner: 'account', storage: 'edit' },
    { value: READER, id: '3'.repeat(32), owner: 'user', storage: 'read' },
    { value: ENDED, id: '4'.repeat(32), owner: 'user', storage: 'edit', status: 'expired' },
  ]).start();
});
afterEach(() => cloudflare.close());

function wire(token: string): CloudflareWire {
  return { fetch, base: cloudflare.base, token };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof FailureError) return error.failure;
  throw error instanceof Error ? error : new Error('It did not fail.');
}

describe('a token', () => {
  it.each([
    ['of a user, in the old form', OLD, '1'.repeat(32)],
    ['of an account', ACCOUNTS, '2'.repeat(32)],
    ['of a user', READER, '3'.repeat(32)],
  ])('%s gives its S3 pair', async (_, value, id) => {
    expect(await verifyToken(wire(value), ACCOUNT, never)).toEqual({
      accessKeyId: id,
      secretAccessKey: createHash('sha256').update(value).digest('hex'),
      term: { from: null, until: null },
    });
  });

  it('with a beginning and an end tells both', async () => {
    const limits = { notBefore: '2026-11-01T00:00:00Z', expiresOn: '2027-02-01T12:00:00Z' };
    const token = { value: 'l'.repeat(40), id: '6'.repeat(32), owner: 'user', storage: 'edit', ...limits } as const;
    const other = await new CloudflareStandIn(ACCOUNT, [token]).start();
    const { term } = await verifyToken({ fetch, base: other.base, token: token.value }, ACCOUNT, never);
    expect(term).toEqual({ from: Date.UTC(2026, 10, 1), until: Date.UTC(2027, 1, 1, 12) });
    await other.close();
  });

  it('in the old form is asked of the account too, since it may be one of an account', async () => {
    const value = 'o'.repeat(40);
    const other = new CloudflareStandIn(ACCOUNT, [{ value, id: '5'.repeat(32), owner: 'account', storage: 'edit' }]);
    await other.start();
    expect(await verifyToken({ fetch, base: other.base, token: value }, ACCOUNT, never)).toMatchObject({
      accessKeyId: '5'.repeat(32),
    });
    await other.close();
  });

  it.each([
    ['unknown', 'u'.repeat(40), 'api-token-refused'],
    ['of no form at all', 'short', 'api-token-refused'],
    ['that has ended', ENDED, 'api-token-inactive'],
  ])('%s is told in words, without itself in them', async (_, value, code) => {
    const cause = await failureOf(verifyToken(wire(value), ACCOUNT, never));
    expect(cause.code).toBe(code);
    expect(JSON.stringify(cause)).not.toContain(value);
  });
});

describe('buckets', () => {
  it('are listed page by page, of one jurisdiction', async () => {
    for (let index = 0; index < 1203; index += 1) cloudflare.addBucket(`bucket-${String(index).padStart(4, '0')}`);
    cloudflare.addBucket('european', { jurisdiction: 'eu', location: 'WEUR', storageClass: 'InfrequentAccess' });
    const all = await listBuckets(wire(READER), account, never);
    expect(all).toHaveLength(1203);
    expect(all[1202]?.name).toBe('bucket-1202');
    expect(await listBuckets(wire(READER), { ...account, jurisdiction: 'eu' }, never)).toEqual([
      {
        name: 'european',
        location: 'WEUR',
        createdAt: Date.parse('2026-09-03T08:00:00Z'),
        storageClass: 'infrequent',
      },
    ]);
  });

  it('are made where they are wanted', async () => {
    const eu = { ...account, jurisdiction: 'eu' } as const;
    const made = await createBucket(wire(OLD), eu, { name: 'media', locationHint: 'weur' }, never);
    expect(made).toMatchObject({ name: 'media', location: 'WEUR' });
    expect(cloudflare.buckets).toMatchObject([{ name: 'media', jurisdiction: 'eu' }]);
    const again = createBucket(wire(OLD), eu, { name: 'media', locationHint: null }, never);
    expect(await failureOf(again)).toMatchObject({ code: 'bucket-name-taken', params: { bucket: 'media' } });
    const bad = createBucket(wire(OLD), eu, { name: 'No', locationHint: null }, never);
    expect((await failureOf(bad)).code).toBe('invalid-bucket-name');
  });

  it('name the permission that is missing', async () => {
    const making = createBucket(wire(READER), account, { name: 'media', locationHint: null }, never);
    expect(await failureOf(making)).toMatchObject({
      code: 'api-token-permission',
      action: 'open-dashboard-tokens',
      params: { permission: 'Workers R2 Storage: Edit' },
    });
  });
});

describe('public access', () => {
  it('is what Cloudflare says of each domain', async () => {
    const status = (ownership: string, ssl: string) => ({ ownership, ssl });
    cloudflare.addBucket('media', {
      domains: [
        { domain: 'a.example.com', enabled: true, status: status('active', 'active') },
        { domain: 'b.example.com', enabled: true, status: status('active', 'initializing') },
        { domain: 'c.example.com', enabled: false, status: status('active', 'active') },
        { domain: 'd.example.com', enabled: true, status: status('blocked', 'pending') },
      ],
    });
    const { devUrl, domains } = await readPublicAccess(wire(READER), place, never);
    expect(devUrl).toEqual({ host: cloudflare.devHost('media'), enabled: false });
    expect(domains.map(({ standing }) => standing)).toEqual(['ready', 'pending', 'off', 'failed']);
    expect((await failureOf(switchOnDevUrl(wire(READER), place, never))).code).toBe('api-token-permission');
    expect(await switchOnDevUrl(wire(OLD), place, never)).toEqual({ host: devUrl.host, enabled: true });
    expect(cloudflare.buckets[0]?.devUrl).toBe(true);
  });

  it('of a bucket in another jurisdiction is not found', async () => {
    cloudflare.addBucket('media', { jurisdiction: 'eu' });
    expect((await failureOf(readPublicAccess(wire(OLD), place, never))).code).toBe('no-such-bucket');
  });
});

it('CORS rules are read, written, and deleted', async () => {
  cloudflare.addBucket('media');
  expect(await readCors(wire(READER), place, never)).toEqual([]);
  const rule = {
    id: 'site',
    origins: ['https://example.com'],
    methods: ['GET', 'HEAD'],
    headers: ['range'],
    exposeHeaders: ['etag'],
    maxAgeSeconds: 3600,
  } as const;
  await writeCors(wire(OLD), place, [rule], never);
  expect(await readCors(wire(READER), place, never)).toEqual([rule]);
  await writeCors(wire(OLD), place, [], never);
  expect(cloudflare.buckets[0]?.cors).toBeNull();
  expect((await failureOf(writeCors(wire(READER), place, [rule], never))).code).toBe('api-token-permission');
});

describe('trouble', () => {
  const refusal = (code: number, message: string): string =>
    JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null });
  it.each([
    [
      'too many requests',
      { status: 429, headers: { 'retry-after': '7' }, body: refusal(971, 'Please wait') },
      'rate-limited',
    ],
    ['too many requests, as HTML', { status: 429, body: '<html>1015</html>' }, 'rate-limited'],
    ['a fault on the other side', { status: 502, body: '<html>Bad gateway</html>' }, 'server-error'],
    ['a sign-in page in between', { status: 200, body: '<html>Welcome to our hotel</html>' }, 'unexpected-reply'],
    ['an answer of another form', { status: 200, body: '{"success":true,"result":{"buckets":7}}' }, 'unexpected-reply'],
    ['R2 not switched on', { status: 403, body: refusal(10_042, 'Please enable R2') }, 'not-entitled'],
    ['a token unknown by now', { status: 403, body: refusal(9109, 'Invalid access token') }, 'api-token-refused'],
    ['a right that is missing', { status: 403, body: refusal(9109, 'Unauthorized to access') }, 'api-token-permission'],
  ])('%s is told for what it is', async (_, instead, code) => {
    cloudflare.instead.push(instead);
    const cause = await failureOf(listBuckets(wire(OLD), account, never));
    expect(cause.code).toBe(code);
    if ('headers' in instead) expect(cause.retry).toEqual({ kind: 'after', ms: 7000 });
  });

  it('on the way is told too, and a cancel is none', async () => {
    const { base } = cloudflare;
    await cloudflare.close();
    const gone = listBuckets({ fetch, base, token: OLD }, account, never);
    expect((await failureOf(gone)).code).toBe('connection-refused');
    const cancelled = listBuckets({ fetch, base, token: OLD }, account, AbortSignal.abort());
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });
});
