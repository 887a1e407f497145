import fc from 'fast-check';
import type { HostileReply } from './hostile-server.test-support';

/** Documents that an S3 server would send, one for each kind of answer. */
const DOCUMENTS = [
  '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken><EncodingType>url</EncodingType><Contents><Key>a%20b.png</Key><LastModified>2026-11-29T00:00:00.000Z</LastModified><ETag>"d41d8cd98f00b204e9800998ecf8427e"</ETag><Size>5</Size><StorageClass>STANDARD</StorageClass></Contents><CommonPrefixes><Prefix>in/</Prefix></CommonPrefixes></ListBucketResult>',
  '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated><Upload><Key>k</Key><UploadId>u</UploadId><Initiated>2026-11-29T00:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>',
  '<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker><Part><PartNumber>1</PartNumber><Size>5</Size><ETag>"e"</ETag></Part></ListPartsResult>',
  '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
  '<CompleteMultipartUploadResult><ETag>"e-1"</ETag></CompleteMultipartUploadResult>',
  '<CopyObjectResult><ETag>"e"</ETag><LastModified>2026-11-29T00:00:00.000Z</LastModified></CopyObjectResult>',
  '<DeleteResult><Deleted><Key>k</Key></Deleted><Error><Key>l</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>',
  '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>',
  '<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>',
  '<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>',
  '<Error><Code>constructor</Code><Message>__proto__</Message></Error>',
  '<Error><Code>toString</Code></Error>',
  '{"success":false,"errors":[{"code":10000,"message":"x"}]}',
  '<!doctype html><html><title>Log in</title></html>',
  '',
] as const;

const BOMB = `<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "${'a'.repeat(100)}">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${String.fromCodePoint(98 + n)} "${`&${String.fromCodePoint(97 + n)};`.repeat(10)}">`).join('')}]><ListBucketResult><Contents><Key>&j;</Key></Contents></ListBucketResult>`;
const FILE_ENTITY =
  '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/passwd">]><Error><Code>&f;</Code></Error>';

const SNIPPETS = [
  '<a>'.repeat(20_000),
  '<Contents>'.repeat(20_000),
  '</Contents>'.repeat(100),
  '&#x110000;',
  '&#0;',
  '&constructor;',
  '&__proto__;',
  '<![CDATA[',
  '<!--',
  '<?',
  '<',
  '>',
  '&',
  '\0',
  '\u{feff}',
  'NaN',
  '-1',
  '1e999',
  '99999999999999999999',
  '2026-13-45T99:99:99Z',
  '%E0%A4%A',
  '<__proto__>x</__proto__>',
  '<constructor><prototype>x</prototype></constructor>',
  'x'.repeat(200_000),
] as const;

/** A document with a few things wrong: pieces gone, doubled, put in, or written over. */
export const hostileDocuments: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...DOCUMENTS),
    fc.array(
      fc.tuple(fc.nat(), fc.nat(60), fc.constantFrom('cut', 'twice', 'in', 'over'), fc.constantFrom(...SNIPPETS)),
      { maxLength: 3 },
    ),
  )
  .map(([document, changes]) =>
    changes.reduce<string>(
      (text, [at, length, how, snippet]) => change(text, at % (text.length + 1), length, how, snippet),
      document,
    ),
  );

function change(text: string, at: number, length: number, how: string, snippet: string): string {
  const [before, piece, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  if (how === 'cut') return before + after;
  if (how === 'twice') return before + piece + piece + after;
  return how === 'in' ? before + snippet + piece + after : before + snippet + after;
}

const bodies: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 8, arbitrary: hostileDocuments.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constantFrom(BOMB, FILE_ENTITY).map((text) => Buffer.from(text)) },
);

const HEADERS = [
  'etag: "e"',
  'etag: "constructor"',
  'last-modified: yesterday',
  'last-modified: Sun, 29 Nov 2026 00:00:00 GMT',
  'content-type: text/html',
  'content-type: application/xml',
  'retry-after: 1',
  'retry-after: never',
  'date: Thu, 01 Jan 1970 00:00:00 GMT',
  'content-range: bytes 0-4/x',
  'content-encoding: gzip',
  '__proto__: x',
  'x-amz-meta-__proto__: x',
  'x-amz-meta-a: =?UTF-8?B?////?=',
  'location: http://127.0.0.1:1/',
] as const;

const STATUSES = [200, 200, 200, 200, 204, 206, 301, 307, 400, 403, 404, 412, 416, 501] as const;

type Framing =
  | 'right'
  | 'short'
  | 'long'
  | 'none'
  | 'chunked'
  | 'torn chunks'
  | 'endless'
  | 'endless chunks'
  | 'endless trailer'
  | 'no http'
  | 'nothing';

const FRAMINGS: readonly fc.WeightedArbitrary<Framing>[] = [
  ...(['right', 'right', 'right', 'right', 'none', 'chunked'] as const).map((framing) => ({
    weight: 3,
    arbitrary: fc.constant(framing),
  })),
  ...(
    ['short', 'long', 'torn chunks', 'no http', 'nothing', 'endless', 'endless chunks', 'endless trailer'] as const
  ).map((framing) => ({ weight: 1, arbitrary: fc.constant(framing) })),
];

/** Anything that a server on the other end could say to any question. */
export const hostileReplies: fc.Arbitrary<HostileReply & { readonly framing: Framing }> = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    headers: fc.subarray([...HEADERS], { maxLength: 5 }),
    body: bodies,
    framing: fc.oneof(...FRAMINGS),
  })
  .map(({ status, headers, body, framing }) => ({
    ...framed(`HTTP/1.1 ${status} X\r\n${headers.map((line) => `${line}\r\n`).join('')}`, body, framing),
    framing,
  }));

function framed(lines: string, body: Buffer, framing: Framing): HostileReply {
  const head = (more = ''): string => `${lines}${more}\r\n`;
  const chunk = Buffer.concat([
    Buffer.from(`${Math.max(1, body.length).toString(16)}\r\n`),
    body.length === 0 ? Buffer.from('x') : body,
    Buffer.from('\r\n'),
  ]);
  switch (framing) {
    case 'right':
      return { head: head(`content-length: ${body.length}\r\n`), body, after: 'keep' };
    case 'short':
      return { head: head(`content-length: ${Math.floor(body.length / 2)}\r\n`), body, after: 'keep' };
    case 'long':
      return { head: head(`content-length: ${body.length + 1000}\r\n`), body, after: 'close' };
    case 'none':
      return { head: head(), body, after: 'close' };
    case 'chunked':
      return {
        head: head('transfer-encoding: chunked\r\n'),
        body: Buffer.concat([chunk, Buffer.from('0\r\n\r\n')]),
        after: 'keep',
      };
    case 'torn chunks':
      return {
        head: head('transfer-encoding: chunked\r\n'),
        body: Buffer.concat([chunk, Buffer.from('zz\r\nxx')]),
        after: 'close',
      };
    case 'endless':
      return { head: head(), body: Buffer.concat([body, Buffer.alloc(64 * 1024, ' ')]), after: 'endless' };
    case 'endless chunks':
      return {
        head: head('transfer-encoding: chunked\r\n'),
        body: Buffer.concat([chunk, Buffer.from(`10000\r\n${'a'.repeat(0x10000)}\r\n`)]),
        after: 'endless',
      };
    case 'endless trailer':
      return {
        head: `${head('transfer-encoding: chunked\r\n')}0\r\n`,
        body: Buffer.from('x: y\r\n'.repeat(10_000)),
        after: 'endless',
      };
    case 'no http':
      return { head: '', body: Buffer.concat([body, Buffer.from('SSH-2.0-x\r\n')]), after: 'close' };
    case 'nothing':
      return { head: '', body: Buffer.alloc(0), after: 'close' };
  }
}
