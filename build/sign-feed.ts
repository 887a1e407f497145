import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isSignedFeed, signedWords, type FeedFile } from '../electron/core/updates/feed-signature.ts';

// node build/run-ts.mjs build/sign-feed.ts [FOLDER]: signs the update feeds of a release (`latest….yml`), each into `….yml.sig`
// beside it. The key is a PEM (PKCS #8, Ed25519) in FLOW_MEDIA_UPDATE_SIGNING_KEY; it must be the one that the app was built for.

/** The signature of a feed, Base64. */
export function signFeed(feed: FeedFile, privateKey: string): string {
  return sign(null, signedWords(feed), createPrivateKey(privateKey)).toString('base64');
}

/** The key that the app is built with, of the one that signs: raw, Base64. */
export function publicKeyOf(privateKey: string): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return der.subarray(-32).toString('base64');
}

export function run([folder = 'release']: readonly string[]): number {
  const { FLOW_MEDIA_UPDATE_SIGNING_KEY: privateKey = '', FLOW_MEDIA_UPDATE_KEY: publicKey = '' } = process.env;
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name));
  if (privateKey === '' || names.length === 0) {
    console.error(privateKey === '' ? 'FLOW_MEDIA_UPDATE_SIGNING_KEY is not set.' : `${folder} holds no update feed.`);
    return 1;
  }
  for (const name of names) {
    const feed = { name, text: readFileSync(path.join(folder, name), 'utf8') };
    const signature = signFeed(feed, privateKey);
    if (!isSignedFeed(feed, signature, publicKey)) {
      console.error('The app was built for another key than the one that signs.');
      return 1;
    }
    writeFileSync(path.join(folder, `${name}.sig`), `${signature}\n`);
    console.log(`signed  ${name}`);
  }
  return 0;
}
