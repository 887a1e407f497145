import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudflareTotals } from '../../../shared/usage';
import { cloudflareUsage, type UsageQuestion } from './cloudflare-graphql';
import { codeOf } from './failures.test-support';
import { startLoopback, type Loopback } from './loopback.test-support';
import { createWebFetch } from './web-fetch';

const TOKEN = 'T'.repeat(40);
const ACCOUNT = '0'.repeat(32);
const QUESTION: UsageQuestion = {
  connectionId: 'c1',
  accountId: ACCOUNT,
  jurisdiction: 'default',
  bucket: 'media',
  from: Date.UTC(2026, 10, 1),
  until: Date.UTC(2026, 10, 29),
};

interface Asked {
  readonly query: string;
  readonly variables: Record<string, string>;
}

/** As in the examples of developers.cloudflare.com/r2/platform/metrics-analytics. */
const DOCUMENTED = {
  data: {
    viewer: {
      accounts: [
        {
          r2StorageAdaptiveGroups: [
            {
              dimensions: { datetime: '2026-11-28T21:00:00Z' },
              max: { metadataSize: 500, objectCount: 12, payloadSize: 7000, uploadCount: 1 },
            },
          ],
          r2OperationsAdaptiveGroups: [
            { dimensions: { actionType: 'PutObject', responseStatusCode: 200 }, sum: { requests: 40 } },
            { dimensions: { actionType: 'PutObject', responseStatusCode: 403 }, sum: { requests: 7 } },
            { dimensions: { actionType: 'GetObject', responseStatusCode: 404 }, sum: { requests: 5 } },
            { dimensions: { actionType: 'DeleteObject', responseStatusCode: 204 }, sum: { requests: 3 } },
            { dimensions: { actionType: 'SomethingNew', responseStatusCode: 200 }, sum: { requests: 9 } },
          ],
        },
      ],
    },
  },
  errors: null,
};

let server: Loopback;
let asked: Asked[];

async function serve(answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<void> {
  asked = [];
  server = await startLoopback((request, response) => {
    void json(request).then((body) => {
      asked.push(body as Asked);
      answer(response, request);
    });
  });
}

function ask(question: Partial<UsageQuestion> = {}, token: string | null = TOKEN) {
  const fetch = createWebFetch(() => Promise.resolve(null));
  const tokenFor = (): Promise<string | null> => Promise.resolve(token);
  const options = { fetch, tokenFor, base: `${server.url}/client/v4` };
  return cloudflareUsage(options, { ...QUESTION, ...question }, new AbortController().signal);
}

function say(status: number, body: unknown): (response: ServerResponse) => void {
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

describe("Cloudflare's own count", () => {
  afterEach(() => server.close());

  it('is asked for with the token, the account, the bucket and the time', async () => {
    await serve(say(200, DOCUMENTED));
    await ask();
    await ask({ jurisdiction: 'eu' });
    expect(server.requests.map(({ method, url, headers }) => [method, url, headers.authorization])[0]).toEqual([
      'POST',
      '/client/v4/graphql',
      `Bearer ${TOKEN}`,
    ]);
    expect(asked[0]?.query).toContain('r2StorageAdaptiveGroups');
    expect(asked[0]?.query).toContain('r2OperationsAdaptiveGroups');
    expect(asked[0]?.variables).toEqual({
      accountTag: ACCOUNT,
      bucketName: 'media',
      startDate: '2026-11-01T00:00:00.000Z',
      endDate: '2026-11-29T00:00:00.000Z',
    });
    expect(asked[1]?.variables['bucketName']).toBe('eu_media');
  });

  it('tells what is stored and what was asked, and what of it is billed', async () => {
    await serve(say(200, DOCUMENTED));
    const usage = await ask();
    expect(usage?.stored).toEqual({ bytes: 7500, objects: 12, uploads: 1, at: Date.UTC(2026, 10, 28, 21) });
    expect(usage && cloudflareTotals(usage)).toEqual({ A: 40, B: 5, free: 3 });
  });

  it('knows nothing stored of a bucket without a value', async () => {
    const empty = { r2StorageAdaptiveGroups: [], r2OperationsAdaptiveGroups: [] };
    await serve(say(200, { data: { viewer: { accounts: [empty] } }, errors: null }));
    expect(await ask()).toEqual({ stored: null, operations: [] });
  });

  it('is not asked for without a token', async () => {
    await serve(say(200, DOCUMENTED));
    expect(await ask({}, null)).toBeNull();
    expect(server.requests).toHaveLength(0);
  });

  it.each<[string, number, unknown, string]>([
    [
      'a token without Account Analytics Read',
      200,
      { data: null, errors: [{ message: 'not authorized for that account', extensions: { code: 'authz' } }] },
      'api-token-permission',
    ],
    [
      'a token of another account, by its message alone',
      200,
      { data: null, errors: [{ message: 'not authorized for that account' }] },
      'api-token-permission',
    ],
    // This one as in the example of developers.cloudflare.com/analytics/graphql-api/errors (2026-11).
    ...[200, 400].map((status): [string, number, unknown, string] => [
      `a time of which nothing is kept, with HTTP ${status}`,
      status,
      {
        data: null,
        errors: [
          {
            message: 'cannot request data older than 2678400s',
            path: ['viewer', 'accounts', '0', 'r2StorageAdaptiveGroups'],
            extensions: { timestamp: '2026-11-29T21:27:19.195060142Z' },
          },
        ],
      },
      'unexpected-reply',
    ]),
    [
      'an unknown token',
      403,
      { success: false, errors: [{ code: 10000, message: 'Authentication error' }] },
      'api-token-permission',
    ],
    ['too many questions', 429, { data: null, errors: [{ message: 'limit reached' }] }, 'rate-limited'],
    ['trouble of its own', 502, {}, 'server-error'],
    ['another answer', 200, { hello: 'world' }, 'unexpected-reply'],
  ])('fails in words for %s', async (_what, status, body, code) => {
    await serve(say(status, body));
    expect(await codeOf(ask())).toBe(code);
  });

  it('fails in words where nothing of the kind answers', async () => {
    await serve((response) => response.end('<html>Sign in</html>'));
    expect(await codeOf(ask())).toBe('unexpected-reply');
  });
});
