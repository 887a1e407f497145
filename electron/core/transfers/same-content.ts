import { createHash } from 'node:crypto';
import type { Verification } from '../../../shared/transfer';
import type { ObjectHead } from '../store/object-store';
import type { BufferPool } from './buffer-pool';
import { compositeEtag, isMd5Etag, md5FromDigest, md5Of, type Md5 } from './md5';
import { partAt, planParts, type PartPlan } from './part-plan';
import type { SourceFile } from './source-file';

const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Whether an object is the very file: after an answer that was lost, that tells our own object from another's. Null when it is
 * not, or cannot be proven; else what proved it.
 */
export async function provenSame(
  source: SourceFile,
  head: ObjectHead,
  buffers: BufferPool,
  signal: AbortSignal,
): Promise<Verification | null> {
  if (head.size !== source.size) return null;
  if (isMd5Etag(head.etag)) return (await wholeMd5(source, buffers, signal)).hex === head.etag ? 'md5' : null;
  const plan = planParts(source.size);
  if (!head.etag.endsWith(`-${plan.count}`)) return null;
  return compositeEtag(await partMd5s(source, plan, buffers, signal)) === head.etag ? 'md5' : null;
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
