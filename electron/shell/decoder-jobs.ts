import { FailureError, failure, type Failure, type FailureCode } from '../../shared/failure';
import type { PageText } from '../../shared/page-text';
import type { AssetSource } from '../core/library/asset-source';
import { DECODE_LIMITS, DecoderFault, type DecodedThumbnail, type DecodeJob } from '../core/library/decoder';
import type { PageTextJob } from '../core/library/page-texts';
import type {
  ConvertTask,
  DecoderAnswer,
  DecoderProblem,
  DecoderTask,
  FilmTask,
  PageTextTask,
} from '../decoder/messages';

/** Without an answer and without reading anything: its own limits are shorter, so the page no longer lives. */
const HUNG_MS = 30_000;
/** How long conversions and films may be silent, ms: their packing may take a while. */
const PACKING_HUNG_MS = 120_000;
/** Bytes that came no longer ago than this are still coming. */
const STILL_READING_MS = 5000;

interface Job {
  readonly task: DecoderTask;
  readonly token: string;
  /** null for one that reads nothing. */
  readonly source: (() => AssetSource | Promise<AssetSource>) | null;
  /** False when the answer is to another question. */
  readonly done: (answer: DecoderAnswer) => boolean;
  readonly failed: (error: Error) => void;
  /** Nobody wants its answer any more when this fires: then nothing more is read for it. */
  readonly signal: AbortSignal;
  /** Why its bytes could not be had, if they could not. */
  sourceFailure: Failure | null;
  /** When bytes of it went to the page last; 0 before. */
  readAt: number;
  /** A page went while it ran beside others: it runs by itself now. */
  isSuspect: boolean;
  hung: NodeJS.Timeout | null;
}

/** What a picture is to become. */
export type ConvertWish = Pick<ConvertTask, 'format' | 'quality' | 'maxSide' | 'fill'>;

export type FilmWish = Omit<FilmTask, 'taskId' | 'kind'>;

export interface DecoderJobsDeps {
  /** Unguessable. */
  randomToken(): string;
  /** ms. */
  now(): number;
  /** A task was taken and never answered. */
  hung(): void;
  /** The last one is over, given up or done: the page has nothing to do. */
  idled(): void;
}

const CODES: Readonly<Record<DecoderProblem, FailureCode>> = {
  source: 'connection-lost',
  'not-decodable': 'not-a-picture',
  locked: 'document-locked',
  'too-large': 'picture-too-large',
  animated: 'animated-picture',
  timeout: 'timeout',
  unexpected: 'unexpected',
};

/** The work of the decoder: handed out when its page asks, under addresses that are good for one task only. */
export class DecoderJobs {
  readonly #deps: DecoderJobsDeps;
  #waiting: Job[] = [];
  readonly #running = new Map<string, Job>();
  #askers: ((task: DecoderTask) => void)[] = [];

  constructor(deps: DecoderJobsDeps) {
    this.#deps = deps;
  }

  get idle(): boolean {
    return this.#waiting.length === 0 && this.#running.size === 0;
  }

  get anyWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  submit({ source, ...wish }: DecodeJob, signal: AbortSignal): Promise<DecodedThumbnail> {
    return new Promise((resolve, failed) => {
      const done = (answer: DecoderAnswer): boolean => {
        if (answer.kind === 'made') resolve(answer);
        return answer.kind === 'made';
      };
      this.#enqueue(wish, { source, done, failed, signal });
    });
  }

  pageText({ source, ...wish }: PageTextJob, signal: AbortSignal): Promise<PageText> {
    return new Promise((resolve, failed) => {
      const done = (answer: DecoderAnswer): boolean => {
        if (answer.kind === 'text') resolve(answer.text);
        return answer.kind === 'text';
      };
      this.#enqueue({ ...wish, kind: 'page-text' }, { source, done, failed, signal });
    });
  }

  /** A picture in another format; `source` must be readable as long as it runs. */
  convert(
    wish: ConvertWish,
    source: () => AssetSource | Promise<AssetSource>,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    return new Promise((resolve, failed) => {
      const done = (answer: DecoderAnswer): boolean => {
        if (answer.kind === 'converted') resolve(answer.picture);
        return answer.kind === 'converted';
      };
      this.#enqueue({ ...wish, kind: 'convert' }, { source, done, failed, signal });
    });
  }

  /** A film of a picture that main has painted. */
  film(wish: FilmWish, signal: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, failed) => {
      const done = (answer: DecoderAnswer): boolean => {
        if (answer.kind === 'filmed') resolve(answer.webm);
        return answer.kind === 'filmed';
      };
      this.#enqueue({ ...wish, kind: 'film' }, { source: null, done, failed, signal });
    });
  }

  #enqueue(
    wish:
      | Omit<DecodeJob, 'source'>
      | Pick<PageTextTask, 'kind' | 'size' | 'page'>
      | Pick<ConvertTask, 'kind' | keyof ConvertWish>
      | Omit<FilmTask, 'taskId'>,
    asker: Pick<Job, 'source' | 'done' | 'failed' | 'signal'>,
  ): void {
    if (asker.signal.aborted) {
      asker.failed(new DOMException('Not wanted any more', 'AbortError'));
      // The page was kept, or opened, for it.
      return this.#tellIdle();
    }
    const token = this.#deps.randomToken();
    const sourceUrl = `media://source/${token}`;
    const given = { taskId: this.#deps.randomToken(), sourceUrl, maxPixels: DECODE_LIMITS.maxPixels };
    const task: DecoderTask = { ...wish, ...given };
    const job: Job = { task, token, ...asker, sourceFailure: null, readAt: 0, isSuspect: false, hung: null };
    this.#waiting.push(job);
    asker.signal.addEventListener('abort', () => this.#unwanted(job), { once: true });
    this.#handOut();
  }

  /** The page asks for work. */
  take(): Promise<DecoderTask> {
    return new Promise((resolve) => {
      this.#askers.push(resolve);
      this.#handOut();
    });
  }

  answer(answer: DecoderAnswer): void {
    const job = this.#running.get(answer.taskId);
    if (job === undefined) return;
    this.#end(job);
    if (answer.kind !== 'failed') {
      if (!job.done(answer)) job.failed(new DecoderFault(failure('unexpected', {}, 'The decoder answered otherwise')));
    } else if (job.sourceFailure !== null) job.failed(new FailureError(job.sourceFailure));
    else job.failed(this.#errorOf(answer.problem, job));
    // Others may have waited for it to be over.
    this.#handOut();
    this.#tellIdle();
  }

  /** Its time covers reading too: of what comes slowly it may run out through no fault of the content. */
  #errorOf(problem: DecoderProblem, { readAt }: Job): FailureError {
    const cause = failure(CODES[problem]);
    const isStuck = problem === 'timeout' && this.#deps.now() - readAt > STILL_READING_MS;
    return isStuck || problem === 'unexpected' ? new DecoderFault(cause) : new FailureError(cause);
  }

  /** What a running task reads from, and until when; null for any other token. */
  async sourceOf(token: string): Promise<{ readonly source: AssetSource; readonly signal: AbortSignal } | null> {
    const job = this.#byToken(token);
    if (job === undefined || job.source === null || job.signal.aborted) return null;
    return { source: await job.source(), signal: job.signal };
  }

  /** Bytes of a task go to the page. */
  reading(token: string): void {
    const job = this.#byToken(token);
    if (job === undefined) return;
    job.readAt = this.#deps.now();
    this.#watch(job);
  }

  sourceFailed(token: string, cause: Failure): void {
    const job = this.#byToken(token);
    if (job !== undefined) job.sourceFailure = cause;
  }

  /**
   * The page is gone. What ran alone has brought it down; what ran beside others goes to the next page once more, by itself, so that
   * only the one that was it fails. A page that never asked for work will be no better the next time: then all has failed.
   */
  pageGone(hadAsked: boolean): void {
    const running = [...this.#running.values()];
    for (const job of running) this.#end(job);
    this.#askers = [];
    const [only] = running;
    if (!hadAsked) {
      const hopeless = this.#waiting;
      this.#waiting = [];
      for (const job of hopeless)
        job.failed(new FailureError(failure('unexpected', {}, 'The decoder did not come up')));
    } else if (only !== undefined && running.length === 1) {
      only.failed(new DecoderFault(failure('unexpected', {}, 'The decoder ended')));
    } else {
      const suspects = running.filter((job) => !job.signal.aborted);
      for (const job of suspects) job.isSuspect = true;
      this.#waiting.unshift(...suspects);
    }
    this.#tellIdle();
  }

  /** Nothing more will be done. */
  cancelAll(): void {
    const jobs = [...this.#waiting, ...this.#running.values()];
    this.#waiting = [];
    this.#askers = [];
    for (const job of jobs) {
      this.#end(job);
      job.failed(new DOMException('The decoder was closed', 'AbortError'));
    }
  }

  /** The page may still be at it: it is watched until it says so, since its next task waits for that. */
  #unwanted(job: Job): void {
    this.#waiting = this.#waiting.filter((one) => one !== job);
    job.failed(new DOMException('Not wanted any more', 'AbortError'));
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (this.idle) this.#deps.idled();
  }

  #handOut(): void {
    for (;;) {
      const [job] = this.#waiting;
      const [ask] = this.#askers;
      if (job === undefined || ask === undefined || !this.#mayRun(job)) return;
      this.#waiting.shift();
      this.#askers.shift();
      this.#watch(job);
      this.#running.set(job.task.taskId, job);
      ask(job.task);
    }
  }

  #mayRun(job: Job): boolean {
    const running = [...this.#running.values()];
    return running.length === 0 || !(job.isSuspect || running.some(({ isSuspect }) => isSuspect));
  }

  #watch(job: Job): void {
    if (job.hung !== null) clearTimeout(job.hung);
    const packs = job.task.kind === 'convert' || job.task.kind === 'film';
    job.hung = setTimeout(() => this.#deps.hung(), packs ? PACKING_HUNG_MS : HUNG_MS);
  }

  #byToken(token: string): Job | undefined {
    return [...this.#running.values()].find((job) => job.token === token);
  }

  #end(job: Job): void {
    if (job.hung !== null) clearTimeout(job.hung);
    this.#running.delete(job.task.taskId);
  }
}
