import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FailureError } from '../../../../shared/failure';
import { mutated } from '../../../../tests/support/fuzz/any-value';
import { cloudflareUsage } from '../cloudflare-graphql';
import { startLoopback } from '../loopback.test-support';
import { createWebFetch } from '../web-fetch';
import { verifyToken } from './api-token';
import { createBucket, listBuckets } from './buckets';
import { readCors, writeCors } from './cors';
import { readPublicAccess, switchOnDevUrl } from './domains';
import type { CloudflareWire } from './wire';

const RUNS = 80;
const LIMIT_MS = 40_000;
const ACCOUNT = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';
const TOKEN = `cfut_${'r'.repeat(40)}0a1b2c3d`;
const place = { accountId: ACCOUNT, jurisdiction: 'default', bucket: 'media' } as const;
const fetch = createWebFetch(async () => null);

type Ask = (wire: CloudflareWire, signal: AbortSignal) => Promise<unknown>;
const ASKS: readonly Ask[] = [
  (wire, signal) => verifyToken(wire, ACCOUNT, signal),
  (wire, signal) => listBuckets(wire, place, signal),
  (wire, signal) => createBucket(wire, place, { name: 'media', locationHint: null }, signal),
  (wire, signal) => readPublicAccess(wire, place, signal),
  (wire, signal) => switchOnDevUrl(wire, place, signal),
  (wire, signal) => readCors(wire, place, signal),
  (wire, signal) => writeCors(wire, place, [], signal),
  ({ base }, signal) =>
    cloudflareUsage(
      { fetch, base, tokenFor: async () => TOKEN },
      { ...place, connectionId: 'c', from: 0, until: 1 },
      signal,
    ),
];

const ok = (result: unknown): unknown => ({
  success: true,
  errors: [],
  messages: [],
  result,
  result_info: { cursor: '' },
});
const ANSWERS = [
  ok({ id: '1'.repeat(32), status: 'active', not_before: '2026-11-01T00:00:00Z', expires_on: '2027-02-01T12:00:00Z' }),
  ok({
    buckets: [
      {
        name: 'media',
        creation_date: '2026-11-01T00:00:00Z',
        jurisdiction: 'default',
        location: 'WEUR',
        storage_class: 'Standard',
      },
    ],
  }),
  ok({ name: 'media', creation_date: '2026-11-01T00:00:00Z' }),
  ok({ enabled: true, domain: 'pub-0.r2.dev', bucketId: 'x' }),
  ok({ domains: [{ domain: 'a.example', enabled: true, status: { ownership: 'active', ssl: 'active' } }] }),
  ok({ rules: [{ allowed: { origins: ['*'], methods: ['GET'] }, maxAgeSeconds: 60 }] }),
  { success: true, errors: [], result: { buckets: [] }, result_info: { cursor: 'always' } },
  { success: false, errors: [{ code: 10000, message: 'Authentication error' }], result: null },
  {
    data: {
      viewer: {
        accounts: [
          {
            r2StorageAdaptiveGroups: [],
            r2OperationsAdaptiveGroups: [
              { sum: { requests: 1 }, dimensions: { actionType: 'constructor', responseStatusCode: 200 } },
            ],
          },
        ],
      },
    },
    errors: null,
  },
] as const;

const replies = fc.record({
  status: fc.constantFrom(200, 200, 200, 400, 401, 403, 404, 429, 500),
  body: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom<unknown>(...ANSWERS).map(textOf) },
    {
      weight: 6,
      arbitrary: fc
        .constantFrom<unknown>(...ANSWERS)
        .chain(mutated)
        .map(textOf),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.constantFrom('[['.repeat(50_000), '{"success":', ' '.repeat(5_000_000), '<html>') },
  ),
});

function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) => (typeof field === 'bigint' ? String(field) : field)) ?? '';
}

it(
  'whatever stands where Cloudflare’s API should be, it answers with what it is asked for or fails in words',
  { timeout: 300_000 },
  async () => {
    const seed = Date.now() % 1_000_000;
    const wrong: string[] = [];
    for (const { status, body } of fc.sample(replies, { numRuns: RUNS, seed })) {
      const server = await startLoopback((_request, response) => void response.writeHead(status).end(body));
      const late = AbortSignal.timeout(LIMIT_MS);
      const asked = ASKS.map(async (ask) => {
        try {
          await ask({ fetch, base: server.url, token: TOKEN }, late);
        } catch (error) {
          const about = `seed ${seed}, ${status} ${body.slice(0, 300)}`;
          if (late.aborted) wrong.push(`no end; ${about}`);
          else if (!(error instanceof FailureError)) wrong.push(`${String(error)}; ${about}`);
          else if (error.message.includes(TOKEN)) wrong.push(`the token is in the failure; ${about}`);
        }
      });
      await Promise.all(asked);
      await server.close();
    }
    expect(wrong).toEqual([]);
  },
);
