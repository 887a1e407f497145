import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignedFeed, signedWords } from './feed-signature';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
const other = generateKeyPairSync('ed25519')
  .publicKey.export({ type: 'spki', format: 'der' })
  .subarray(-32)
  .toString('base64');
const feed = { name: 'latest-linux.yml', text: 'version: 9.0.0\nfiles: []\n' };
const signature = sign(null, signedWords(feed), privateKey).toString('base64');

describe('the signature of a feed', () => {
  it('is that of its own words, under its own name, with our key', () => {
    expect(isSignedFeed(feed, signature, key)).toBe(true);
    expect(isSignedFeed(feed, `${signature}\n`, key)).toBe(true);
    expect(isSignedFeed({ ...feed, text: feed.text.replace('9', '8') }, signature, key)).toBe(false);
    expect(isSignedFeed({ ...feed, text: `${feed.text} ` }, signature, key)).toBe(false);
    expect(isSignedFeed({ ...feed, name: 'latest-mac.yml' }, signature, key)).toBe(false);
    expect(isSignedFeed(feed, signature, other)).toBe(false);
  });

  it('is none of anything odd', () => {
    for (const odd of ['', 'x', '<html>', signature.slice(2), `${signature}${signature}`])
      expect(isSignedFeed(feed, odd, key)).toBe(false);
    for (const odd of ['', 'x', key.slice(4), `${key}${key}`]) expect(isSignedFeed(feed, signature, odd)).toBe(false);
    fc.assert(fc.property(fc.base64String(), (odd) => !isSignedFeed(feed, odd, key)));
  });
});
