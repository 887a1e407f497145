import { Arrived } from './arrived';
import type { DownloadJob } from './download-job';
import type { PartFile } from './part-file';

/** Of one stream so much is fetched again after a power cut. */
const NOTED_EVERY_BYTES = 16 * 1024 * 1024;

/** Tells the record what of a file has arrived. What it calls so must outlive a power cut: first the bytes, then the word. */
export class ArrivedNotes {
  readonly #part: PartFile;
  readonly #job: DownloadJob;
  readonly #arrived: Arrived;
  #noting: Promise<void> = Promise.resolve();
  #noted = 0;

  /** Notes what stands in `arrived` by then. */
  constructor(part: PartFile, job: DownloadJob, arrived: Arrived) {
    this.#part = part;
    this.#job = job;
    this.#arrived = arrived;
  }

  /** Nobody need wait for it. */
  soon(): void {
    const note = (): Promise<void> => this.#note();
    this.#noting = this.#noting.then(note, note);
    // A disk that takes no more says so to the next write as well.
    this.#noting.catch(() => undefined);
  }

  /** Resolves when all is noted that can be. */
  async settle(): Promise<void> {
    this.soon();
    await Promise.allSettled([this.#noting]);
  }

  async #note(): Promise<void> {
    const { spans, bytes } = this.#arrived;
    if (bytes === this.#noted) return;
    this.#noted = bytes;
    await this.#part.flush();
    this.#job.note({ arrived: spans.map(([start, end]) => [start, end]) });
  }
}

/** Notes of a file that grows at its end from nothing: now and then how much of it is there. */
export class PrefixNotes {
  readonly #arrived = new Arrived([], 0);
  readonly #notes: ArrivedNotes;
  #next = NOTED_EVERY_BYTES;

  constructor(part: PartFile, job: DownloadJob) {
    this.#notes = new ArrivedNotes(part, job, this.#arrived);
  }

  /** This much is there now. */
  reach(length: number): void {
    this.#arrived.add(0, length);
    if (length < this.#next) return;
    this.#next = length + NOTED_EVERY_BYTES;
    this.#notes.soon();
  }

  /** Resolves when all is noted that can be. */
  settle(): Promise<void> {
    return this.#notes.settle();
  }
}
