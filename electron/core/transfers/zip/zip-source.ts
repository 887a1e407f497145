import { addAbortSignal } from 'node:stream';
import { fail } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import { pause } from '../clock';
import type { DownloadJob } from '../download/download-job';
import { proofFor } from '../download/file-proof';
import type { Proof } from '../proof';
import { isFailure } from '../store-questions';
import type { ZipEntry } from './zip-lists';

/** How often in a row one object is taken up again, to no avail, before the whole file is begun anew. */
const BREAKS_AN_OBJECT = 4;
const FIRST_WAIT_MS = 500;

/** Who makes a ZIP file, and hears how much has gone into it. */
export interface ZipJob extends Pick<DownloadJob, 'store' | 'clock' | 'etagTells'> {
  readonly progress: Pick<DownloadJob['progress'], 'moved'>;
}

/** The bytes of objects, each proven by its ETag, and taken up again where a body breaks off. */
export class ZipSource {
  readonly #job: ZipJob;
  readonly #signal: AbortSignal;
  #allProven = true;

  constructor(job: ZipJob, signal: AbortSignal) {
    this.#job = job;
    this.#signal = signal;
  }

  /** Every object that was read to its end had an ETag that its bytes could be held to, and agreed. */
  get allProven(): boolean {
    return this.#allProven;
  }

  /** Throws what stands in the way. An object that was changed since it was listed is packed as it is now. */
  async *bytesOf(listed: ZipEntry): AsyncGenerator<Buffer, void, undefined> {
    const job = this.#job;
    const object = listed.etag === '' ? await this.#asItIs(listed) : listed;
    const proof = await proofFor(job, object, this.#signal);
    let at = 0;
    let reached = 0;
    for (let breaks = 0; ; breaks++) {
      // Who takes the bytes slowly has many connections end under it.
      if (at > reached) breaks = 0;
      reached = at;
      try {
        for await (const chunk of this.#from(object, at)) {
          await proof.update(chunk);
          at += chunk.length;
          job.progress.moved(chunk.length);
          yield chunk;
        }
        if (at < object.size) fail('connection-lost', { key: object.key }, 'the answer ended early');
        break;
      } catch (error) {
        if (at === 0 && isFailure(error, 'object-changed')) return yield* this.bytesOf({ ...listed, etag: '' });
        if (!mayGoOn(error) || breaks === BREAKS_AN_OBJECT) throw error;
      }
      await pause(job.clock, FIRST_WAIT_MS * 2 ** breaks, this.#signal);
    }
    await this.#judge(object, proof, at);
  }

  async #judge({ key, size }: ZipEntry, proof: Proof, at: number): Promise<void> {
    const verdict = at === size ? await proof.verdict() : 'refuted';
    if (verdict === 'unknown') this.#allProven = false;
    if (verdict !== 'refuted') return;
    fail('verification-failed', { name: nameOfKey(key), key }, `${at} bytes of ${size}, ${proof.detail()}`);
  }

  async *#from({ key, size, etag }: ZipEntry, at: number): AsyncGenerator<Buffer, void, undefined> {
    const range = at === 0 ? null : { start: at, end: size - 1 };
    const body = await this.#job.store.get(key, { range, ifMatch: etag }, this.#signal);
    const stream = addAbortSignal(this.#signal, body.stream);
    try {
      yield* stream as AsyncIterable<Buffer>;
    } finally {
      stream.destroy();
    }
  }

  async #asItIs(entry: ZipEntry): Promise<ZipEntry> {
    const { size, etag } = await this.#job.store.head(entry.key, this.#signal);
    return { ...entry, size, etag };
  }
}

/** What may be over in a moment. */
function mayGoOn(error: unknown): boolean {
  return isFailure(error, 'connection-lost', 'timeout', 'server-error', 'rate-limited');
}
