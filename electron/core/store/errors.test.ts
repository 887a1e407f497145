import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError, type FailureCode } from '../../../shared/failure';
import { failureFrom } from './failures.test-support';
import { startLoopback, type Loopback } from './loopback.test-support';
import type { ObjectStore } from './object-store';
import { createR2Store } from './r2-store';

const never = new AbortController().signal;
const accessKeyId = 'a'.repeat(32);
const secretAccessKey = 'b'.repeat(64);
const LIST = { prefix: '', delimiter: '', continuationToken: null, maxKeys: 1 } as const;
const PUT = {
  contentType: 'image/png',
  cacheControl: null,
  metadata: {},
  contentMd5: '',
  condition: 'absent',
} as const;

const now = new Date();
const in4Seconds = new Date(now.getTime() + 4000).toUTCString();

const opened: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

function storeOn(endpoint: string): ObjectStore {
  const store = createR2Store({ endpoint, region: 'auto', bucket: 'media', accessKeyId, secretAccessKey });
  opened.push(() => store.close());
  return store;
}

async function serve(handler: RequestListener): Promise<Loopback> {
  const server = await startLoopback((request, response) => {
    request.resume();
    handler(request, response);
  });
  opened.push(() => server.close());
  return server;
}

function xml(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

/** Status, R2's code, its text, and what the app makes of it: developers.cloudflare.com/r2/api/error-codes. */
const ANSWERS: readonly (readonly [number, string, string, FailureCode])[] = [
  [400, 'InvalidArgument', 'Credential access key has length 64, should be 32', 'key-id-shape'],
  [400, 'InvalidArgument', 'Credential access key has length 33, should be 32', 'key-id-shape'],
  [401, 'Unauthorized', 'SigV2 authorization is not supported.', 'unknown-key'],
  [400, 'InvalidArgument', 'Something else', 'unexpected-reply'],
  [409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty.', 'unexpected-reply'],
  [411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.', 'unexpected-reply'],
  [401, 'Unauthorized', 'Unauthorized', 'unknown-key'],
  [403, 'InvalidAccessKeyId', 'The key does not exist in our records', 'unknown-key'],
  [403, 'AccessDenied', 'Access Denied', 'access-denied'],
  [403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match', 'wrong-secret'],
  [403, 'NotEntitled', 'Please enable R2 through the Cloudflare Dashboard.', 'not-entitled'],
  [403, 'RequestTimeTooSkewed', 'The difference is too large.', 'clock-skew'],
  [403, 'ObjectLockedByBucketPolicy', 'The object is locked by the bucket policy.', 'access-denied'],
  [400, 'ExpiredRequest', 'Request has expired', 'request-expired'],
  [400, 'InvalidBucketName', 'The specified bucket name is not valid.', 'invalid-bucket-name'],
  [404, 'NoSuchBucket', 'The specified bucket does not exist.', 'no-such-bucket'],
  [404, 'NoSuchKey', 'The specified key does not exist.', 'no-such-key'],
  [404, 'NoSuchUpload', 'The specified multipart upload does not exist.', 'no-such-upload'],
  [404, 'RouteNotFound', 'No route matches this url.', 'unexpected-reply'],
  [400, 'InvalidObjectName', 'The specified object name is not valid.', 'invalid-key'],
  [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.', 'too-large'],
  [400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed size.', 'metadata-too-large'],
  [400, 'IncompleteBody', 'The request body terminated early.', 'connection-lost'],
  [400, 'ClientDisconnect', 'The client disconnected.', 'connection-lost'],
  [400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.', 'damaged-in-transit'],
  [400, 'InvalidDigest', 'The Content-MD5 you specified is not valid.', 'damaged-in-transit'],
  [400, 'InvalidPart', 'One or more of the specified parts could not be found.', 'damaged-in-transit'],
  [400, 'EntityTooSmall', 'Your proposed upload is too small.', 'unexpected-reply'],
  [416, 'InvalidRange', 'The requested range is not satisfiable', 'invalid-range'],
  [412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold.', 'already-exists'],
  [501, 'NotImplemented', "Header 'x-amz-acl' with value 'x' not implemented", 'not-implemented'],
  [301, 'PermanentRedirect', 'The bucket must be addressed elsewhere.', 'not-an-s3-server'],
  [520, 'Whatever', 'An unknown code', 'server-error'],
];

describe('an answer in XML', () => {
  it.each(ANSWERS)('%i %s (%s) is %s', async (status, code, message, expected) => {
    const server = await serve((_, response) => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(xml(code, message));
    });
    const failure = await failureFrom(storeOn(server.url).put('a', Buffer.from('x'), PUT, never));
    expect(failure).toMatchObject({ code: expected, detail: `${code}: ${message}` });
    expect(failure.params).toMatchObject({ bucket: 'media', key: 'a', status });
  });

  it.each([
    [429, 'TooManyRequests', 'rate-limited'],
    [503, 'SlowDown', 'rate-limited'],
    [500, 'InternalError', 'server-error'],
    [503, 'ServiceUnavailable', 'server-error'],
  ] as const)('%i %s is asked again, then is %s', async (status, code, expected) => {
    const server = await serve((_, response) => {
      response.writeHead(status, { 'content-type': 'application/xml', 'retry-after': '0' });
      response.end(xml(code, 'Please reduce your request rate.'));
    });
    expect(await failureFrom(storeOn(server.url).put('a', Buffer.from('x'), PUT, never))).toMatchObject({
      code: expected,
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['2', 2000],
    [in4Seconds, 4000],
    ['999999', 3_600_000],
    ['soon', null],
  ])('waits as long as Retry-After: %s asks', async (value, ms) => {
    const server = await serve((_, response) => {
      response.sendDate = false;
      response.writeHead(520, { 'retry-after': value, date: now.toUTCString() });
      response.end();
    });
    const failure = await failureFrom(storeOn(server.url).list(LIST, never));
    expect(failure.retry).toEqual(ms === null ? { kind: 'backoff' } : { kind: 'after', ms });
  });

  it('takes a good status with an error in it for what it says', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(xml('InternalError', 'We encountered an internal error.'));
    });
    const upload = { key: 'a', uploadId: 'u', parts: [{ partNumber: 1, etag: 'e' }], condition: 'none' } as const;
    const failure = await failureFrom(storeOn(server.url).completeMultipart(upload, never));
    expect(failure.code).toBe('server-error');
  });

  it('keeps credentials and signatures out of the detail', async () => {
    const leak = `x-amz-signature=abcdef X-Amz-Credential=${accessKeyId}/20261101 Authorization: AWS4-HMAC-SHA256 ${secretAccessKey}`;
    const server = await serve((_, response) => {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(xml('AccessDenied', leak));
    });
    const failure = await failureFrom(storeOn(server.url).list(LIST, never));
    expect(failure.detail).toContain('AccessDenied');
    for (const secret of ['abcdef', accessKeyId, secretAccessKey]) expect(failure.detail).not.toContain(secret);
  });
});

describe('an answer without a code', () => {
  it.each([
    [400, 'unexpected-reply'],
    [401, 'unknown-key'],
    [403, 'access-denied'],
    [404, 'no-such-key'],
    [412, 'already-exists'],
    [416, 'invalid-range'],
    [501, 'server-error'],
    [522, 'server-error'],
    [302, 'not-an-s3-server'],
  ] as const)('to HEAD, %i is %s', async (status, expected) => {
    const server = await serve((_, response) => response.writeHead(status, { location: '/login' }).end());
    expect(await failureFrom(storeOn(server.url).head('a', never))).toMatchObject({ code: expected });
  });

  it.each([
    [200, 'not-an-s3-server'],
    [403, 'not-an-s3-server'],
    [404, 'not-an-s3-server'],
    [405, 'not-an-s3-server'],
    [520, 'server-error'],
    [524, 'server-error'],
  ] as const)('%i with a web page is %s', async (status, expected) => {
    const server = await serve((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html; charset=UTF-8' });
      response.end(
        '<!doctype html><html><head><title>cloudflare</title><meta charset="x"></head><body>error<br></body></html>',
      );
    });
    expect(await failureFrom(storeOn(server.url).list(LIST, never))).toMatchObject({ code: expected });
  });

  it.each(['', 'plain text', '{"ok":true}', '<a><b></a>'])('200 with %j is not an S3 server', async (body) => {
    const server = await serve((_, response) => response.end(body));
    expect(await failureFrom(storeOn(server.url).list(LIST, never))).toMatchObject({ code: 'not-an-s3-server' });
  });
});

describe('no answer', () => {
  async function listenRaw(onSocket: Parameters<typeof createServer>[1]): Promise<number> {
    const server = createServer(onSocket);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push(() => new Promise((resolve) => server.close(() => resolve())));
    return (server.address() as AddressInfo).port;
  }

  it('of a closed port', async () => {
    const server = await startLoopback(() => undefined);
    await server.close();
    const failure = await failureFrom(storeOn(server.url).list(LIST, never));
    expect(failure).toMatchObject({ code: 'connection-refused', params: { host: new URL(server.url).host } });
    expect(failure.retry).toEqual({ kind: 'backoff' });
  });

  it('of a host that does not exist', async () => {
    const failure = await failureFrom(storeOn('http://no-such-host.invalid').head('a', never));
    expect(['host-not-found', 'offline']).toContain(failure.code);
  });

  it('of a server that hangs up', async () => {
    const port = await listenRaw((socket) => socket.destroy());
    expect(await failureFrom(storeOn(`http://127.0.0.1:${port}`).head('a', never))).toMatchObject({
      code: 'connection-lost',
    });
  });

  it('of a server that speaks another protocol', async () => {
    const port = await listenRaw((socket) => socket.resume().end('220 mail.example.com ESMTP\r\n'));
    const failure = await failureFrom(storeOn(`http://127.0.0.1:${port}`).head('a', never));
    expect(failure).toMatchObject({ code: 'not-an-s3-server' });
  });

  it('of TLS where there is none', async () => {
    const server = await serve((_, response) => response.end());
    const failure = await failureFrom(storeOn(server.url.replace('http:', 'https:')).head('a', never));
    expect(failure).toMatchObject({ code: 'tls', action: 'edit-connection' });
  });

  it('of a handshake that the other side refuses', async () => {
    const server = createTlsServer({}, () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const failure = await failureFrom(storeOn(`https://127.0.0.1:${port}`).head('a', never));
    expect(failure).toMatchObject({ code: 'tls' });
  });
});

describe('what is not expected', () => {
  it('stays the error that it is', async () => {
    const store = storeOn('http://127.0.0.1:9');
    await expect(store.head(undefined as unknown as string, never)).rejects.not.toBeInstanceOf(FailureError);
  });
});
