import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Transfers } from '../../electron/core/transfers/transfers-api';
import type { TransferItem } from '../../shared/transfer';
import { bareTransfers, CONNECTION } from './bare-transfers';
import { TORTURE_HOST, type EngineJob, type EngineReport, type FromEngine, type ToEngine } from './engine-job';

// The transfers of the app without the app, in a process of their own: moves what it is told to, and presses "Retry" as a
// person would on what has failed.

const LOOK_MS = 200;
const ROUNDS = 20;

export async function run([job = '']: readonly string[]): Promise<number> {
  lookUpOurselves();
  const engine = new Engine(JSON.parse(job) as EngineJob);
  await engine.work();
  return 0;
}

/** DNS that fails while the parent says so. */
function lookUpOurselves(): void {
  let works = true;
  process.on('message', (message: ToEngine) => (works = message.works));
  const real = dns.lookup as LookupFunction;
  const lookup: LookupFunction = (hostname, options, callback) => {
    if (hostname !== TORTURE_HOST) return real(hostname, options, callback);
    if (works) return real('127.0.0.1', options, callback);
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', hostname });
    setImmediate(() => callback(error, '', 4));
  };
  Object.assign(dns, { lookup });
}

class Engine {
  readonly #job: EngineJob;
  readonly #transfers: Transfers;
  readonly #done = new Map<string, number>();
  readonly #fetched = new Set<string>();
  readonly #waits: Record<string, number> = {};
  readonly #retries: Record<string, number> = {};
  readonly #deadline: number;

  constructor(job: EngineJob) {
    this.#job = job;
    this.#deadline = Date.now() + job.limitMs;
    this.#transfers = bareTransfers(job.address, job.root, ({ id }) => this.#noteDone(id));
    this.#transfers.subscribe(({ item }) => this.#note(item));
  }

  #noteDone(id: string): void {
    this.#done.set(id, (this.#done.get(id) ?? 0) + 1);
  }

  #note({ id, direction, state }: TransferItem): void {
    if (state.kind === 'done' && direction === 'download') this.#fetched.add(id);
    if (state.kind === 'waiting') count(this.#waits, state.failure.code);
    if (state.kind === 'failed') count(this.#retries, state.failure.code);
  }

  async work(): Promise<void> {
    const { source, target, downloads } = this.#job;
    await this.#transfers.start();
    const { added } = await this.#transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [source] });
    await this.#settle();
    tell({ kind: 'phase', phase: 'downloading' });
    const objects = downloads.map((object) => ({ ...object, etag: '', modified: null }));
    if (objects.length > 0) {
      await this.#transfers.addDownloads({ connectionId: CONNECTION, folder: target, objects });
      await this.#settle();
    }
    const report: EngineReport = {
      added,
      uploaded: this.#done.size,
      downloaded: this.#fetched.size,
      doneTwice: [...this.#done.values()].filter((times) => times > 1).length,
      waits: this.#waits,
      retries: this.#retries,
      stuck: this.#stuck(),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    await this.#transfers.stop();
    tell({ kind: 'report', report });
  }

  /** Until nothing moves by itself any more; what has failed is retried some times. */
  async #settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      for (;;) {
        const { queued, moving, verifying, waiting } = this.#transfers.slice().summary.counts;
        if (queued + moving + verifying + waiting === 0 || Date.now() > this.#deadline) break;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      if (this.#transfers.slice().summary.counts.failed === 0 || Date.now() > this.#deadline) return;
      this.#transfers.retry('all');
    }
  }

  #stuck(): string[] {
    const { total } = this.#transfers.rows(0, 1);
    return this.#transfers
      .rows(0, total)
      .rows.filter(({ state }) => state.kind !== 'done')
      .map(({ key, state }) => `${key}: ${state.kind} ${'failure' in state ? (state.failure.detail ?? '') : ''}`);
  }
}

function count(tally: Record<string, number>, name: string): void {
  tally[name] = (tally[name] ?? 0) + 1;
}

function tell(message: FromEngine): void {
  process.send?.(message);
}
