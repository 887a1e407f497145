import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CloudflareStandIn } from '../../../tests/support/cloudflare';
import { startCorsBucket, type CorsBucket } from '../../../tests/support/cors-bucket';
import { showingRule } from '../../../shared/cors';
import { codeOf } from '../store/failures.test-support';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { createWebFetch } from '../store/web-fetch';
import { readBucketCors, writeBucketCors, type CorsDeps } from './cors';

const never = new AbortController().signal;
const rule = showingRule('https://example.com');
let bucket: CorsBucket;
let store: ObjectStore;
let deps: CorsDeps;
beforeEach(async () => {
  bucket = await startCorsBucket();
  const keys = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };
  store = createR2Store({ endpoint: bucket.url, region: 'auto', bucket: 'media', ...keys });
  deps = { storeOf: async () => store, apiOf: async () => null };
});
afterEach(async () => {
  store.close();
  await bucket.close();
});

describe('by the S3 API', () => {
  it('rules are read, written and taken away', async () => {
    expect(await readBucketCors(deps, 'c1', never)).toEqual({ rules: [], through: 's3' });
    const named = { ...showingRule('*'), id: 'all', headers: [], maxAgeSeconds: null };
    const kept = await writeBucketCors(deps, 'c1', [], [rule, named], never);
    expect(kept).toEqual({ rules: [rule, named], through: 's3' });
    expect(bucket.document).toContain('<AllowedOrigin>https://example.com</AllowedOrigin>');
    expect(await writeBucketCors(deps, 'c1', kept.rules, [], never)).toEqual({ rules: [], through: 's3' });
    expect(bucket.document).toBeNull();
  });

  it('are sent with their MD5 and no other checksum, which R2 would refuse', async () => {
    await writeBucketCors(deps, 'c1', [], [rule], never);
    const sent = bucket.puts[0];
    expect(Object.keys(sent?.headers ?? {}).filter((name) => /checksum/.test(name))).toEqual([]);
    const md5 = createHash('md5')
      .update(bucket.document ?? '')
      .digest('base64');
    expect(sent?.headers['content-md5']).toBe(md5);
    expect(sent?.headers['authorization']).toMatch(/SignedHeaders=[^,]*content-md5/);
  });

  it('are not written over what somebody else has written since', async () => {
    await writeBucketCors(deps, 'c1', [], [rule], never);
    expect(await codeOf(() => writeBucketCors(deps, 'c1', [], [showingRule('*')], never))).toBe('cors-changed');
    expect(bucket.document).toContain('https://example.com');
  });

  it('say when the keys may not', async () => {
    bucket.refuses = true;
    expect(await codeOf(() => readBucketCors(deps, 'c1', never))).toBe('access-denied');
  });
});

it('with an API token they go by Cloudflare’s API', async () => {
  const accountId = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';
  const token = 't'.repeat(40);
  const cloudflare = new CloudflareStandIn(accountId, [
    { value: token, id: '1'.repeat(32), owner: 'user', storage: 'edit' },
  ]);
  await cloudflare.start();
  cloudflare.addBucket('media');
  const wire = { fetch: createWebFetch(async () => null), base: cloudflare.base, token };
  const place = { accountId, jurisdiction: 'default', bucket: 'media' } as const;
  const byApi: CorsDeps = { ...deps, apiOf: async () => ({ wire, place }) };
  expect(await writeBucketCors(byApi, 'c1', [], [rule], never)).toEqual({ rules: [rule], through: 'api' });
  expect(bucket.puts).toEqual([]);
  await cloudflare.close();
});
