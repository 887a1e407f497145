import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { errorOf } from './raw-client';
import { makeClient } from './target';
import type { Ability, Context } from './target';

export function presignedCases(context: () => Context, _abilities: ReadonlySet<Ability>): void {
  const at = (key: string) => ({ Bucket: context().running.bucket, Key: context().prefix + key });
  const put = (key: string, body: string) =>
    context().client.send(new PutObjectCommand({ ...at(key), Body: body, ContentType: 'text/plain' }));
  const presign = (more: object = {}, options: object = {}): Promise<string> =>
    getSignedUrl(context().client, new GetObjectCommand({ ...at("a b+c'猫!"), ...more }), {
      expiresIn: 60,
      ...options,
    });
  const read = async (url: string, init: RequestInit = {}) => {
    const reply = await fetch(url, init);
    return { status: reply.status, headers: Object.fromEntries(reply.headers), text: await reply.text() };
  };

  describe('presigned', () => {
    test('reads need no more, and may be of a range', async () => {
      await put("a b+c'猫!", 'presigned');
      const url = await presign();
      expect(await read(url)).toMatchObject({ status: 200, text: 'presigned' });
      expect(await read(url, { headers: { range: 'bytes=0-2' } })).toMatchObject({ status: 206, text: 'pre' });
    });

    test('writes take any body', async () => {
      const url = await getSignedUrl(context().client, new PutObjectCommand(at("a b+c'猫!")), { expiresIn: 60 });
      expect((await read(url, { method: 'PUT', body: 'by link' })).status).toBe(200);
      expect((await read(await presign())).text).toBe('by link');
    });

    test('heads are for HEAD alone', async () => {
      await put("a b+c'猫!", 'x');
      const url = await getSignedUrl(context().client, new HeadObjectCommand(at("a b+c'猫!")), { expiresIn: 60 });
      expect((await read(url, { method: 'HEAD' })).status).toBe(200);
      expect(errorOf(await read(url))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    });

    test('requests end when they expire', async () => {
      const signingDate = new Date(Date.now() - 61_000);
      const reply = await read(await presign({}, { signingDate }));
      expect(errorOf(reply)).toEqual({ status: 403, code: 'ExpiredRequest', message: 'Request has expired' });
    });

    test.each([
      ['X-Amz-Expires', '604801', 'InvalidArgument', /^X-Amz-Expires must be less than a week/],
      ['X-Amz-Expires', 'soon', 'InvalidArgument', /^X-Amz-Expires/],
      ['X-Amz-Expires', '0', 'ExpiredRequest', 'Request has expired'],
      ['X-Amz-Date', 'now', 'InvalidArgument', /^Date provided .*didn't parse successfully$/],
      ['X-Amz-Signature', '0', 'SignatureDoesNotMatch', /does not match/],
      ['X-Amz-Signature', undefined, /^Invalid(Argument|Request)$/, ''],
      ['X-Amz-Credential', undefined, 'InvalidArgument', 'Authorization'],
    ])('requests whose %s is %s are refused', async (name, value, code, message) => {
      const url = new URL(await presign());
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
      const refused = errorOf(await read(url.href));
      expect(refused.code).toMatch(code);
      expect(refused.message).toMatch(message);
    });

    test('requests of a wrong secret are refused', async () => {
      const client = makeClient({ ...context().running, secretAccessKey: '0'.repeat(64) });
      const url = await getSignedUrl(client, new GetObjectCommand(at('x')), { expiresIn: 60 });
      expect(errorOf(await read(url))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    });

    test('parts can be uploaded to nothing', async () => {
      const command = new UploadPartCommand({ ...at('x'), PartNumber: 1, UploadId: 'invented' });
      const url = await getSignedUrl(context().client, command, { expiresIn: 60 });
      const reply = await read(url, { method: 'PUT', body: 'x' });
      expect(errorOf(reply)).toMatchObject({ status: 404, code: 'NoSuchUpload' });
    });
  });
}
