import { createPublicKey, verify } from 'node:crypto';

/** `latest-linux.yml` and its like. */
export interface FeedFile {
  readonly name: string;
  readonly text: string;
}

/** The raw key of Ed25519 (32 bytes) becomes a SubjectPublicKeyInfo with this in front (RFC 8410, 4). */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** What is signed: the feed's own words, and under which name they lie, so that one platform's feed is never taken for another's. */
export function signedWords({ name, text }: FeedFile): Buffer {
  return Buffer.from(`flow-media update feed\n${name}\n${text}`);
}

/**
 * Whether a feed file is signed with the key that this build was made with. Everything else follows from the feed: it names the
 * SHA-512 of each file. `publicKey`: Ed25519, raw, Base64. Anything odd is false.
 */
export function isSignedFeed(feed: FeedFile, signature: string, publicKey: string): boolean {
  const [key, bytes] = [fromBase64(publicKey), fromBase64(signature.trim())];
  if (key?.length !== 32 || bytes?.length !== 64) return false;
  const der = Buffer.concat([SPKI_ED25519, key]);
  const signer = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, signedWords(feed), signer, bytes);
}

/** null for what is not the very text that the bytes would be written as. */
function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
