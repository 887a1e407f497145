import { describe, expect, it } from 'vitest';
import { cleanKey, readKeyPair } from './read-keys';

const ID = '5a1f00d2c4f6a8b1e3d5c7f9a0b2c4d6';
const SECRET = 'ab'.repeat(32);

describe('readKeyPair', () => {
  it.each([
    ['the dashboard’s page', `Access Key ID\n${ID}\nClick to copy\nSecret Access Key\n${SECRET}\nClick to copy`],
    ['an .env', `R2_ACCESS_KEY_ID="${ID}"\nR2_SECRET_ACCESS_KEY=${SECRET}`],
    ['capitals, in the other order', `${SECRET.toUpperCase()} ${ID.toUpperCase()}`],
    ['a page with the endpoint', `${ID}\n${SECRET}\nhttps://0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa.r2.cloudflarestorage.com`],
  ])('finds both keys in %s', (_, text) => {
    expect(readKeyPair(text)).toEqual({ accessKeyId: ID, secret: SECRET });
  });

  it.each([
    ['one key alone', ID],
    ['two that may be the key ID', `${ID} ${'cd'.repeat(16)} ${SECRET}`],
    ['a longer row', `${ID} ${SECRET}ff`],
    ['nothing', ''],
  ])('does not guess from %s', (_, text) => {
    expect(readKeyPair(text)).toBeNull();
  });
});

describe('cleanKey', () => {
  it('drops blanks and what cannot be seen', () => {
    expect(cleanKey(` \u200b${ID}\u00a0\n`)).toBe(ID);
  });
});
