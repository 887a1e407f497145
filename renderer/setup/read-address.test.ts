import { describe, expect, it } from 'vitest';
import { readAddress } from './read-address';

const ID = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';

describe('readAddress', () => {
  it.each([
    [ID, { jurisdiction: null, bucket: null, from: 'id' }],
    [`  ${ID.toUpperCase()}\n`, { jurisdiction: null, bucket: null, from: 'id' }],
    [`https://${ID}.r2.cloudflarestorage.com`, { jurisdiction: 'default', bucket: null, from: 'endpoint' }],
    [`${ID}.eu.r2.cloudflarestorage.com/`, { jurisdiction: 'eu', bucket: null, from: 'endpoint' }],
    [`https://${ID}.r2.cloudflarestorage.com/media`, { jurisdiction: 'default', bucket: 'media', from: 'endpoint' }],
    [`https://media.${ID}.r2.cloudflarestorage.com`, { jurisdiction: 'default', bucket: 'media', from: 'endpoint' }],
    [`https://dash.cloudflare.com/${ID}/r2/overview`, { jurisdiction: null, bucket: null, from: 'dashboard' }],
    [
      `https://dash.cloudflare.com/${ID}/r2/eu/buckets/media/settings`,
      { jurisdiction: 'eu', bucket: 'media', from: 'dashboard' },
    ],
    [
      `dash.cloudflare.com/${ID}/r2/default/buckets/media?prefix=a`,
      { jurisdiction: 'default', bucket: 'media', from: 'dashboard' },
    ],
  ])('finds the account in %s', (text, found) => {
    expect(readAddress(text)).toEqual({ kind: 'account', accountId: ID, ...found });
  });

  it.each([
    ['https://s3.example.com/', 'https://s3.example.com'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['s3.eu-central-1.amazonaws.com', 'https://s3.eu-central-1.amazonaws.com'],
  ])('takes %s for another store', (text, endpoint) => {
    expect(readAddress(text)).toEqual({ kind: 'endpoint', endpoint });
  });

  it.each([
    ['0d2c4f', 'account-length'],
    ['zd2c4f6a8b1e3d5c7f9a0b2c4d6e91fa', 'account-letters'],
    ['me@example.com', 'account-email'],
    ['https://pub-0d2c4f6a.r2.dev', 'public-address'],
    ['https://dash.cloudflare.com/?to=/:account/r2', 'dashboard-without-account'],
    ['http://s3.example.com', 'endpoint-not-https'],
    ['https://r2.cloudflarestorage.com', 'not-an-address'],
    ['https://a b', 'not-an-address'],
    ['https://s3.example.com/?x=1', 'not-an-address'],
  ])('says why %s is none', (text, why) => {
    expect(readAddress(text)).toEqual({ kind: 'unclear', why });
  });

  it('says nothing of nothing', () => {
    expect(readAddress('  ')).toEqual({ kind: 'nothing' });
  });
});
