import { createHash } from 'node:crypto';
import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendPlain, useSandbox } from './running-sandbox';

const running = useSandbox();

describe('the public host', () => {
  test.each(["a b+c#d?e%f&g=h 猫/é!'()*.png", '../x', './y', 'a//b', '/lead', '%2e%2e', 'plain'])(
    'serves the key %j, its URL decoded once',
    async (key) => {
      await running.put(key, { Body: key, ContentType: 'image/png' });
      const path = `/${key.split('/').map(encodeURIComponent).join('/')}`;
      expect(await sendPlain(running.sandbox.publicBase, path)).toMatchObject({ status: 200, text: key });
    },
  );

  test('gives stored headers and ranges, and no metadata', async () => {
    const more = { CacheControl: 'max-age=5', ContentDisposition: 'inline', Metadata: { prompt: 'secret' } };
    await running.put('k', { ...more, ContentType: 'text/plain', StorageClass: 'STANDARD_IA' });
    const { headers, ...reply } = await sendPlain(running.sandbox.publicBase, '/k?any=query', 'GET', {
      range: 'bytes=1-2',
    });
    expect(reply).toEqual({ status: 206, text: 'od' });
    expect(headers).toMatchObject({
      'cache-control': 'max-age=5',
      'content-disposition': 'inline',
      'content-range': 'bytes 1-2/4',
      'content-type': 'text/plain',
      etag: `"${createHash('md5').update('body').digest('hex')}"`,
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('x-amz'))).toEqual([]);
    const head = await sendPlain(running.sandbox.publicBase, '/k', 'HEAD');
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '4']);
    const again = await sendPlain(running.sandbox.publicBase, '/k', 'GET', { 'if-none-match': headers.etag ?? '' });
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
    await running.put('k');
    const reply = await sendPlain(running.sandbox.publicBase, path, method);
    expect([reply.status, reply.headers['content-type']]).toEqual([expected, 'text/html; charset=utf-8']);
    expect(reply.text).toMatch(/^<!doctype html>/);
  });

  test('refuses a range beyond the end', async () => {
    await running.put('k');
    expect((await sendPlain(running.sandbox.publicBase, '/k', 'GET', { range: 'bytes=9-' })).status).toBe(416);
  });

  test('bears the CORS headers of its bucket', async () => {
    await running.put('k');
    const rule = { AllowedOrigins: ['https://*.example'], AllowedMethods: ['GET'] };
    const CORSConfiguration = { CORSRules: [rule] };
    await running.client.send(new PutBucketCorsCommand({ Bucket: running.sandbox.bucket, CORSConfiguration }));
    const allowed = await sendPlain(running.sandbox.publicBase, '/k', 'GET', { origin: 'https://a.example' });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://a.example');
    const other = await sendPlain(running.sandbox.publicBase, '/k', 'GET', { origin: 'https://a.test' });
    expect([other.status, other.headers['access-control-allow-origin']]).toEqual([200, undefined]);
  });

  test('serves what a multipart upload made', async () => {
    const address = { Bucket: running.sandbox.bucket, Key: 'big' };
    const { UploadId } = await running.client.send(
      new CreateMultipartUploadCommand({ ...address, ContentType: 'video/mp4' }),
    );
    const part = { ...address, UploadId, PartNumber: 1, Body: 'all of it' };
    const { ETag } = await running.client.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await running.client.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload }));
    const reply = await sendPlain(running.sandbox.publicBase, '/big');
    expect([reply.text, reply.headers['content-type']]).toEqual(['all of it', 'video/mp4']);
  });
});
