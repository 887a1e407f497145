import { fail, failure, FailureError } from '../../../../shared/failure';
import type { ObjectBody } from '../../store/object-store';
import { Arrived, type Span } from './arrived';
import { ArrivedNotes } from './arrived-notes';
import type { DownloadJob } from './download-job';
import { eachOf } from '../each-of';
import type { PartFile } from './part-file';
import type { GrowingProof } from './proof-in-order';
import { isFailure } from '../store-questions';

const MIB = 1024 * 1024;
/** How much is fetched first, to see how long an answer takes. */
export const PROBE_BYTES = 4 * MIB;
/** Less than this is not worth a second request. */
const RANGES_FROM_BYTES = 32 * MIB;
/** One range; so much is lost of each when the process is killed. */
const RANGE_BYTES = 16 * MIB;
/** An answer that begins later than this leaves the line idle: on a fast network one stream is faster than several. */
const LATENCY_MS = 10;
const RANGES_A_FILE = 4;
const RANGES_IN_ALL = 8;
/** How often a range whose body breaks off is taken up again within one try. */
const BREAKS_A_RANGE = 3;

/** Whether enough is left for several ranges to be worth it. */
export function mayNeedRanges(left: number): boolean {
  return left >= RANGES_FROM_BYTES;
}

/** How many ranges of one file to fetch at once; several files at once fill the line by themselves. */
export function rangesAbreast(firstByteMs: number, filesMoving: number): number {
  if (firstByteMs <= LATENCY_MS) return 1;
  return Math.max(1, Math.min(RANGES_A_FILE, Math.floor(RANGES_IN_ALL / Math.max(1, filesMoving))));
}

/** Fetches a span of the object and hands over each piece with its place; answers the ms until the first byte. */
export async function fetchSpan(
  job: DownloadJob,
  [start, end]: Span,
  take: (bytes: Uint8Array, position: number) => Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  const { key, size, etag } = job.record();
  const range = start === 0 && end === size ? null : { start, end: end - 1 };
  const asked = job.clock.now();
  const body = await job.store.get(key, { range, ifMatch: etag }, signal);
  const firstByteMs = job.clock.now() - asked;
  if (body.length !== end - start) {
    body.stream.destroy();
    fail('unexpected-reply', { key }, `${body.length} bytes of ${end - start}`);
  }
  learn(job, body);
  let at = start;
  for await (const chunk of body.chunks()) {
    await take(chunk, at);
    at += chunk.length;
    job.progress.moved(chunk.length);
  }
  if (at < end) throw new FailureError(failure('connection-lost', { key }, 'the answer ended early'));
  return firstByteMs;
}

/** A listing tells no content type. */
function learn(job: DownloadJob, { contentType }: ObjectBody): void {
  if (contentType !== job.record().contentType) job.note({ contentType });
}

/**
 * Fetches all that is missing, several ranges at once where that pays; the record tells what has arrived. `firstByteMs`: how long
 * an answer took; null when none was asked for yet.
 */
export async function fetchRanges(
  part: PartFile,
  proof: GrowingProof,
  firstByteMs: number | null,
  job: DownloadJob,
  signal: AbortSignal,
): Promise<void> {
  const fetching = new RangedFetch(part, proof, job);
  try {
    await fetching.run(firstByteMs, signal);
  } finally {
    await fetching.notes.settle();
  }
}

class RangedFetch {
  readonly notes: ArrivedNotes;
  readonly #part: PartFile;
  readonly #job: DownloadJob;
  readonly #arrived: Arrived;
  readonly #proof: GrowingProof;

  constructor(part: PartFile, proof: GrowingProof, job: DownloadJob) {
    this.#part = part;
    this.#job = job;
    this.#arrived = new Arrived(job.record().arrived ?? [], part.length);
    this.#proof = proof;
    this.notes = new ArrivedNotes(part, job, this.#arrived);
  }

  async run(knownMs: number | null, signal: AbortSignal): Promise<void> {
    const { size } = this.#job.record();
    this.#proof.reach(this.#arrived.prefix);
    const firstByteMs = knownMs ?? (await this.#probe(size, signal));
    const pieces = this.#arrived.missing(size, RANGE_BYTES);
    const abreast = rangesAbreast(firstByteMs, this.#job.filesMoving());
    await eachOf(pieces.length, abreast, signal, async (index) => {
      const piece = pieces[index];
      if (piece !== undefined) await this.#fetch(piece, signal);
    });
  }

  async #probe(size: number, signal: AbortSignal): Promise<number> {
    const [first] = this.#arrived.missing(size, PROBE_BYTES);
    return first === undefined ? 0 : this.#fetch(first, signal);
  }

  /** A range whose body breaks off goes on where it was; all else ends the try. */
  async #fetch([start, end]: Span, signal: AbortSignal): Promise<number> {
    let at = start;
    const take = async (bytes: Uint8Array, position: number): Promise<void> => {
      await this.#part.writeAt(bytes, position);
      at = position + bytes.length;
    };
    for (let breaks = 0; ; breaks++) {
      const from = at;
      try {
        return await fetchSpan(this.#job, [at, end], take, signal);
      } catch (error) {
        const goesOn = at > from && at < end && breaks < BREAKS_A_RANGE && isFailure(error, 'connection-lost');
        if (!goesOn) throw error;
      } finally {
        this.#arrived.add(start, at);
        this.#proof.reach(this.#arrived.prefix);
        this.notes.soon();
      }
    }
  }
}
