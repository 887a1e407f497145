import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { FailureError } from '../../../../shared/failure';
import type { ObjectStore } from '../../store/object-store';
import type { DownloadJob } from './download-job';
import { reading } from '../file-failure';
import { openMd5 } from '../md5/md5-thread';
import type { PartFile } from './part-file';
import { planWithPartSize } from '../part-plan';
import { PartsInFile } from './parts-in-file';
import { likelyPartSizes, partCountOf, proofOf, type Proof, type Verdict } from '../proof';
import { ProofInOrder, type GrowingProof } from './proof-in-order';
import type { Comparison } from '../proof';

interface Wanted {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

/** Who is asked about an object. */
type Asked = Pick<DownloadJob, 'store' | 'etagTells'>;

/** The proof for an object; of a multipart one the store is asked how large its parts were. */
export async function proofFor(asked: Asked, object: Wanted, signal: AbortSignal): Promise<Proof> {
  return proofWith(object, await partSizesOf(asked, object, signal));
}

/** The proof for an object that is just coming into a file. */
export async function growingProofFor(
  part: PartFile,
  asked: Asked,
  object: Wanted,
  signal: AbortSignal,
): Promise<GrowingProof> {
  const sizes = await partSizesOf(asked, object, signal);
  const [plan, other] = sizes.map((partSize) => planWithPartSize(object.size, partSize));
  if (plan !== undefined && other === undefined && PartsInFile.suits(plan)) {
    return new PartsInFile(part, plan, object.etag);
  }
  return new ProofInOrder(part, proofWith(object, sizes));
}

function proofWith({ etag, size }: Wanted, partSizes: readonly number[]): Proof {
  return proofOf(etag, partSizes, () => openMd5(size));
}

/** None for an object that was made in one, and where nothing could be proven by them. */
async function partSizesOf(
  { store, etagTells }: Asked,
  { key, size, etag }: Wanted,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const count = partCountOf(etag);
  if (count === null || !etagTells(etag)) return [];
  if (count === 1) return [size];
  const told = await firstPartSize(store, key, signal);
  // A server that does not know the question answers with the whole.
  return told !== null && Math.ceil(size / told) === count ? [told] : likelyPartSizes(size, count);
}

/** Bytes of an object's first part, as far as the server tells; null where it knows no such question. */
export async function firstPartSize(store: ObjectStore, key: string, signal: AbortSignal): Promise<number | null> {
  try {
    const bytes = await store.firstPartSize(key, signal);
    return bytes > 0 ? bytes : null;
  } catch (error) {
    if (error instanceof FailureError && error.failure.retry.kind !== 'backoff') return null;
    throw error;
  }
}

/** Whether a local file is, byte for byte, the object that a download would fetch. */
export async function compareLocal(job: DownloadJob, there: Stats, signal: AbortSignal): Promise<Comparison> {
  const { localPath, size, etag } = job.record();
  if (!there.isFile() || there.size !== size) return 'different';
  if (!job.etagTells(etag)) return 'unknown';
  const proof = await proofFor(job, job.record(), signal);
  await reading(localPath, async () => {
    const handle = await open(localPath, 'r');
    for await (const chunk of handle.createReadStream({ highWaterMark: 1024 * 1024, signal })) {
      await proof.update(chunk as Buffer);
    }
  });
  return COMPARISONS[await proof.verdict()];
}

const COMPARISONS: Readonly<Record<Verdict, Comparison>> = { proven: 'same', refuted: 'different', unknown: 'unknown' };
