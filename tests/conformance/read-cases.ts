import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { GetObjectCommandInput } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { expectRefusal } from './target';
import type { Ability, Context } from './target';

export function readCases(context: () => Context, _abilities: ReadonlySet<Ability>): void {
  const at = (key: string) => ({ Bucket: context().running.bucket, Key: context().prefix + key });
  const put = (key: string, body: string) => context().client.send(new PutObjectCommand({ ...at(key), Body: body }));
  const get = (more: Partial<GetObjectCommandInput>, key = 'object') =>
    context().client.send(new GetObjectCommand({ ...at(key), ...more }));

  describe('ranges', () => {
    test.each([
      ['bytes=0-0', '0', 'bytes 0-0/10'],
      ['bytes=2-4', '234', 'bytes 2-4/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=-99', '0123456789', 'bytes 0-9/10'],
      ['bytes=5-99', '56789', 'bytes 5-9/10'],
      ['bytes=0-', '0123456789', 'bytes 0-9/10'],
    ])('%s', async (Range, expected, contentRange) => {
      await put('object', '0123456789');
      const read = await get({ Range });
      expect(await read.Body?.transformToString()).toBe(expected);
      expect(read).toMatchObject({ ContentRange: contentRange, ContentLength: expected.length });
      expect(read.$metadata.httpStatusCode).toBe(206);
      const head = await context().client.send(new HeadObjectCommand({ ...at('object'), Range }));
      expect(head).toMatchObject({ ContentRange: contentRange, ContentLength: expected.length });
    });

    test.each([
      ['bytes=10-', 416, 'InvalidRange'],
      ['bytes=10-12', 416, 'InvalidRange'],
      ['bytes=-0', 416, 'InvalidRange'],
      ['bytes=4-2', 400, 'InvalidArgument'],
      ['bytes=0-1,3-4', 400, 'InvalidArgument'],
      ['lines=1-2', 400, 'InvalidArgument'],
    ])('%s is refused', async (Range, status, code) => {
      await put('object', '0123456789');
      await expectRefusal(get({ Range }), { status, code });
    });

    test('any range of an empty object is refused', async () => {
      await put('empty', '');
      await expectRefusal(get({ Range: 'bytes=0-' }, 'empty'), { status: 416, code: 'InvalidRange' });
    });
  });

  // The SDK has no name for a 304, which it throws like an error.
  describe('conditions of a read', () => {
    const failed = { status: 412, code: 'PreconditionFailed' };

    test('If-Match and If-None-Match', async () => {
      const { ETag = '' } = await put('object', 'x');
      for (const IfMatch of [ETag, '*', `"0", ${ETag}`]) await (await get({ IfMatch })).Body?.transformToByteArray();
      await (await get({ IfNoneMatch: '"0"' })).Body?.transformToByteArray();
      await expectRefusal(get({ IfMatch: '"0"' }), failed);
      for (const IfNoneMatch of [ETag, '*', `W/${ETag}`]) {
        await expectRefusal(get({ IfNoneMatch }), { status: 304, code: 'Unknown' });
      }
    });
  });
}
