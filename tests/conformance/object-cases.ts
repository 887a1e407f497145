import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { expectRefusal } from './target';
import type { Ability, Context } from './target';

/** Keys that are names of nothing good on a disk or in a URL. */
export const HOSTILE_KEYS: readonly string[] = [
  "a b+c#d?e%f&g=h 猫/é!'()*.png",
  '%41%2F',
  'folder/',
  'CON',
  'back\\slash',
  'tab\tnew\nline',
  '<&>"\'',
  '😀\u{10ffff}\uffff',
  '~-._',
  'trailing space ',
];

const md5 = (data: string | Buffer): string => createHash('md5').update(data).digest('hex');

export function objectCases(context: () => Context, abilities: ReadonlySet<Ability>): void {
  const put = (key: string, body: string | Buffer, more: object = {}) => {
    const { client, running, prefix } = context();
    return client.send(new PutObjectCommand({ Bucket: running.bucket, Key: prefix + key, Body: body, ...more }));
  };
  const at = (key: string) => ({ Bucket: context().running.bucket, Key: context().prefix + key });

  describe('objects', () => {
    test('keep what was put: bytes, headers, metadata, ETag', async () => {
      const headers = {
        ContentType: 'image/webp',
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment; filename="x.webp"',
        ContentLanguage: 'de',
        Metadata: { prompt: 'a cat, in = "oil"', seed: '42' },
      };
      const stored = await put('a.webp', 'bytes', headers);
      expect(stored.ETag).toBe(`"${md5('bytes')}"`);
      const { Body, ...read } = await context().client.send(new GetObjectCommand(at('a.webp')));
      expect(await Body?.transformToString()).toBe('bytes');
      expect(read).toMatchObject({ ...headers, ETag: stored.ETag, ContentLength: 5, AcceptRanges: 'bytes' });
      const head = await context().client.send(new HeadObjectCommand(at('a.webp')));
      expect(head).toMatchObject({ ...headers, ETag: stored.ETag, ContentLength: 5 });
      expect(head.LastModified).toEqual(read.LastModified);
    });

    test('may be empty', async () => {
      await put('empty', '');
      const read = await context().client.send(new GetObjectCommand(at('empty')));
      expect(await read.Body?.transformToString()).toBe('');
      expect(read).toMatchObject({ ContentLength: 0, ETag: `"${md5('')}"` });
    });

    test('take a stream of known length', async () => {
      const body = Buffer.alloc(3_000_000, 'stream');
      const { client } = context();
      await client.send(
        new PutObjectCommand({ ...at('stream'), Body: Readable.from([body]), ContentLength: body.length }),
      );
      const read = await client.send(new GetObjectCommand(at('stream')));
      expect(md5(Buffer.from((await read.Body?.transformToByteArray()) ?? []))).toBe(md5(body));
    });

    test('are replaced as a whole', async () => {
      await put('twice', 'first', { ContentType: 'text/plain', Metadata: { a: '1' } });
      await put('twice', 'second, longer');
      const read = await context().client.send(new GetObjectCommand(at('twice')));
      expect(await read.Body?.transformToString()).toBe('second, longer');
      expect(read.Metadata).toEqual({});
    });

    const hostile = HOSTILE_KEYS.filter((key) => abilities.has('control characters') || !/[\t\n]/.test(key));
    test.each(hostile)('bear any key: %j', async (key) => {
      await put(key, key);
      const read = await context().client.send(new GetObjectCommand(at(key)));
      expect(await read.Body?.transformToString()).toBe(key);
      await context().client.send(new DeleteObjectCommand(at(key)));
      await expectRefusal(context().client.send(new GetObjectCommand(at(key))), { status: 404, code: 'NoSuchKey' });
    });

    test.skipIf(!abilities.has('dot segments')).each(['../x', './y', 'a//b', '/lead', 'a/../../etc/passwd', '.', '..'])(
      'bear a key that path normalising would change: %j',
      async (key) => {
        const address = { Bucket: context().running.bucket, Key: key };
        await context().client.send(new PutObjectCommand({ ...address, Body: key }));
        const read = await context().client.send(new GetObjectCommand(address));
        expect(await read.Body?.transformToString()).toBe(key);
        await context().client.send(new DeleteObjectCommand(address));
      },
    );

    test('have keys of 1,024 bytes and no more', async () => {
      const { client, running } = context();
      const key = 'é'.repeat(512);
      await client.send(new PutObjectCommand({ Bucket: running.bucket, Key: key, Body: 'x' }));
      await client.send(new DeleteObjectCommand({ Bucket: running.bucket, Key: key }));
      const long = client.send(new PutObjectCommand({ Bucket: running.bucket, Key: `${key}x`, Body: 'x' }));
      if (abilities.has('key length')) await expectRefusal(long, { status: 400, code: 'InvalidObjectName' });
      else await expect(long).rejects.toThrow();
    });

    test.skipIf(!abilities.has('nfc'))('are the same under NFC and NFD names, and listed under the last', async () => {
      const [nfc, nfd] = ['é'.normalize('NFC'), 'é'.normalize('NFD')];
      await put(nfc, 'one');
      await put(nfd, 'two');
      const read = await context().client.send(new GetObjectCommand(at(nfc)));
      expect(await read.Body?.transformToString()).toBe('two');
    });

    test('limit their metadata', async () => {
      const length = abilities.has('metadata of 8 KiB') ? 8000 : 2000;
      await put('meta', 'x', { Metadata: { note: 'm'.repeat(length) } });
      const head = await context().client.send(new HeadObjectCommand(at('meta')));
      expect(head.Metadata?.note).toHaveLength(length);
      if (!abilities.has('metadata of 8 KiB')) return;
      const long = put('meta', 'x', { Metadata: { note: 'm'.repeat(8192) } });
      await expectRefusal(long, { status: 400, code: 'MetadataTooLarge', message: /maximum allowed metadata size/ });
    });

    test('are deleted, also when they are not there', async () => {
      await put('gone', 'x');
      const { client } = context();
      for (const _time of [1, 2]) {
        const deleted = await client.send(new DeleteObjectCommand(at('gone')));
        expect(deleted.$metadata.httpStatusCode).toBe(204);
      }
      const missing = { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' };
      await expectRefusal(client.send(new GetObjectCommand(at('gone'))), missing);
      await expectRefusal(client.send(new HeadObjectCommand(at('gone'))), { status: 404, code: 'NotFound' });
    });

    test('are deleted many at a time, and each is reported even when quiet', async () => {
      const keys = ['1', '2', '<&>'];
      for (const key of keys) await put(key, key);
      const { client, running, prefix } = context();
      const Objects = [...keys, 'never'].map((key) => ({ Key: prefix + key }));
      const deleted = await client.send(
        new DeleteObjectsCommand({ Bucket: running.bucket, Delete: { Objects, Quiet: true } }),
      );
      expect(deleted.Deleted?.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key));
      await expectRefusal(client.send(new GetObjectCommand(at('1'))), { status: 404, code: 'NoSuchKey' });
    });

    test('are deleted a thousand at a time at most', async () => {
      const { client, running } = context();
      const Objects = Array.from({ length: 1001 }, (_, index) => ({ Key: `none ${index}` }));
      const command = new DeleteObjectsCommand({ Bucket: running.bucket, Delete: { Objects } });
      await expectRefusal(client.send(command), { status: 400, code: 'MalformedXML' });
    });

    test('hold a write to its Content-MD5', async () => {
      const sum = createHash('md5').update('data').digest('base64');
      await put('md5', 'data', { ContentMD5: sum });
      const message = /^The MD5 checksum you specified did not match what we received\./;
      await expectRefusal(put('md5', 'other', { ContentMD5: sum }), { status: 400, code: 'BadDigest', message });
      const read = await context().client.send(new GetObjectCommand(at('md5')));
      expect(await read.Body?.transformToString()).toBe('data');
    });

    test('may come with a checksum of the SDK', async () => {
      await put('sum', '123456789', { ChecksumCRC32: 'y/Q5Jg==' });
      const read = await context().client.send(new GetObjectCommand(at('sum')));
      expect(await read.Body?.transformToString()).toBe('123456789');
    });

    test.skipIf(!abilities.has('aws-chunked'))('come from an SDK with its own settings as well', async () => {
      const { accessKeyId, secretAccessKey, endpoint } = context().running;
      const credentials = { accessKeyId, secretAccessKey };
      const client = new S3Client({ region: 'auto', endpoint, forcePathStyle: true, credentials });
      const stream = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(50_000, 'b')]);
      await client.send(new PutObjectCommand({ ...at('stream'), Body: stream, ContentLength: 150_000 }));
      await client.send(new PutObjectCommand({ ...at('buffer'), Body: 'buffer' }));
      for (const [key, length] of [
        ['stream', 150_000],
        ['buffer', 6],
      ] as const) {
        const read = await client.send(new GetObjectCommand(at(key)));
        expect((await read.Body?.transformToByteArray())?.length).toBe(length);
        expect(read.ContentEncoding).toBeUndefined();
      }
      client.destroy();
    });

    test.skipIf(!abilities.has('storage class'))('have one of two storage classes', async () => {
      await put('ia', 'x', { StorageClass: 'STANDARD_IA' });
      const head = await context().client.send(new HeadObjectCommand(at('ia')));
      expect(head.StorageClass).toBe('STANDARD_IA');
      await put('standard', 'x', { StorageClass: 'STANDARD' });
      expect((await context().client.send(new HeadObjectCommand(at('standard')))).StorageClass).toBeUndefined();
    });

    test('are written on conditions', async () => {
      const failed = { status: 412, code: 'PreconditionFailed', message: /pre-conditions you specified did not hold/ };
      const first = await put('cond', '1', { IfNoneMatch: '*' });
      await expectRefusal(put('cond', '2', { IfNoneMatch: '*' }), failed);
      const second = await put('cond', '2', { IfMatch: first.ETag });
      await expectRefusal(put('cond', '3', { IfMatch: first.ETag }), failed);
      await expectRefusal(put('cond', '3', { IfNoneMatch: second.ETag }), failed);
      await expectRefusal(put('absent', '3', { IfMatch: first.ETag }), failed);
      const read = await context().client.send(new GetObjectCommand(at('cond')));
      expect(await read.Body?.transformToString()).toBe('2');
    });

    test('are created once when many try at the same time', async () => {
      const tries = Array.from({ length: 8 }, (_, index) => put('race', String(index), { IfNoneMatch: '*' }));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });
}
