import { addAbortSignal, type Readable } from 'node:stream';
import { fail } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import type { Verification } from '../../../../shared/transfer';
import type { ObjectHead, StreamOptions } from '../../store/object-store';
import { removeStrays } from '../begin-multipart';
import { compositeEtag, isMd5Etag, md5Of, type Md5 } from '../md5/md5';
import type { PackJob } from './pack-job';
import { headOrNull, isFailure, removeOwn } from '../store-questions';
import { arrived, taken, type UploadOutcome } from '../upload/upload-job';
import { makeZip } from './zip';
import { readZipList, type ZipEntry } from './zip-lists';
import { packedBytes, planStream, type StreamPlan } from './zip-size';

export const ZIP_TYPE = 'application/zip';

/**
 * One try at packing objects into one ZIP file in their bucket, which nothing of touches the disk. Its length is not known before
 * its end, and it has no middle to go on from: each try begins anew, and leaves no part of itself behind. Throws `FailureError`
 * for what may be expected, AbortError when `signal` fires.
 */
export async function pack(job: PackJob, signal: AbortSignal): Promise<UploadOutcome> {
  await removeStrays(job, signal);
  const known = await lookFirst(job, signal);
  if (known !== null) return known;
  const entries = await readZipList(job.record().zip);
  const plan = planStream(entries.reduce((sum, entry) => sum + packedBytes(entry), 0));
  const release = await job.buffers.reserve(plan.memoryBytes, signal);
  try {
    job.progress.restart();
    await job.mark({ beginning: job.clock.now(), expected: null });
    return await prove(job, await new Sending(job, entries, plan).run(signal), signal);
  } catch (error) {
    if (!isFailure(error, 'already-exists', 'no-such-upload')) throw error;
    // The condition was not met, or a first answer was lost and we were in our own way.
    const now = await lookFirst(job, signal);
    if (now === null) throw error;
    return now;
  } finally {
    release();
  }
}

/** What has the key already: our own of a try whose answer was lost, or another's. */
async function lookFirst(job: PackJob, signal: AbortSignal): Promise<UploadOutcome | null> {
  const { key, expected } = job.record();
  if (job.condition === 'none' && expected === null) return null;
  const head = await headOrNull(job.store, key, signal);
  if (head === null) return null;
  if (head.etag === expected?.etag && head.size === expected.size) {
    job.note({ size: head.size });
    return arrived(typed(head), expected.verified);
  }
  return job.condition === 'absent' ? taken(head) : null;
}

/** What the server has, by its own word and by ours. */
interface Sent {
  readonly etag: string;
  /** Bytes of the ZIP file that was made. */
  readonly size: number;
  readonly verified: Verification;
}

/** The way of the bytes of one try: made, cut into parts, counted and hashed. */
class Sending {
  readonly #job: PackJob;
  readonly #entries: readonly ZipEntry[];
  readonly #plan: StreamPlan;
  readonly #md5s: Md5[] = [];
  #made = 0;
  #packed = 0;
  #allAgree = true;

  constructor(job: PackJob, entries: readonly ZipEntry[], plan: StreamPlan) {
    this.#job = job;
    this.#entries = entries;
    this.#plan = plan;
  }

  /** The ETag that parts of these MD5s come to. */
  get #expectedEtag(): string {
    const [only, second] = this.#md5s;
    // Less than a second part went in one PUT.
    return only !== undefined && second === undefined ? only.hex : compositeEtag(this.#md5s);
  }

  run(signal: AbortSignal): Promise<Sent> {
    const progress = { moved: (bytes: number) => void (this.#packed += bytes) };
    const send = async (bytes: Readable, source: { readonly allProven: boolean }): Promise<Sent> => {
      const { store } = this.#job;
      const body = (ended: AbortSignal): AsyncIterable<Buffer> => this.#counted(bytes, ended);
      const options = this.#options(() => (source.allProven && this.#allAgree ? 'md5' : 'size'));
      const { etag } = await store.putStream(this.#job.record().key, body, options, signal);
      return { etag, size: this.#made, verified: this.#proofOf(etag, source.allProven) };
    };
    return makeZip(this.#entries, { ...this.#job, progress }, send, signal);
  }

  #options(verified: () => Verification): StreamOptions {
    const { partSize, partsAbreast } = this.#plan;
    return {
      contentType: ZIP_TYPE,
      cacheControl: null,
      metadata: {},
      condition: this.#job.condition,
      partSize,
      partsAbreast,
      md5Of: (part, partNumber) => this.#md5Of(part, partNumber),
      partArrived: (partNumber, etag) => this.#partArrived(partNumber, etag),
      ending: () => this.#ending(verified()),
      onSent: (bytes) => this.#sent(bytes),
    };
  }

  #proofOf(etag: string, sourcesProven: boolean): Verification {
    const agrees = etag === this.#expectedEtag;
    if (this.#md5s.length > 1 && this.#allAgree) this.#job.sawComposite(etag, agrees);
    if (!sourcesProven || (!agrees && !this.#allAgree)) return 'size';
    return agrees ? 'md5' : 'parts';
  }

  async *#counted(bytes: Readable, ended: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of addAbortSignal(ended, bytes) as AsyncIterable<Buffer>) {
      this.#made += chunk.length;
      yield chunk;
    }
  }

  async #md5Of(part: Uint8Array, partNumber: number): Promise<string> {
    const md5 = await md5Of(part);
    this.#md5s[partNumber - 1] = md5;
    return md5.base64;
  }

  #partArrived(partNumber: number, etag: string): void {
    const md5 = this.#md5s[partNumber - 1]?.hex ?? '';
    if (etag === md5) return;
    if (isMd5Etag(etag)) this.#refuse(`part ${partNumber}: ETag ${etag}, MD5 ${md5}`);
    this.#allAgree = false;
  }

  #refuse(detail: string): never {
    const { key } = this.#job.record();
    return fail('verification-failed', { name: nameOfKey(key), key }, detail);
  }

  /** From here on an object under the key may be ours. */
  async #ending(verified: Verification): Promise<void> {
    this.#job.progress.verifying();
    await this.#job.mark({ expected: { etag: this.#expectedEtag, size: this.#made, verified } });
  }

  /** Told in bytes of what goes into it, of which alone the sum is known before. */
  #sent(bytes: number): void {
    this.#job.progress.sending(Math.round((bytes * this.#packed) / Math.max(1, this.#made)));
  }
}

/** What the server says of the object, held against what was made. One that is wrong is removed, if it is still ours. */
async function prove(job: PackJob, { etag, size, verified }: Sent, signal: AbortSignal): Promise<UploadOutcome> {
  const { key } = job.record();
  // A first answer may have been lost whose upload is there still.
  await removeStrays(job, signal);
  const head = await job.store.head(key, signal);
  if (head.size !== size) {
    await removeOwn(job.store, key, etag, signal);
    fail('verification-failed', { name: nameOfKey(key), key }, `${head.size} bytes arrived of ${size}`);
  }
  job.note({ size });
  return arrived(typed({ ...head, etag }), verified);
}

function typed(head: ObjectHead): ObjectHead {
  return { ...head, contentType: ZIP_TYPE };
}
