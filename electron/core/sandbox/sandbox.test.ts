import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateBucketCommand, HeadBucketCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3';
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { PROFILES } from './profiles';
import { startSandbox } from './sandbox';
import type { Sandbox, SandboxOptions } from './types';

let dir: string;
let sandbox: Sandbox;
let client: S3Client;

async function start(options: Partial<SandboxOptions> = {}): Promise<void> {
  sandbox = await startSandbox({ dir, ...options });
  client = new S3Client({
    region: 'auto',
    endpoint: sandbox.endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    credentials: sandbox,
  });
}

async function stop(): Promise<void> {
  client.destroy();
  await sandbox.close();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flow-sandbox-'));
  await start();
});
afterEach(async () => {
  await stop();
  await rm(dir, { recursive: true });
});

const put = (Key: string, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket: sandbox.bucket, Key, Body: 'body', ...more }));
const get = (Key: string) => client.send(new GetObjectCommand({ Bucket: sandbox.bucket, Key }));
const status = (promise: Promise<{ $metadata: { httpStatusCode?: number } }>): Promise<number | undefined> =>
  promise.then(
    ({ $metadata }) => $metadata.httpStatusCode,
    (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
  );

async function storedFiles(): Promise<string[]> {
  const entries = await readdir(join(dir, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** A request that says what it likes, path and Host included. */
function raw(base: string, path: string, method = 'GET', headers: Record<string, string> = {}) {
  const { hostname, port, host } = new URL(base);
  return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { host, ...headers } }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      reply.on('end', () => resolve({ status: reply.statusCode, headers: reply.headers, text }));
    });
    sent.on('error', reject).end();
  });
}

describe('the public host', () => {
  test.each(["a b+c#d?e%f&g=h 猫/é!'()*.png", '../x', './y', 'a//b', '/lead', '%2e%2e', 'plain'])(
    'serves the key %j, its URL decoded once',
    async (key) => {
      await put(key, { Body: key, ContentType: 'image/png' });
      const path = `/${key.split('/').map(encodeURIComponent).join('/')}`;
      expect(await raw(sandbox.publicBase, path)).toMatchObject({ status: 200, text: key });
    },
  );

  test('gives stored headers and ranges, and no metadata', async () => {
    const more = { CacheControl: 'max-age=5', ContentDisposition: 'inline', Metadata: { prompt: 'secret' } };
    await put('k', { ...more, ContentType: 'text/plain', StorageClass: 'STANDARD_IA' });
    const { headers, ...reply } = await raw(sandbox.publicBase, '/k?any=query', 'GET', { range: 'bytes=1-2' });
    expect(reply).toEqual({ status: 206, text: 'od' });
    expect(headers).toMatchObject({
      'cache-control': 'max-age=5',
      'content-disposition': 'inline',
      'content-range': 'bytes 1-2/4',
      'content-type': 'text/plain',
      etag: `"${createHash('md5').update('body').digest('hex')}"`,
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('x-amz'))).toEqual([]);
    const head = await raw(sandbox.publicBase, '/k', 'HEAD');
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '4']);
    const again = await raw(sandbox.publicBase, '/k', 'GET', { 'if-none-match': headers.etag ?? '' });
    expect(again.status).toBe(304);
  });

  test.each([
    ['GET', '/', 404],
    ['GET', '/absent', 404],
    ['GET', '/%zz', 400],
    ['GET', '/?list-type=2', 404],
    ['PUT', '/k', 405],
    ['DELETE', '/k', 405],
  ])('answers %s %s with an HTML page, %i', async (method, path, expected) => {
    await put('k');
    const reply = await raw(sandbox.publicBase, path, method);
    expect([reply.status, reply.headers['content-type']]).toEqual([expected, 'text/html; charset=utf-8']);
    expect(reply.text).toMatch(/^<!doctype html>/);
  });

  test('overlooks a range that does not parse, and refuses one beyond the end', async () => {
    await put('k');
    expect((await raw(sandbox.publicBase, '/k', 'GET', { range: 'lines=1' })).status).toBe(200);
    expect((await raw(sandbox.publicBase, '/k', 'GET', { range: 'bytes=9-' })).status).toBe(416);
  });

  test('gives all of an object that is no longer what a half-finished download began with', async () => {
    await put('k');
    const read = (ifRange: string) => raw(sandbox.publicBase, '/k', 'GET', { range: 'bytes=2-', 'if-range': ifRange });
    expect(await read('"other"')).toMatchObject({ status: 200, text: 'body' });
    const { headers } = await raw(sandbox.publicBase, '/k');
    expect(await read(headers.etag ?? '')).toMatchObject({ status: 206, text: 'dy' });
  });

  test('bears the CORS headers of its bucket', async () => {
    await put('k');
    const rule = { AllowedOrigins: ['https://*.example'], AllowedMethods: ['GET'] };
    const CORSConfiguration = { CORSRules: [rule] };
    await client.send(new PutBucketCorsCommand({ Bucket: sandbox.bucket, CORSConfiguration }));
    const allowed = await raw(sandbox.publicBase, '/k', 'GET', { origin: 'https://a.example' });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://a.example');
    const other = await raw(sandbox.publicBase, '/k', 'GET', { origin: 'https://a.test' });
    expect([other.status, other.headers['access-control-allow-origin']]).toEqual([200, undefined]);
  });

  test('serves what a multipart upload made', async () => {
    const address = { Bucket: sandbox.bucket, Key: 'big' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...address, ContentType: 'video/mp4' }));
    const part = { ...address, UploadId, PartNumber: 1, Body: 'all of it' };
    const { ETag } = await client.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await client.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload }));
    const reply = await raw(sandbox.publicBase, '/big');
    expect([reply.text, reply.headers['content-type']]).toEqual(['all of it', 'video/mp4']);
  });
});

describe('a web page of another site', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', 'x@localhost'])(
    'that rebinds %j to this machine gets nothing',
    async (host) => {
      await put('k');
      for (const base of [sandbox.endpoint, sandbox.publicBase]) {
        expect((await raw(base, '/k', 'GET', { host })).status).toBe(403);
      }
    },
  );

  test.each(['localhost', '127.0.0.1', '[::1]'])('%s is this machine', async (name) => {
    await put('k');
    const host = `${name}:${new URL(sandbox.publicBase).port}`;
    expect((await raw(sandbox.publicBase, '/k', 'GET', { host })).status).toBe(200);
  });
});

describe('profiles', () => {
  test('object-scoped reaches objects of one bucket and nothing else', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'other' }));
    sandbox.setProfile('object-scoped');
    const list = (Bucket: string) => status(client.send(new ListObjectsV2Command({ Bucket })));
    expect(await status(put('k'))).toBe(200);
    expect(await list(sandbox.bucket)).toBe(200);
    expect([await list('other'), await list('no-such-bucket')]).toEqual([403, 403]);
    expect(await status(client.send(new ListBucketsCommand({})))).toBe(403);
    expect(await status(client.send(new HeadBucketCommand({ Bucket: sandbox.bucket })))).toBe(403);
    expect(await status(client.send(new CreateBucketCommand({ Bucket: 'third' })))).toBe(403);
  });

  test('read-only reads', async () => {
    await put('k');
    sandbox.setProfile('read-only');
    expect([await status(get('k')), await status(put('k'))]).toEqual([200, 403]);
    expect(await status(client.send(new CreateMultipartUploadCommand({ Bucket: sandbox.bucket, Key: 'k' })))).toBe(403);
    expect(await status(client.send(new CreateBucketCommand({ Bucket: 'third' })))).toBe(403);
  });

  test('failing fails the same requests each time, and never all', async () => {
    const run = async (): Promise<(number | undefined)[]> => {
      sandbox.setProfile('failing');
      const statuses: (number | undefined)[] = [];
      for (let index = 0; index < 40; index++) statuses.push(await status(put('k')));
      return statuses;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 429, 500, 503]));
  });

  test('read-failing takes writes and lists them, but gives nothing back', async () => {
    sandbox.setProfile('read-failing');
    expect(await status(put('k'))).toBe(200);
    expect(await status(client.send(new ListObjectsV2Command({ Bucket: sandbox.bucket })))).toBe(200);
    expect([429, 500, 503]).toContain(await status(get('k')));
    expect([429, 500, 503]).toContain((await raw(sandbox.publicBase, '/k')).status);
  });

  test('slow gives everything, in its own time', async () => {
    sandbox.setProfile({ ...PROFILES.slow, delay: 5, pace: 1024 * 1024 });
    await put('k', { Body: 'slowly' });
    expect(await (await get('k')).Body?.transformToString()).toBe('slowly');
  });

  test('may hold each key to a write a second, as R2 does', async () => {
    let now = Date.now();
    await stop();
    await start({ now: () => now, profile: { ...PROFILES.full, sameKeyGap: 1000 } });
    expect([await status(put('k')), await status(put('k')), await status(put('other'))]).toEqual([200, 429, 200]);
    now += 1000;
    expect(await status(put('k'))).toBe(200);
  });
});

describe('closing', () => {
  test('ends what is under way, and leaves nothing half-written', async () => {
    sandbox.setProfile({ ...PROFILES.full, pace: 100_000 });
    const sending = status(put('k', { Body: Buffer.alloc(2_000_000) }));
    await vi.waitFor(async () => expect(await storedFiles()).toHaveLength(1));
    await sandbox.close();
    expect([await sending, await storedFiles()]).toEqual([undefined, []]);
  });
});

describe('a restart', () => {
  test('keeps keys, ports and objects', async () => {
    await put('k');
    const { endpoint, publicBase, accessKeyId, secretAccessKey } = sandbox;
    await stop();
    await start();
    expect(sandbox).toMatchObject({ endpoint, publicBase, accessKeyId, secretAccessKey });
    expect(await status(get('k'))).toBe(200);
  });

  test('takes other ports where its own are taken', async () => {
    const { endpoint } = sandbox;
    await stop();
    const other = await mkdtemp(join(tmpdir(), 'flow-other-'));
    const squatter = await startSandbox({ dir: other, port: Number(new URL(endpoint).port) });
    await start();
    expect(sandbox.endpoint).not.toBe(endpoint);
    await squatter.close();
    await rm(other, { recursive: true });
  });

  test('ends uploads that are older than a week', async () => {
    let now = Date.now();
    await stop();
    await start({ now: () => now });
    const address = { Bucket: sandbox.bucket, Key: 'k' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(address));
    const part = { ...address, UploadId, PartNumber: 1, Body: 'x' };
    expect(await status(client.send(new UploadPartCommand(part)))).toBe(200);
    const week = 7 * 24 * 3600_000 + 1000;
    now += week;
    client.config.systemClockOffset += week;
    expect(await status(client.send(new UploadPartCommand(part)))).toBe(404);
    expect(await storedFiles()).toHaveLength(1);
    await stop();
    await start({ now: () => now });
    expect(await storedFiles()).toEqual([]);
  });

  test('is refused while another sandbox has the folder', async () => {
    await expect(startSandbox({ dir })).rejects.toThrow(/Another sandbox is running on this folder/);
  });
});
