import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, failureFrom } from './failures.test-support';
import { startLoopback, type Loopback } from './loopback.test-support';
import type { ListPage, ObjectStore } from './object-store';
import { createR2Store } from './r2-store';
import { bareEtag } from './replies';

const never = new AbortController().signal;
const PAGE = { prefix: '', delimiter: '', continuationToken: null, maxKeys: 1000 } as const;
const KEYS = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };

let answer = '';
let server: Loopback;
let store: ObjectStore;
let sdk: S3Client;

beforeAll(async () => {
  server = await startLoopback((_, response) =>
    response.writeHead(200, { 'content-type': 'application/xml' }).end(answer),
  );
  store = createR2Store({ endpoint: server.url, region: 'auto', bucket: 'media', ...KEYS });
  sdk = new S3Client({ region: 'auto', endpoint: server.url, forcePathStyle: true, credentials: KEYS });
});
afterAll(async () => {
  store.close();
  sdk.destroy();
  await server.close();
});

function list(document: string): Promise<ListPage> {
  answer = document;
  return store.list(PAGE, never);
}

/** What the SDK reads out of the same document, with encoded keys decoded. */
async function bySdk(document: string): Promise<ListPage> {
  answer = document;
  const reply = await sdk.send(new ListObjectsV2Command({ Bucket: 'media' }));
  const decode = (text = ''): string => (reply.EncodingType === 'url' ? decodeURIComponent(text) : text);
  return {
    objects: (reply.Contents ?? []).map(({ Key, Size, ETag, LastModified }) => ({
      key: decode(Key),
      size: Size ?? NaN,
      etag: bareEtag(ETag ?? ''),
      modified: LastModified?.getTime() ?? NaN,
    })),
    prefixes: (reply.CommonPrefixes ?? []).map(({ Prefix }) => decode(Prefix)),
    continuationToken: reply.NextContinuationToken ?? null,
  };
}

const escape = (text: string): string =>
  text.replace(/[&<>"'\u0080-\uffff]/g, (char) =>
    /[&<>"']/.test(char) && char !== "'" ? named(char) : numbered(char),
  );
const named = (char: string): string => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char;
const numbered = (char: string): string => (char === "'" ? '&#39;' : char);
const element = (name: string, text: string): string =>
  text === '' ? `<${name}/>` : `<${name}>${escape(text)}</${name}>`;

/** Texts that XML can hold and no parser trims: what a listing without `encoding-type` can say. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|^\s|\s$|[\ud800-\udfff]/.test(text));
/** The SDK's parser takes a lone tab between elements for text. */
const gap = fc.constantFrom('', '\n', '\n    ');
const entry = fc
  .record({
    key: name,
    size: fc.nat({ max: 2 ** 40 }),
    etag: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
    extra: fc.constantFrom('', '<StorageClass>STANDARD</StorageClass>', '<Owner><ID>i</ID><DisplayName/></Owner>'),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    gap,
  })
  .map((one) => ({
    key: one.key,
    xml: (encoded: (text: string) => string) => {
      const parts = [
        element('Key', encoded(one.key)),
        element('Size', `${one.size}`),
        element('ETag', `"${one.etag}"`),
        element('LastModified', one.at.toISOString()),
        one.extra,
      ];
      return one.order.map((place) => parts[place] ?? '').join(one.gap);
    },
  }));
const document = fc
  .record({
    entries: fc.array(entry, { maxLength: 8 }),
    prefixes: fc.array(name, { maxLength: 3 }),
    encoded: fc.boolean(),
    token: fc.option(name),
    gap,
    head: fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n'),
    isTurned: fc.boolean(),
  })
  .map(({ entries, prefixes, encoded, token, gap: between, head, isTurned }) => {
    const encode = encoded ? encodeURIComponent : (text: string): string => text;
    const parts = [
      element('Name', 'media'),
      element('Prefix', ''),
      element('IsTruncated', `${token !== null}`),
      ...(encoded ? [element('EncodingType', 'url')] : []),
      ...(token === null ? [] : [element('NextContinuationToken', token)]),
      ...entries.map(({ xml }) => `<Contents>${between}${xml(encode)}${between}</Contents>`),
      ...prefixes.map((prefix) => `<CommonPrefixes>${between}${element('Prefix', encode(prefix))}</CommonPrefixes>`),
    ];
    const inOrder = isTurned ? parts.reverse() : parts;
    return `${head}<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inOrder.join(between)}</ListBucketResult>`;
  });

describe('a listing', () => {
  it('is read as the SDK reads it, whatever the order and the spaces of its elements', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (xml) => {
        expect(await list(xml)).toEqual(await bySdk(xml));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps blanks around a key, remarks and marked sections out of the way', async () => {
    const contents = (key: string): string =>
      `<Contents><Key>${key}</Key><Size>1</Size><ETag>e</ETag><LastModified>2026-11-01T10:00:00.000Z</LastModified></Contents>`;
    const keys = [' a ', 'b<!-- no -->c', '<![CDATA[d & <e>]]>', '&#x41;&#66;&amp;lt;']
      .map(contents)
      .join('<!-- <Key> -->');
    const page = await list(`<ListBucketResult>${keys}<IsTruncated> false </IsTruncated></ListBucketResult>`);
    expect(page.objects.map(({ key }) => key)).toEqual([' a ', 'bc', 'd & <e>', 'AB&lt;']);
  });

  it('is asked for with its parameters signed in their order', async () => {
    answer = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
    await store.list({ prefix: 'a b/', delimiter: '/', continuationToken: null, startAfter: 'é+', maxKeys: 7 }, never);
    expect(server.requests.at(-1)?.url).toBe(
      '/media?delimiter=%2F&encoding-type=url&list-type=2&max-keys=7&prefix=a%20b%2F&start-after=%C3%A9%2B',
    );
  });

  it.each([
    ['', 'not-an-s3-server'],
    ['<html><body>Welcome</body></html>', 'not-an-s3-server'],
    ['<ListBucketResult></ListBucketResult>', 'not-an-s3-server'],
    ['<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>', 'not-an-s3-server'],
    [
      '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents></ListBucketResult>',
      'not-an-s3-server',
    ],
    ['<ListBucketResult><IsTruncated>false</IsTruncated>', 'unexpected-reply'],
    ['<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a<b/></Key>', 'unexpected-reply'],
    ['<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>', 'rate-limited'],
    ['<Error><Code>InternalError</Code><Message>Try again</Message></Error>', 'server-error'],
  ] as const)('is not taken out of %j', async (document_, code) => {
    expect(await codeOf(list(document_))).toBe(code);
  });

  it('that breaks off is a lost connection, never a shorter listing', async () => {
    const broken = await startLoopback((_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('<ListBucketResult><IsTruncated>false</IsTruncated>', () => response.socket?.destroy());
    });
    const other = createR2Store({ endpoint: broken.url, region: 'auto', bucket: 'media', ...KEYS });
    expect((await failureFrom(other.list(PAGE, never))).code).toBe('connection-lost');
    other.close();
    await broken.close();
  });
});
