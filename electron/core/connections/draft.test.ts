import { describe, expect, it } from 'vitest';
import type { ConnectionDraft } from '../../../shared/connection';
import { FailureError } from '../../../shared/failure';
import { cleanDraft } from './draft';
import type { FixedAddress } from './endpoint';

const ACCOUNT = '0123456789abcdef0123456789abcdef';
const R2: FixedAddress = { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' };
const OTHER: FixedAddress = {
  kind: 'endpoint',
  endpoint: 'https://s3.example.com',
  region: 'eu-west-1',
  style: 'path',
};

function draft(changes: Partial<ConnectionDraft> = {}): ConnectionDraft {
  const secret = { kind: 'typed', value: 'b'.repeat(64) } as const;
  const apiToken = { kind: 'none' } as const;
  return { address: R2, bucket: 'media', publicBase: null, accessKeyId: 'a'.repeat(32), secret, apiToken, ...changes };
}

describe('cleanDraft', () => {
  it('trims what was pasted', () => {
    const address = { ...R2, accountId: ` ${ACCOUNT.toUpperCase()} ` };
    const typed = draft({ bucket: ' media ', publicBase: ' media.example.com/ ', accessKeyId: ` ${'a'.repeat(32)}\n` });
    expect(cleanDraft(address, typed)).toEqual({
      address: R2,
      bucket: 'media',
      publicBase: 'https://media.example.com',
      accessKeyId: 'a'.repeat(32),
    });
  });

  it("turns R2's own endpoint into the account that it names", () => {
    const endpoint = `https://media.${ACCOUNT}.eu.r2.cloudflarestorage.com/`;
    expect(cleanDraft({ kind: 'endpoint', endpoint, region: '', style: 'path' }, draft()).address).toEqual({
      ...R2,
      jurisdiction: 'eu',
    });
  });

  it('has R2’s key ids in small letters, and those of other stores as they are', () => {
    const accessKeyId = 'A1'.repeat(16);
    expect(cleanDraft(R2, draft({ accessKeyId })).accessKeyId).toBe('a1'.repeat(16));
    expect(cleanDraft(OTHER, draft({ accessKeyId })).accessKeyId).toBe(accessKeyId);
  });

  it('keeps the addressing of another store', () => {
    const address = { ...OTHER, style: 'virtual-hosted' } as const;
    expect(cleanDraft(address, draft()).address).toEqual(address);
  });

  it('keeps the region of another store, and its own shapes of keys and buckets', () => {
    expect(cleanDraft(OTHER, draft({ bucket: 'My.Bucket_1', accessKeyId: 'minio' }))).toMatchObject({
      address: OTHER,
      bucket: 'My.Bucket_1',
      accessKeyId: 'minio',
    });
  });

  it.each<[FixedAddress, Partial<ConnectionDraft>, object]>([
    [{ ...R2, accountId: 'example.com' }, {}, { code: 'invalid-input', params: { field: 'accountId' } }],
    [{ ...OTHER, endpoint: 'nonsense' }, {}, { code: 'invalid-input', params: { field: 'endpoint' } }],
    [R2, { bucket: '' }, { code: 'invalid-bucket-name' }],
    [R2, { bucket: 'My_Bucket' }, { code: 'invalid-bucket-name', params: { bucket: 'My_Bucket' } }],
    [OTHER, { bucket: 'a/b' }, { code: 'invalid-bucket-name' }],
    [R2, { accessKeyId: 'b'.repeat(64) }, { code: 'key-id-shape', params: { length: 64 } }],
    [OTHER, { accessKeyId: '' }, { code: 'key-id-shape' }],
    // What no header can name: a request would end as a bug.
    [OTHER, { accessKeyId: '密钥' }, { code: 'key-id-shape', params: { length: 2 } }],
    [OTHER, { accessKeyId: 'minio admin' }, { code: 'key-id-shape' }],
    [R2, { publicBase: `https://${ACCOUNT}.r2.cloudflarestorage.com` }, { code: 'public-base-is-s3-endpoint' }],
    [R2, { publicBase: 'http://a.example.com' }, { code: 'invalid-input', params: { field: 'publicBase' } }],
  ])('refuses %j with %j', (address, changes, expected) => {
    try {
      cleanDraft(address, draft(changes));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(FailureError);
      expect((error as FailureError).failure).toMatchObject(expected);
    }
  });
});
