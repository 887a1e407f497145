import { createHash } from 'node:crypto';
import type { ObjectHead, ObjectStore } from '../../store/object-store';
import type { BufferPool } from '../buffer-pool';
import { firstPartSize } from '../download/file-proof';
import { compositeEtag, isMd5Etag, md5FromDigest, md5Of, type Md5 } from '../md5/md5';
import { partAt, planParts, type PartPlan } from '../part-plan';
import { partCountOf, type Comparison } from '../proof';
import type { SourceFile } from '../source-file';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** What it takes to hold an object against a local file. */
export interface Comparing {
  readonly store: ObjectStore;
  readonly buffers: BufferPool;
  /** Whether an ETag of this server says anything of the bytes. */
  etagTells(etag: string): boolean;
}

/** Whether an object is the very file: the same size first, which costs nothing, then MD5, or the parts' MD5s. */
export async function compare(
  source: SourceFile,
  key: string,
  head: ObjectHead,
  { store, buffers, etagTells }: Comparing,
  signal: AbortSignal,
): Promise<Comparison> {
  if (head.size !== source.size) return 'different';
  if (isMd5Etag(head.etag)) {
    return (await wholeMd5(source, buffers, signal)).hex === head.etag ? 'same' : 'different';
  }
  const plan = planParts(source.size);
  if (partCountOf(head.etag) !== plan.count || !etagTells(head.etag)) return 'unknown';
  if (compositeEtag(await partMd5s(source, plan, buffers, signal)) === head.etag) return 'same';
  // As many parts, but of another size, make another ETag of the same bytes.
  const firstPart = await firstPartSize(store, key, signal);
  return firstPart === partAt(plan, 1).length ? 'different' : 'unknown';
}

async function wholeMd5(source: SourceFile, buffers: BufferPool, signal: AbortSignal): Promise<Md5> {
  const hash = createHash('md5');
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
    const lease = await buffers.take(Math.min(CHUNK_BYTES, source.size - offset), signal);
    try {
      await source.read(lease.bytes, offset);
      hash.update(lease.bytes);
    } finally {
      lease.giveBack(true);
    }
  }
  return md5FromDigest(hash.digest());
}

async function partMd5s(
  source: SourceFile,
  plan: PartPlan,
  buffers: BufferPool,
  signal: AbortSignal,
): Promise<readonly Md5[]> {
  const md5s: Md5[] = [];
  for (let number = 1; number <= plan.count; number++) {
    const { offset, length } = partAt(plan, number);
    const lease = await buffers.take(length, signal);
    try {
      await source.read(lease.bytes, offset);
      md5s.push(await md5Of(lease.bytes));
    } finally {
      lease.giveBack(true);
    }
  }
  return md5s;
}
