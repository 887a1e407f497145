import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { expectRefusal } from './target';
import type { Ability, Context } from './target';

export function bucketCases(context: () => Context, abilities: ReadonlySet<Ability>): void {
  const noBucket = { status: 404, code: 'NoSuchBucket', message: 'The specified bucket does not exist.' };

  describe('buckets', () => {
    test('are listed', async () => {
      const { client, running } = context();
      const { Buckets } = await client.send(new ListBucketsCommand({}));
      const names = Buckets?.map(({ Name }) => Name);
      expect(names).toEqual(expect.arrayContaining([running.bucket, running.otherBucket]));
    });

    test('answer whether they are there', async () => {
      const { client, running } = context();
      await client.send(new HeadBucketCommand({ Bucket: running.bucket }));
      const missing = client.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' }));
      await expectRefusal(missing, { status: 404, code: 'NotFound' });
    });

    test('that are not there refuse everything', async () => {
      const { client } = context();
      const Bucket = 'no-such-bucket';
      await expectRefusal(client.send(new ListObjectsV2Command({ Bucket })), noBucket);
      await expectRefusal(client.send(new GetObjectCommand({ Bucket, Key: 'x' })), noBucket);
      await expectRefusal(client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' })), noBucket);
    });

    test.skipIf(!abilities.has('buckets'))('are made, and deleted when empty', async () => {
      const { client } = context();
      const Bucket = 'made-here';
      await client.send(new CreateBucketCommand({ Bucket }));
      await expectRefusal(client.send(new CreateBucketCommand({ Bucket })), {
        status: 409,
        code: 'BucketAlreadyOwnedByYou',
      });
      await client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }));
      const full = client.send(new DeleteBucketCommand({ Bucket }));
      await expectRefusal(full, { status: 409, code: 'BucketNotEmpty' });
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'x' }));
      await client.send(new DeleteBucketCommand({ Bucket }));
      await expectRefusal(client.send(new ListObjectsV2Command({ Bucket })), noBucket);
    });

    test.skipIf(!abilities.has('buckets')).each(['ab', 'Upper-case', 'under_score', '-dash', 'a'.repeat(64)])(
      'cannot be called %s',
      async (Bucket) => {
        const refused = context().client.send(new CreateBucketCommand({ Bucket }));
        await expectRefusal(refused, { status: 400, code: 'InvalidBucketName' });
      },
    );

    test('have objects without tags, and a try does not overwrite one', async () => {
      const { client, running, prefix } = context();
      const address = { Bucket: running.bucket, Key: `${prefix}tagged` };
      await client.send(new PutObjectCommand({ ...address, Body: 'x' }));
      const notImplemented = { status: 501, code: 'NotImplemented' };
      await expectRefusal(client.send(new GetObjectTaggingCommand(address)), notImplemented);
      const tag = new PutObjectTaggingCommand({ ...address, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } });
      await expectRefusal(client.send(tag), notImplemented);
      const read = await client.send(new GetObjectCommand(address));
      expect(await read.Body?.transformToString()).toBe('x');
    });
  });

  describe.skipIf(!abilities.has('cors'))('CORS', () => {
    const rule = {
      AllowedOrigins: ['https://app.example'],
      AllowedMethods: ['GET', 'PUT'],
      AllowedHeaders: ['content-type', 'x-amz-*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 60,
    };

    test('is none, then what was put, then none', async () => {
      const { client, running } = context();
      const address = { Bucket: running.bucket };
      const none = { status: 404, code: 'NoSuchCORSConfiguration' };
      await expectRefusal(client.send(new GetBucketCorsCommand(address)), none);
      await client.send(new PutBucketCorsCommand({ ...address, CORSConfiguration: { CORSRules: [rule] } }));
      expect((await client.send(new GetBucketCorsCommand(address))).CORSRules).toEqual([rule]);
      const preflight = (origin: string, method: string) =>
        fetch(`${running.endpoint}/${running.bucket}/x`, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': method,
            'access-control-request-headers': 'Content-Type, x-amz-date',
          },
        });
      const allowed = await preflight('https://app.example', 'PUT');
      expect(allowed.status).toBe(204);
      expect(Object.fromEntries(allowed.headers)).toMatchObject({
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'Content-Type, x-amz-date',
        'access-control-max-age': '60',
      });
      expect((await preflight('https://evil.example', 'PUT')).status).toBe(403);
      expect((await preflight('https://app.example', 'DELETE')).status).toBe(403);
      await client.send(new DeleteBucketCorsCommand(address));
      await expectRefusal(client.send(new GetBucketCorsCommand(address)), none);
    });
  });
}
