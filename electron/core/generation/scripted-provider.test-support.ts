import { Readable } from 'node:stream';
import type { ProviderInfo } from '../../../shared/generation';
import { NO_ENCODER } from './generation.test-support';
import type { Address, MakeRequest, Provider, ProviderJobs, Results, Submitted, Watch } from './provider';
import { SketchProvider } from './providers/sketch';

/** A service with jobs, whose every answer a test gives. It stands for the runner's side alone; real wire formats have tests of their own. */
export class ScriptedProvider implements Provider {
  readonly id = 'sketch';
  readonly concurrency = 2;
  readonly repeatable = false;
  readonly settings = null;
  readonly jobs: ProviderJobs;
  readonly submitted: MakeRequest[] = [];
  readonly followed: string[] = [];
  readonly cancelled: string[] = [];
  readonly opened: Address[] = [];
  ownIds = false;
  /** Its key lies behind a passphrase. */
  isLocked = false;
  onSubmit: (watch: Watch, signal: AbortSignal) => Promise<Submitted> = async () => ({ kind: 'job', job: 'j1' });
  onFollow: (job: string, watch: Watch, signal: AbortSignal) => Promise<Results> = async () => ({
    places: [{ kind: 'url', url: 'a' }],
    seed: 7,
  });
  onCancel: () => Promise<void> = async () => undefined;
  onOpen: (place: Address) => Promise<Uint8Array> = async () => new Uint8Array();

  constructor() {
    this.jobs = {
      newId: () => (this.ownIds ? 'own-1' : null),
      follow: (job, watch, signal) => {
        this.followed.push(job);
        return this.onFollow(job, watch, signal);
      },
      cancel: async (job) => {
        this.cancelled.push(job);
        await this.onCancel();
      },
    };
  }

  info(): ProviderInfo {
    return { ...new SketchProvider(NO_ENCODER).info(), key: this.isLocked ? 'locked' : null };
  }

  async check(): Promise<void> {
    // Always there.
  }

  submit(request: MakeRequest, _job: string | null, watch: Watch, signal: AbortSignal): Promise<Submitted> {
    this.submitted.push(request);
    return this.onSubmit(watch, signal);
  }

  async open(place: Address): Promise<Readable> {
    this.opened.push(place);
    return Readable.from([Buffer.from(await this.onOpen(place))]);
  }
}

/** Never answers; ends when it is called off. */
export function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new DOMException('Stopped', 'AbortError'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
