import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { copySourceOf } from './copy-cases';
import { expectRefusal } from './target';
import type { Ability, Context } from './target';

const PART = 5 * 1024 * 1024;
const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();
const fill = (size: number, letter: string): Buffer => Buffer.alloc(size, letter);

export function multipartCases(context: () => Context, abilities: ReadonlySet<Ability>): void {
  const at = (key: string) => ({ Bucket: context().running.bucket, Key: context().prefix + key });
  const create = async (key: string, more: object = {}) => {
    const created = await context().client.send(new CreateMultipartUploadCommand({ ...at(key), ...more }));
    return { ...at(key), UploadId: created.UploadId ?? '' };
  };
  type Address = Awaited<ReturnType<typeof create>>;
  const putPart = async (upload: Address, PartNumber: number, Body: Buffer): Promise<CompletedPart> => {
    const { ETag } = await context().client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (upload: Address, Parts: CompletedPart[], more: object = {}) =>
    context().client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));

  describe('multipart uploads', () => {
    test('make one object of their parts, with the headers of their creation', async () => {
      const upload = await create('big', { ContentType: 'video/mp4', Metadata: { a: '1' } });
      const bodies = [fill(PART, 'a'), fill(PART, 'b'), fill(1000, 'c')];
      // Completed in the wrong order, which R2 sorts.
      const parts: CompletedPart[] = [];
      for (const [index, body] of bodies.entries()) parts.unshift(await putPart(upload, index + 1, body));
      if (abilities.has('md5 part etags')) expect(parts[2]?.ETag).toBe(`"${md5(fill(PART, 'a')).toString('hex')}"`);
      const done = await complete(upload, abilities.has('md5 part etags') ? parts : [...parts].reverse());
      const sum = md5(Buffer.concat(bodies.map(md5))).toString('hex');
      expect(done.ETag).toBe(`"${sum}-3"`);
      const head = await context().client.send(new HeadObjectCommand(at('big')));
      expect(head).toMatchObject({ ContentLength: 2 * PART + 1000, ContentType: 'video/mp4', Metadata: { a: '1' } });
      const across = await context().client.send(
        new GetObjectCommand({ ...at('big'), Range: `bytes=${PART - 2}-${PART + 1}` }),
      );
      expect(await across.Body?.transformToString()).toBe('aabb');
      const tail = await context().client.send(new GetObjectCommand({ ...at('big'), Range: 'bytes=-1001' }));
      expect(await tail.Body?.transformToString()).toBe(`b${'c'.repeat(1000)}`);
    });

    test('may be of one small part', async () => {
      const upload = await create('small');
      const done = await complete(upload, [await putPart(upload, 1, Buffer.from('tiny'))]);
      expect(done.ETag).toBe(`"${md5(md5(Buffer.from('tiny'))).toString('hex')}-1"`);
    });

    test('leave out the parts that Complete does not name', async () => {
      const upload = await create('chosen');
      const first = await putPart(upload, 1, fill(PART, 'a'));
      await putPart(upload, 2, fill(PART, 'b'));
      await complete(upload, [first, await putPart(upload, 7, Buffer.from('end'))]);
      const head = await context().client.send(new HeadObjectCommand(at('chosen')));
      expect(head.ContentLength).toBe(PART + 3);
    });

    test('take a part again in place of the first', async () => {
      const upload = await create('again');
      await putPart(upload, 1, Buffer.from('first'));
      await complete(upload, [await putPart(upload, 1, Buffer.from('second'))]);
      const read = await context().client.send(new GetObjectCommand(at('again')));
      expect(await read.Body?.transformToString()).toBe('second');
    });

    test('want 5 MiB of every part but the last', async () => {
      const upload = await create('short');
      const parts = [await putPart(upload, 1, fill(PART - 1, 'a')), await putPart(upload, 2, fill(10, 'b'))];
      await expectRefusal(complete(upload, parts), {
        status: 400,
        code: 'EntityTooSmall',
        message: 'Your proposed upload is smaller than the minimum allowed object size.',
      });
    });

    test.skipIf(!abilities.has('equal parts')).each([
      ['unequal', [PART, PART + 1, 5]],
      ['longer at the end', [PART, PART, PART + 1]],
    ])('want parts of one size: %s', async (_name, sizes) => {
      const upload = await create('unequal');
      const parts: CompletedPart[] = [];
      for (const [index, size] of sizes.entries()) parts.push(await putPart(upload, index + 1, fill(size, 'x')));
      await expectRefusal(complete(upload, parts), { status: 400, code: 'InvalidPart', message: /same length/ });
      await context().client.send(new AbortMultipartUploadCommand(upload));
    });

    test('want parts that are there, and each once', async () => {
      const upload = await create('wrong');
      const part = await putPart(upload, 1, Buffer.from('x'));
      const missing = {
        status: 400,
        code: 'InvalidPart',
        message: 'One or more of the specified parts could not be found.',
      };
      await expectRefusal(complete(upload, [part, { PartNumber: 2, ETag: '"0"' }]), missing);
      await expectRefusal(complete(upload, [{ PartNumber: 1, ETag: `"${'0'.repeat(32)}"` }]), missing);
      const twice = { status: 400, code: 'InvalidPart', message: 'There was a problem with the multipart upload.' };
      await expectRefusal(complete(upload, [part, part]), twice);
      await expectRefusal(complete(upload, []), { status: 400, code: 'MalformedXML' });
    });

    test.each([0, 10_001, -1])('have no part %i', async (number) => {
      const upload = await create('numbers');
      await expectRefusal(putPart(upload, number, Buffer.from('x')), {
        status: 400,
        code: 'InvalidArgument',
        message: 'Part number must be an integer between 1 and 10000, inclusive.',
      });
    });

    test('are over when they are done, aborted, or never were', async () => {
      const gone = { status: 404, code: 'NoSuchUpload', message: 'The specified multipart upload does not exist.' };
      const done = await create('done');
      const part = await putPart(done, 1, Buffer.from('x'));
      await complete(done, [part]);
      await expectRefusal(complete(done, [part]), gone);
      const aborted = await create('aborted');
      const stopped = await context().client.send(new AbortMultipartUploadCommand(aborted));
      expect(stopped.$metadata.httpStatusCode).toBe(204);
      await expectRefusal(putPart(aborted, 1, Buffer.from('x')), gone);
      const invented = { ...at('done'), UploadId: 'invented' };
      await expectRefusal(putPart(invented, 1, Buffer.from('x')), gone);
      await expectRefusal(context().client.send(new AbortMultipartUploadCommand(invented)), gone);
      const missing = context().client.send(new GetObjectCommand(at('aborted')));
      await expectRefusal(missing, { status: 404, code: 'NoSuchKey' });
    });

    test('take parts from objects, whole or a range of them', async () => {
      const body = Buffer.concat([fill(PART, 'a'), fill(PART, 'b')]);
      const { client, running, prefix } = context();
      await client.send(new PutObjectCommand({ ...at('source'), Body: body }));
      const upload = await create('copied');
      const CopySource = copySourceOf(running.bucket, `${prefix}source`);
      const copyPart = async (PartNumber: number, range?: string): Promise<CompletedPart> => {
        const more = range === undefined ? {} : { CopySourceRange: range };
        const copied = await client.send(new UploadPartCopyCommand({ ...upload, PartNumber, CopySource, ...more }));
        return { PartNumber, ETag: copied.CopyPartResult?.ETag };
      };
      await complete(upload, [await copyPart(1), await copyPart(2, `bytes=${PART - 1}-${PART}`)]);
      const read = await client.send(new GetObjectCommand({ ...at('copied'), Range: 'bytes=-3' }));
      expect(await read.Body?.transformToString()).toBe('bab');
      const backwards = { status: 400, code: 'InvalidArgument', message: /must be positive/ };
      const again = await create('again');
      await expectRefusal(
        client.send(new UploadPartCopyCommand({ ...again, PartNumber: 1, CopySource, CopySourceRange: 'bytes=4-2' })),
        backwards,
      );
    });

    test.skipIf(!abilities.has('list parts'))('list their parts, page by page', async () => {
      const upload = await create('listed');
      for (const number of [3, 1, 2]) await putPart(upload, number, Buffer.from('x'.repeat(number)));
      const { client } = context();
      const page = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
      expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', UploadId: upload.UploadId });
      expect(page.Parts?.map(({ PartNumber, Size, ETag }) => [PartNumber, Size, ETag])).toEqual([
        [1, 1, `"${md5(Buffer.from('x')).toString('hex')}"`],
        [2, 2, `"${md5(Buffer.from('xx')).toString('hex')}"`],
      ]);
      const rest = await client.send(new ListPartsCommand({ ...upload, PartNumberMarker: '2' }));
      expect([rest.IsTruncated, rest.Parts?.map(({ PartNumber }) => PartNumber)]).toEqual([false, [3]]);
      await client.send(new AbortMultipartUploadCommand(upload));
    });

    test.skipIf(!abilities.has('list parts'))('are listed themselves while they last', async () => {
      const uploads = [await create('b'), await create('a'), await create('b')];
      const { client, running, prefix } = context();
      const address = { Bucket: running.bucket, Prefix: prefix };
      const all = await client.send(new ListMultipartUploadsCommand(address));
      expect(all.Uploads?.map(({ Key }) => Key)).toEqual([`${prefix}a`, `${prefix}b`, `${prefix}b`]);
      expect(new Set(all.Uploads?.map(({ UploadId }) => UploadId))).toEqual(
        new Set(uploads.map(({ UploadId }) => UploadId)),
      );
      const seen: (string | undefined)[] = [];
      let markers = {};
      for (let more: boolean | undefined = true; more === true;) {
        const page = await client.send(new ListMultipartUploadsCommand({ ...address, ...markers, MaxUploads: 1 }));
        seen.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
        markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
        more = page.IsTruncated;
      }
      expect(seen).toEqual(all.Uploads?.map(({ UploadId }) => UploadId));
      for (const upload of uploads) await client.send(new AbortMultipartUploadCommand(upload));
      expect((await client.send(new ListMultipartUploadsCommand(address))).Uploads).toBeUndefined();
    });

    test.skipIf(!abilities.has('part number'))('are read part by part', async () => {
      const upload = await create('parts');
      await complete(upload, [await putPart(upload, 1, fill(PART, 'a')), await putPart(upload, 2, Buffer.from('end'))]);
      const read = await context().client.send(new GetObjectCommand({ ...at('parts'), PartNumber: 2 }));
      expect(await read.Body?.transformToString()).toBe('end');
      const head = await context().client.send(new HeadObjectCommand({ ...at('parts'), PartNumber: 1 }));
      expect(head.ContentLength).toBe(PART);
    });

    test.skipIf(!abilities.has('list parts'))('end when the condition of their completion fails', async () => {
      await context().client.send(new PutObjectCommand({ ...at('there'), Body: 'x' }));
      const upload = await create('there');
      const parts = [await putPart(upload, 1, Buffer.from('y'))];
      const failed = { status: 412, code: 'PreconditionFailed' };
      await expectRefusal(complete(upload, parts, { IfNoneMatch: '*' }), failed);
      await expectRefusal(complete(upload, parts), { status: 404, code: 'NoSuchUpload' });
    });
  });
}
