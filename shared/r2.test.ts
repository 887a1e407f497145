import { expect, it } from 'vitest';
import { BUCKET_NAME_SHAPE, isS3ApiHost, JURISDICTIONS, PAGES, parseR2Host, r2Endpoint, r2Key } from './r2';

const ACCOUNT = '0123456789abcdef0123456789abcdef';

it.each(JURISDICTIONS)('the endpoint of %s is read back as what it was made of', (jurisdiction) => {
  const host = new URL(r2Endpoint(ACCOUNT, jurisdiction)).hostname;
  expect(parseR2Host(host)).toEqual({ accountId: ACCOUNT, jurisdiction, bucket: null });
  expect(parseR2Host(`11flow-media.${host}`)).toEqual({ accountId: ACCOUNT, jurisdiction, bucket: '11flow-media' });
  expect(isS3ApiHost(host)).toBe(true);
});

it.each([
  'example.com',
  `${ACCOUNT}.r2.cloudflarestorage.com.evil.example`,
  'abc.r2.cloudflarestorage.com',
  'pub-1.r2.dev',
])('%s is not an account endpoint', (host) => {
  expect(parseR2Host(host)).toBeNull();
});

it.each([
  ['11flow-media', true],
  ['ab', false],
  ['-media', false],
  ['media-', false],
  ['Media', false],
  ['my.media', false],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
])('bucket name %s: %s', (name, good) => {
  expect(BUCKET_NAME_SHAPE.test(name)).toBe(good);
});

it.each([
  ['A1'.repeat(16), 'a1'.repeat(16)],
  ['B2'.repeat(32), 'b2'.repeat(32)],
  ['MinioAdmin', 'MinioAdmin'],
  ['A1'.repeat(17), 'A1'.repeat(17)],
])('the key %s is %s', (typed, key) => {
  expect(r2Key(typed)).toBe(key);
});

it('the pages that can be opened are all https', () => {
  for (const page of Object.values(PAGES)) expect(new URL(page).protocol).toBe('https:');
});
