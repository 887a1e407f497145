import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { expectRefusal } from './target';
import type { Ability, Context } from './target';

/** As r2-facts §8 has it: the SDK does not encode CopySource. */
export function copySourceOf(bucket: string, key: string): string {
  return `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

export function copyCases(context: () => Context, _abilities: ReadonlySet<Ability>): void {
  const at = (key: string) => ({ Bucket: context().running.bucket, Key: context().prefix + key });
  const put = (key: string) =>
    context().client.send(
      new PutObjectCommand({ ...at(key), Body: 'data', ContentType: 'text/plain', Metadata: { a: '1', b: '2' } }),
    );
  const copy = (from: string, to: string, more: Partial<CopyObjectCommandInput> = {}) => {
    const { client, running, prefix } = context();
    const CopySource = copySourceOf(running.bucket, prefix + from);
    return client.send(new CopyObjectCommand({ ...at(to), CopySource, ...more }));
  };
  const read = async (address: { Bucket: string; Key: string }) => {
    const { Body, ContentType, Metadata, ETag } = await context().client.send(new GetObjectCommand(address));
    return { body: await Body?.transformToString(), ContentType, Metadata, ETag };
  };

  describe('copies', () => {
    test('take headers and metadata with them', async () => {
      const { ETag } = await put('a b+c%猫');
      const copied = await copy('a b+c%猫', 'to');
      expect(copied.CopyObjectResult?.ETag).toBe(ETag);
      expect(await read(at('to'))).toEqual({
        body: 'data',
        ContentType: 'text/plain',
        Metadata: { a: '1', b: '2' },
        ETag,
      });
    });

    test('have new ones with REPLACE, also onto themselves', async () => {
      await put('from');
      const more = { MetadataDirective: 'REPLACE', ContentType: 'image/png', Metadata: { b: '3' } } as const;
      await copy('from', 'from', more);
      expect(await read(at('from'))).toMatchObject({ body: 'data', ContentType: 'image/png', Metadata: { b: '3' } });
    });

    test('cross buckets', async () => {
      await put('from');
      const address = { Bucket: context().running.otherBucket, Key: `${context().prefix}to` };
      await copy('from', 'to', address);
      expect((await read(address)).body).toBe('data');
    });

    test('hold to conditions on their source', async () => {
      const { ETag } = await put('from');
      await copy('from', 'to', { CopySourceIfMatch: ETag });
      const failed = { status: 412, code: 'PreconditionFailed' };
      await expectRefusal(copy('from', 'to', { CopySourceIfMatch: '"0"' }), failed);
      await expectRefusal(copy('from', 'to', { CopySourceIfNoneMatch: ETag }), failed);
    });

    test('of nothing are refused', async () => {
      await expectRefusal(copy('absent', 'to'), { status: 404, code: 'NoSuchKey' });
      await expectRefusal(copy('absent', 'to', { CopySource: 'no-such-bucket/x' }), {
        status: 404,
        code: 'NoSuchBucket',
      });
      await expectRefusal(copy('absent', 'to', { CopySource: 'nothing' }), {
        status: 400,
        code: 'InvalidArgument',
        message: 'copy source bucket name',
      });
    });
  });
}
