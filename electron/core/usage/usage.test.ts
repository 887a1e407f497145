import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConnectionProfile } from '../../../shared/connection';
import { startLoopback, type Loopback } from '../store/loopback.test-support';
import { createWebFetch } from '../store/web-fetch';
import { ManualClock } from '../transfers/manual-clock.test-support';
import { Meter } from './meter';
import { Usage } from './usage';

const NOW = Date.UTC(2026, 10, 15, 12);
const EMPTY = { r2StorageAdaptiveGroups: [], r2OperationsAdaptiveGroups: [] };
const ANSWER = JSON.stringify({ data: { viewer: { accounts: [EMPTY] } }, errors: null });
const PROFILE: ConnectionProfile = {
  id: 'c1',
  name: 'Media',
  bucket: 'media',
  accessKeyId: 'a'.repeat(32),
  secret: 'stored',
  apiToken: 'stored',
  address: { kind: 'r2', accountId: '0'.repeat(32), jurisdiction: 'default' },
  publicBase: null,
  publicDomains: [],
  rights: { write: null, delete: null, listBuckets: null },
  createdAt: 0,
  keysSince: 0,
  keysRemindedAt: null,
  keysTerm: null,
  apiTokenTerm: null,
  reachAccepted: false,
};

let server: Loopback;
beforeEach(async () => {
  server = await startLoopback((_request, response) => void response.end(ANSWER));
});
afterEach(() => server.close());

function usageAt(now: number): Usage {
  const unused = (): void => undefined;
  const meter = new Meter({ folder: '', clock: new ManualClock(), onChange: unused, report: unused });
  const fetch = createWebFetch(() => Promise.resolve(null));
  const cloudflare = { fetch, base: server.url, tokenFor: () => Promise.resolve('T'.repeat(40)) };
  return new Usage({ meter, profileOf: () => PROFILE, cloudflare, now: () => now });
}

it('asks Cloudflare for what it still has, and not for a month of which it has lost a part', async () => {
  expect(await usageAt(NOW).byCloudflare('c1', '2026-11')).toEqual({ stored: null, operations: [] });
  expect(await usageAt(Date.UTC(2026, 9, 31, 23, 59)).byCloudflare('c1', '2026-10')).not.toBeNull();
  expect(server.requests).toHaveLength(2);
  expect(await usageAt(NOW).byCloudflare('c1', '2026-10')).toBeNull();
  expect(await usageAt(NOW).byCloudflare('c1', '2025-11')).toBeNull();
  expect(server.requests).toHaveLength(2);
});
