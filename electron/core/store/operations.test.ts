import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { OPERATION_CLASSES, type OperationClass, type OperationName } from '../../../shared/usage';
import { startLoopback, type Loopback } from './loopback.test-support';
import type { ObjectHeaders, ObjectStore } from './object-store';
import { operationOf, type Answered } from './operations';
import { createR2Store } from './r2-store';

const never = new AbortController().signal;

describe('the class of each operation', () => {
  const table: readonly (readonly [method: string, url: string, OperationName, OperationClass])[] = [
    ['GET', '/', 'ListBuckets', 'A'],
    ['PUT', '/media', 'PutBucket', 'A'],
    ['GET', '/media?list-type=2&prefix=a', 'ListObjects', 'A'],
    ['GET', '/media/?prefix=a', 'ListObjects', 'A'],
    ['GET', '/media?uploads', 'ListMultipartUploads', 'A'],
    ['PUT', '/media/a.png', 'PutObject', 'A'],
    ['PUT', '/media/a.png', 'CopyObject', 'A'],
    ['PUT', '/media/%2Fled', 'PutObject', 'A'],
    ['PUT', '/media//led', 'PutObject', 'A'],
    ['POST', '/media/a?uploads', 'CreateMultipartUpload', 'A'],
    ['PUT', '/media/a?partNumber=1&uploadId=u', 'UploadPart', 'A'],
    ['PUT', '/media/a?partNumber=1&uploadId=u', 'UploadPartCopy', 'A'],
    ['POST', '/media/a?uploadId=u', 'CompleteMultipartUpload', 'A'],
    ['GET', '/media/a?uploadId=u', 'ListParts', 'A'],
    ['PUT', '/media?cors', 'PutBucketCors', 'A'],
    ['PUT', '/media?encryption', 'PutBucketEncryption', 'A'],
    ['PUT', '/media?lifecycle', 'PutBucketLifecycleConfiguration', 'A'],
    ['HEAD', '/media', 'HeadBucket', 'B'],
    ['HEAD', '/media/a', 'HeadObject', 'B'],
    ['HEAD', '/media/a?partNumber=1', 'HeadObject', 'B'],
    ['GET', '/media/a', 'GetObject', 'B'],
    ['GET', '/media/a?x-id=GetObject', 'GetObject', 'B'],
    ['GET', '/media?cors', 'GetBucketCors', 'B'],
    ['GET', '/media?encryption', 'GetBucketEncryption', 'B'],
    ['GET', '/media?lifecycle', 'GetBucketLifecycleConfiguration', 'B'],
    ['GET', '/media?location', 'GetBucketLocation', 'B'],
    ['DELETE', '/media/a', 'DeleteObject', 'free'],
    ['POST', '/media?delete', 'DeleteObjects', 'free'],
    ['DELETE', '/media', 'DeleteBucket', 'free'],
    ['DELETE', '/media?cors', 'DeleteBucketCors', 'free'],
    ['DELETE', '/media/a?uploadId=u', 'AbortMultipartUpload', 'free'],
  ];

  it.each(table)('%s %s is %s, class %s', (method, url, name, ofClass) => {
    const [path = '', query = ''] = url.split('?');
    const parameters = new Set(new URLSearchParams(query).keys());
    const copies = name === 'CopyObject' || name === 'UploadPartCopy';
    expect(operationOf({ method, path, parameters, copies })).toBe(name);
    expect(OPERATION_CLASSES[name]).toBe(ofClass);
  });

  it('names every operation that has a price', () => {
    expect(new Set(table.map(([, , name]) => name))).toEqual(new Set(Object.keys(OPERATION_CLASSES)));
  });

  it('knows no others', () => {
    expect(operationOf({ method: 'OPTIONS', path: '/media/a', parameters: new Set(), copies: false })).toBeNull();
  });
});

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const HEADERS: ObjectHeaders = { contentType: 'text/plain', cacheControl: null, metadata: {} };
const BODY = Buffer.from('hello');
const MD5 = createHash('md5').update(BODY).digest('base64');

/** Just enough of S3 for each question of the store. */
function answerAsS3({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
  const { searchParams } = new URL(url, 'http://server');
  const xml = (text: string): void => void response.setHeader('content-type', 'application/xml').end(XML + text);
  response.setHeader('etag', '"e"');
  response.setHeader('last-modified', new Date(0).toUTCString());
  if (method === 'GET' && url.split('?')[0] === '/') xml('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>');
  else if (searchParams.has('list-type')) xml('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
  else if (searchParams.has('delete'))
    xml('<DeleteResult><Deleted><Key>a</Key></Deleted><Deleted><Key>b</Key></Deleted></DeleteResult>');
  else if (method === 'POST' && searchParams.has('uploads'))
    xml('<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>');
  else if (searchParams.has('uploads'))
    xml('<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>');
  else if (method === 'POST') xml('<CompleteMultipartUploadResult><ETag>"e"</ETag></CompleteMultipartUploadResult>');
  else if (method === 'GET' && searchParams.has('uploadId'))
    xml('<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>');
  else if (method === 'GET') response.end(BODY);
  else response.setHeader('content-length', method === 'HEAD' ? BODY.length : 0).end();
}

describe('a store tells of each answer', () => {
  let server: Loopback;
  let store: ObjectStore;
  let told: Answered[];

  async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<void> {
    server = await startLoopback((request, response) => {
      request.resume();
      request.on('end', () => handler(request, response));
    });
    told = [];
    store = createR2Store({
      endpoint: server.url,
      region: 'auto',
      bucket: 'media',
      accessKeyId: 'a'.repeat(32),
      secretAccessKey: 'b'.repeat(64),
      onAnswer: (answered) => told.push(answered),
    });
  }

  afterEach(async () => {
    store.close();
    await server.close();
  });

  it('once for each request of every kind, by whichever way it went', async () => {
    await serve(answerAsS3);
    const put = { ...HEADERS, contentMd5: MD5, condition: 'none' as const };
    await store.put('a', BODY, put, never);
    await buffer((await store.get('a', { range: null, ifMatch: null }, never)).stream);
    await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 9 }, never);
    await store.head('a', never);
    await store.firstPartSize('a', never);
    await store.deleteMany(['a', 'b'], never);
    await store.delete('a', never);
    await store.createMultipart('big', HEADERS, never);
    const part = { key: 'big', uploadId: 'u', body: BODY, contentMd5: MD5 };
    for (const partNumber of [1, 2, 3]) await store.uploadPart({ ...part, partNumber }, never);
    await store.listParts('big', 'u', never);
    await store.listMultiparts('', never);
    const completion = { key: 'big', uploadId: 'u', parts: [{ partNumber: 1, etag: 'e' }], condition: 'none' as const };
    await store.completeMultipart(completion, never);
    await store.abortMultipart('big', 'u', never);
    await store.presignGet('a', 60);
    expect(await store.listsBuckets(never)).toBe(true);
    expect(told.map(({ operation }) => operation)).toEqual([
      'PutObject',
      'GetObject',
      'ListObjects',
      'HeadObject',
      'HeadObject',
      'DeleteObjects',
      'DeleteObject',
      // Three parts: five of Class A.
      'CreateMultipartUpload',
      'UploadPart',
      'UploadPart',
      'UploadPart',
      'ListParts',
      'ListMultipartUploads',
      'CompleteMultipartUpload',
      'AbortMultipartUpload',
      'ListBuckets',
    ]);
    expect(told).toHaveLength(server.requests.length);
    // Of no bucket: all of them.
    expect(told.pop()).toMatchObject({ operation: 'ListBuckets', bucket: '', status: 200 });
    expect(told.every(({ bucket, status }) => bucket === 'media' && status === 200)).toBe(true);
    expect(told.map(({ objectBytes }) => objectBytes).filter((bytes) => bytes > 0)).toEqual([BODY.length]);
  });

  it('with each try of what is tried again, and its status', async () => {
    let tries = 0;
    await serve((request, response) => {
      tries += 1;
      if (tries % 2 === 1) response.writeHead(503).end(`${XML}<Error><Code>SlowDown</Code></Error>`);
      else answerAsS3(request, response);
    });
    await store.head('a', never);
    await store.put('a', BODY, { ...HEADERS, contentMd5: MD5, condition: 'none' }, never);
    expect(told.map(({ operation, status }) => [operation, status])).toEqual([
      ['HeadObject', 503],
      ['HeadObject', 200],
      ['PutObject', 503],
      ['PutObject', 200],
    ]);
  });

  it('and of none that never came', async () => {
    await serve((_, response) => void response.socket?.destroy());
    await expect(store.put('a', BODY, { ...HEADERS, contentMd5: MD5, condition: 'none' }, never)).rejects.toThrow();
    expect(told).toEqual([]);
  });
});
