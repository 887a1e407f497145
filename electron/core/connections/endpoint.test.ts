import { describe, expect, it } from 'vitest';
import { endpointOf, readEndpoint } from './endpoint';

const ACCOUNT = '0123456789abcdef0123456789abcdef';
const HOST = `${ACCOUNT}.r2.cloudflarestorage.com`;
const r2 = (jurisdiction: string): object => ({ kind: 'r2', accountId: ACCOUNT, jurisdiction });

describe('readEndpoint', () => {
  it.each([
    [`https://${HOST}`, r2('default'), null],
    [`  https://${HOST}/  `, r2('default'), null],
    [HOST, r2('default'), null],
    [HOST.toUpperCase(), r2('default'), null],
    [ACCOUNT, r2('default'), null],
    [`https://${ACCOUNT}.eu.r2.cloudflarestorage.com`, r2('eu'), null],
    [`https://${ACCOUNT}.us.r2.cloudflarestorage.com/`, r2('us'), null],
    [`https://${ACCOUNT}.fedramp.r2.cloudflarestorage.com`, r2('fedramp'), null],
    [`https://media.${HOST}`, r2('default'), 'media'],
    [`https://media.${ACCOUNT}.eu.r2.cloudflarestorage.com`, r2('eu'), 'media'],
    [`https://${HOST}/media`, r2('default'), 'media'],
    [`https://${HOST}/media/2026/`, r2('default'), 'media'],
    [
      'http://127.0.0.1:9000',
      { kind: 'endpoint', endpoint: 'http://127.0.0.1:9000', region: 'auto', style: 'path' },
      null,
    ],
    [
      'http://localhost:9000/media/',
      { kind: 'endpoint', endpoint: 'http://localhost:9000', region: 'auto', style: 'path' },
      'media',
    ],
    [
      'https://x.supabase.co/storage/v1/s3',
      { kind: 'endpoint', endpoint: 'https://x.supabase.co/storage/v1/s3', region: 'auto', style: 'path' },
      null,
    ],
  ])('%j', (text, address, bucket) => {
    expect(readEndpoint(text, 'media')).toEqual({ address, bucket });
  });

  it.each([
    '',
    'abc',
    'http://s3.example.com',
    'ftp://s3.example.com',
    'https://<account-id>.r2.cloudflarestorage.com',
    'https://me@example.com.r2.cloudflarestorage.com',
    'https://my-domain.com.r2.cloudflarestorage.com',
    'https://r2.cloudflarestorage.com',
    `https://a.b.${HOST}`,
    'https://key:secret@s3.example.com',
    'https://s3.example.com/?x=1',
  ])('refuses %j', (text) => {
    expect(readEndpoint(text, null)).toBeNull();
  });
});

describe('endpointOf', () => {
  it('is the host of the account in its jurisdiction', () => {
    expect(endpointOf({ kind: 'r2', accountId: ACCOUNT, jurisdiction: 'eu' })).toEqual({
      endpoint: `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`,
      region: 'auto',
      style: 'path',
    });
  });

  it('keeps the region of another store', () => {
    const address = {
      kind: 'endpoint',
      endpoint: 'https://s3.example.com/',
      region: 'eu-west-1',
      style: 'virtual-hosted',
    } as const;
    expect(endpointOf(address)).toEqual({
      endpoint: 'https://s3.example.com',
      region: 'eu-west-1',
      style: 'virtual-hosted',
    });
  });

  it.each([
    { kind: 'r2', accountId: 'my-domain.com', jurisdiction: 'default' },
    { kind: 'r2', accountId: '', jurisdiction: 'default' },
    { kind: 'endpoint', endpoint: 'http://elsewhere.example.com', region: '', style: 'path' },
  ] as const)('refuses %j without a request', (address) => {
    expect(() => endpointOf(address)).toThrow('invalid-input');
  });
});
