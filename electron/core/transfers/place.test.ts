import { expect, it } from 'vitest';
import type { ConnectionAddress } from '../../../shared/connection';
import { leadsTo, placeOf } from './place';

const ACCOUNT: ConnectionAddress = { kind: 'r2', accountId: 'a'.repeat(32), jurisdiction: 'default' };
const MEDIA = { bucket: 'media', address: ACCOUNT };

it('a connection leads to the place that it gave out', () => {
  expect(leadsTo(MEDIA, placeOf(MEDIA))).toBe(true);
});

it.each<[string, ConnectionAddress]>([
  ['in another account', { ...ACCOUNT, accountId: 'b'.repeat(32) }],
  ['in another jurisdiction', { ...ACCOUNT, jurisdiction: 'eu' }],
  ['of another server', { kind: 'endpoint', endpoint: 'https://s3.test', region: 'auto', style: 'path' }],
  ['of the sandbox', { kind: 'sandbox' }],
])('a bucket of the same name %s is another one', (_, address) => {
  expect(leadsTo({ ...MEDIA, address }, placeOf(MEDIA))).toBe(false);
});

it('another way to address the same server leads to the same bucket', () => {
  const plain: ConnectionAddress = { kind: 'endpoint', endpoint: 'https://s3.test', region: 'auto', style: 'path' };
  const other: ConnectionAddress = { ...plain, region: 'us-east-1' };
  expect(leadsTo({ ...MEDIA, address: other }, placeOf({ ...MEDIA, address: plain }))).toBe(true);
});

it('of what an older version began, the name of the bucket alone tells', () => {
  expect(leadsTo(MEDIA, { bucket: 'media', server: null })).toBe(true);
  expect(leadsTo(MEDIA, { bucket: 'media' })).toBe(true);
  expect(leadsTo(MEDIA, { bucket: 'other', server: null })).toBe(false);
});

it('a connection that is gone leads nowhere', () => {
  expect(leadsTo(null, { bucket: 'media' })).toBe(false);
});
