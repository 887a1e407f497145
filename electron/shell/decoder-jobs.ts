import { FailureError, failure, type Failure, type FailureCode } from '../../shared/failure';
import type { AssetSource } from '../core/library/asset-source';
import { DECODE_LIMITS, type DecodedThumbnail, type DecodeJob } from '../core/library/decoder';
import type { DecoderAnswer, DecoderProblem, DecoderTask } from '../decoder/messages';

/** Without an answer and without reading anything: its own limits are shorter, so the page no longer lives. */
const HUNG_MS = 30_000;

interface Job {
  readonly task: DecoderTask;
  readonly token: string;
  readonly source: () => AssetSource;
  readonly done: (made: DecodedThumbnail) => void;
  readonly failed: (error: Error) => void;
  /** Why its bytes could not be had, if they could not. */
  sourceFailure: Failure | null;
  hung: NodeJS.Timeout | null;
}

export interface DecoderJobsDeps {
  /** Unguessable. */
  randomToken(): string;
  /** A task was taken and never answered. */
  hung(): void;
}

const CODES: Readonly<Record<DecoderProblem, FailureCode>> = {
  source: 'connection-lost',
  'not-decodable': 'not-a-picture',
  'too-large': 'picture-too-large',
  timeout: 'timeout',
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

  submit({ source, kind, edge }: DecodeJob): Promise<DecodedThumbnail> {
    return new Promise((done, failed) => {
      const token = this.#deps.randomToken();
      const sourceUrl = `media://source/${token}`;
      const task = { taskId: this.#deps.randomToken(), sourceUrl, kind, edge, maxPixels: DECODE_LIMITS.maxPixels };
      this.#waiting.push({ task, token, source, done, failed, sourceFailure: null, hung: null });
      this.#handOut();
    });
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
    if (answer.kind === 'made') job.done(answer);
    else if (job.sourceFailure !== null) job.failed(new FailureError(job.sourceFailure));
    else job.failed(new FailureError(failure(CODES[answer.problem])));
  }

  /** What a running task reads from; null for any other token. */
  sourceOf(token: string): AssetSource | null {
    return this.#byToken(token)?.source() ?? null;
  }

  /** Bytes of a task go to the page. */
  reading(token: string): void {
    const job = this.#byToken(token);
    if (job !== undefined) this.#watch(job);
  }

  sourceFailed(token: string, cause: Failure): void {
    const job = this.#byToken(token);
    if (job !== undefined) job.sourceFailure = cause;
  }

  /**
   * The page is gone: what it was at has failed and may be tried again, what waits goes to the next page. A page that never
   * asked for work will be no better the next time: then all has failed.
   */
  pageGone(hadAsked: boolean): void {
    const failed = [...this.#running.values(), ...(hadAsked ? [] : this.#waiting)];
    if (!hadAsked) this.#waiting = [];
    this.#askers = [];
    for (const job of failed) {
      this.#end(job);
      job.failed(new FailureError(failure('unexpected', {}, 'The decoder ended')));
    }
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

  #handOut(): void {
    while (this.#waiting.length > 0 && this.#askers.length > 0) {
      const job = this.#waiting.shift();
      const ask = this.#askers.shift();
      if (job === undefined || ask === undefined) return;
      this.#watch(job);
      this.#running.set(job.task.taskId, job);
      ask(job.task);
    }
  }

  #watch(job: Job): void {
    if (job.hung !== null) clearTimeout(job.hung);
    job.hung = setTimeout(() => this.#deps.hung(), HUNG_MS);
  }

  #byToken(token: string): Job | undefined {
    return [...this.#running.values()].find((job) => job.token === token);
  }

  #end(job: Job): void {
    if (job.hung !== null) clearTimeout(job.hung);
    this.#running.delete(job.task.taskId);
  }
}
