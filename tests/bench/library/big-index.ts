import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { BucketIndex } from '../../../electron/core/library/index/bucket-index';
import { assetIdOf } from '../../../electron/core/library/asset-id';

const KINDS = ['jpg', 'png', 'mp4', 'webp', 'mp3'];
const FIRST = 'sunset harbour dragon castle forest river neon city portrait robot garden storm'.split(' ');
const SECOND = 'morning winter golden quiet distant broken blue crowded paper velvet'.split(' ');
const PAGE = 1000;
const PER_FOLDER = 5000;
const BEGAN = Date.UTC(2024, 0, 1);

/** The key of the n-th object: two words and a number, 5,000 to a folder. */
export function bigKey(n: number): string {
  const number = String(n).padStart(7, '0');
  const words = `${FIRST[(n * 7) % FIRST.length] ?? ''} ${SECOND[(n * 3) % SECOND.length] ?? ''}`;
  return `set ${String(Math.floor(n / PER_FOLDER)).padStart(4, '0')}/${words} ${number}.${KINDS[n % KINDS.length] ?? ''}`;
}

/** Writes an index of `count` objects where the app of this user folder will look for it, with the app's own writer. */
export function writeBigIndex(userDataDir: string, connectionId: string, count: number): void {
  const dir = path.join(userDataDir, 'cache/index', assetIdOf(connectionId, ''));
  mkdirSync(dir, { recursive: true });
  const index = new BucketIndex({ dir, connectionId, firstRevision: 0, now: Date.now, changed: () => undefined });
  let after = '';
  for (let from = 0; from < count; from += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, count - from) }, (_, i) => bigObject(from + i));
    page.sort((a, b) => (a.key < b.key ? -1 : 1));
    const through = page.at(-1)?.key ?? after;
    index.enterPage({ prefix: '', after, through, depth: 'all' }, page, index.moment);
    after = through;
  }
  index.setNote('scan', JSON.stringify({ kind: 'complete', at: Date.now(), requests: Math.ceil(count / PAGE) }));
  index.close();
}

/** What a listing tells of the n-th object. */
export function bigObject(n: number) {
  const etag = (n * 2_654_435_761).toString(16).padStart(32, '0').slice(-32);
  return {
    key: bigKey(n),
    size: ((n * 7919) % 9_000_000) + 1,
    etag,
    modified: BEGAN + ((n * 977) % 60_000_000) * 1000,
  };
}
