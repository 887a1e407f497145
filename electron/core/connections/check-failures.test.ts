import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { failure, type Failure, type FailureCode } from '../../../shared/failure';
import { startLoopback } from '../store/loopback.test-support';
import { createR2Store } from '../store/r2-store';
import type { ProxyFor } from '../store/store-config';
import { createWebFetch } from '../store/web-fetch';
import { CheckSheet } from './check';
import { checkConnection } from './check-connection';

/** A connection check against servers that answer as R2, and what stands in front of it, does: r2/api/error-codes and what was seen. */

const never = new AbortController().signal;
const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Found {
  readonly list: Failure;
  readonly clock: string;
}

async function check(endpoint: string, proxyFor: ProxyFor = async () => null): Promise<Found> {
  const keys = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };
  const store = createR2Store({ endpoint, region: 'auto', bucket: 'media', ...keys, proxyFor });
  closing.push(() => store.close());
  const { lines } = await checkConnection(
    {
      sheet: new CheckSheet('c', Date.now, () => undefined),
      store,
      endpoint,
      publicBase: null,
      probe: { fetch: createWebFetch(proxyFor), waits: [] },
      elsewhere: async () => null,
      now: Date.now,
      randomId: () => 'r',
    },
    never,
  );
  const outcome = (name: string) => lines.find((line) => line.name === name)?.outcome;
  const list = outcome('list');
  if (list?.kind !== 'failed') throw new Error(`List ${list?.kind}`);
  const clock = outcome('clock');
  return { list: list.failure, clock: clock?.kind === 'failed' ? clock.failure.code : (clock?.kind ?? '') };
}

async function serve(handler: RequestListener): Promise<string> {
  const server = await startLoopback((request, response) => {
    request.resume();
    handler(request, response);
  });
  closing.push(() => server.close());
  return server.url;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

function xml(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

const SKEWED = 'The difference between the request time and the server time is too large.';

const ANSWERS: readonly (readonly [string, number, string, string, FailureCode])[] = [
  [
    'an id of the wrong length',
    400,
    'InvalidArgument',
    'Credential access key has length 64, should be 32',
    'key-id-shape',
  ],
  [
    'an id with a blank behind it',
    400,
    'InvalidArgument',
    'Credential access key has length 33, should be 32',
    'key-id-shape',
  ],
  ['an unknown id', 401, 'Unauthorized', 'Unauthorized', 'unknown-key'],
  [
    'a wrong secret',
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match',
    'wrong-secret',
  ],
  ['a bucket out of scope, misspelt or elsewhere', 403, 'AccessDenied', 'Access Denied', 'access-denied'],
  ['no such bucket', 404, 'NoSuchBucket', 'The specified bucket does not exist.', 'no-such-bucket'],
  ['an impossible name', 400, 'InvalidBucketName', 'The specified bucket name is not valid.', 'invalid-bucket-name'],
  ['R2 that is not enabled', 403, 'NotEntitled', 'Please enable R2 through the Cloudflare Dashboard.', 'not-entitled'],
  ['a clock that is off', 403, 'RequestTimeTooSkewed', SKEWED, 'clock-skew'],
  ['a signature that is too old', 400, 'ExpiredRequest', 'Request has expired', 'request-expired'],
  ['too many requests', 429, 'TooManyRequests', 'Please reduce your request rate.', 'rate-limited'],
  ['the same in AWS’s words', 503, 'SlowDown', 'Please reduce your request rate.', 'rate-limited'],
  ['an error of R2’s own', 500, 'InternalError', 'We encountered an internal error. Please try again.', 'server-error'],
  ['an overloaded R2', 503, 'ServiceUnavailable', 'Service Unavailable', 'server-error'],
];

describe('what R2 answers', () => {
  it.each(ANSWERS)('of %s (%i %s) is told as it is meant', async (_, status, code, message, expected) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/xml', 'retry-after': '0' });
      response.end(xml(code, message));
    });
    const { list } = await check(url);
    expect(list).toMatchObject({ code: expected, action: failure(expected).action, detail: `${code}: ${message}` });
  });

  it('of a clock that is off names how far', async () => {
    const url = await serve((_request, response) => {
      response.sendDate = false;
      const date = new Date(Date.now() + 74 * 60_000).toUTCString();
      response.writeHead(403, { 'content-type': 'application/xml', date }).end(xml('RequestTimeTooSkewed', SKEWED));
    });
    expect(await check(url)).toMatchObject({ list: { code: 'clock-skew' }, clock: 'clock-skew' });
  });
});

describe('what stands in front of R2', () => {
  it.each([
    ['a captive portal', 200, 'text/html; charset=utf-8', 'not-an-s3-server'],
    ['a portal that sends elsewhere', 302, 'text/html', 'not-an-s3-server'],
    ['a page that forbids', 403, 'text/html', 'not-an-s3-server'],
    ['Cloudflare’s edge without R2 behind it', 522, 'text/html; charset=UTF-8', 'server-error'],
  ] as const)('%s (%i) is told', async (_, status, type, expected) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': type, ...(status === 302 && { location: '/login' }) });
      response.end('<!doctype html><html><head><title>Sign in</title></head><body><h1>Hotel</h1><br></body></html>');
    });
    expect((await check(url)).list.code).toBe(expected);
  });

  it('a handshake that is refused with alert 40, as of a name outside the certificate', async () => {
    // Without a certificate OpenSSL has no cipher to offer, and refuses in the very words of R2's edge.
    const port = await listen(createTlsServer({}, () => undefined));
    const { list, clock } = await check(`https://127.0.0.1:${port}`);
    expect(list).toMatchObject({ code: 'tls', action: 'edit-connection' });
    expect(list.detail).toMatch(/alert number 40|HANDSHAKE_FAILURE/i);
    expect(clock).toBe('skipped');
  });

  it('a name that no DNS knows', async () => {
    expect(['host-not-found', 'offline']).toContain((await check('http://no-such-host.invalid')).list.code);
  });

  it.each([
    [407, 'proxy-login'],
    [502, 'proxy-unreachable'],
  ] as const)('a proxy that answers %i', async (status, expected) => {
    const port = await listen(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`));
      }),
    );
    const { list } = await check('https://bucket.flow.test', async () => `http://127.0.0.1:${port}`);
    expect(list.code).toBe(expected);
  });
});
