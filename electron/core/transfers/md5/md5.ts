import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { openMd5 } from './md5-thread';

/** How much is hashed in one go: about 4 ms, so that the process stays quick to answer. */
const SLICE_BYTES = 2 * 1024 * 1024;

export interface Md5 {
  readonly hex: string;
  /** As `Content-MD5` wants it. */
  readonly base64: string;
}

export function md5FromDigest(digest: Buffer): Md5 {
  return { hex: digest.toString('hex'), base64: digest.toString('base64') };
}

export async function md5Of(bytes: Uint8Array): Promise<Md5> {
  const hash = openMd5(bytes.length);
  await hash.update(bytes);
  return md5FromDigest(Buffer.from(await hash.digest()));
}

/** Hashes slice by slice, so that the process answers in between. */
export async function addTo(hash: Hash, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    if (start > 0) await setImmediate();
    hash.update(bytes.subarray(start, start + SLICE_BYTES));
  }
}

/** The ETag of a multipart object: MD5 of the parts' binary MD5s, and their number (r2/objects/multipart-objects). */
export function compositeEtag(parts: readonly Md5[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.hex, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

/** Whether an ETag can be the MD5 of the bytes; other stores and encrypted objects have others. */
export function isMd5Etag(etag: string): boolean {
  return /^[0-9a-f]{32}$/.test(etag);
}
