import { FailureError, type Failure } from '../../../shared/failure';
import type { GenerationState, ProviderId } from '../../../shared/generation';
import { isAbort } from '../store/abort';
import { moveAfterStart } from './moves';
import type { Provider, Watch } from './provider';
import type { OutboxPicture, TaskRecord } from './records';
import { madeOf, running } from './collect';
import { runTask, workAfter, type RunParts } from './task-run';
import { expected, type Uploader } from './uploader';

interface Run {
  readonly provider: ProviderId;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

interface Sight {
  progress: number | null;
  ahead: number | null;
  /** How many pictures of it have come so far. */
  previews: number;
  preview: Uint8Array | null;
}

export interface RunnerParts extends RunParts {
  readonly uploader: Uploader;
  readonly providers: ReadonlyMap<ProviderId, Provider>;
  now(): number;
  /** What can be seen of a run has changed. */
  progressed(): void;
  /** Hears of an error that no task can carry. */
  report(error: unknown): void;
}

/** Pauses that one task keeps at a service's request before it is called failed. */
const MAX_PAUSES = 6;
const FIRST_PAUSE = 5000;

/** Runs queued tasks, so many at a time as each provider takes, and brings their pictures to the outbox and on. */
export class Runner {
  readonly #parts: RunnerParts;
  readonly #runs = new Map<string, Run>();
  readonly #sights = new Map<string, Sight>();
  readonly #pauses = new Map<string, number>();
  #alarm: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Does about each task of the last run what its remains allow. */
  async recover(): Promise<void> {
    const { tasks, outbox, uploader, providers, now } = this.#parts;
    const transfers = uploader.byFile();
    for (const task of tasks.all()) {
      const picture = await this.#pictureOf(task);
      const transfer = picture === null ? null : (transfers.get(outbox.pathOf(picture.file)) ?? null);
      const found: TaskRecord = { ...task, picture: picture ?? task.picture };
      const repeatable = providers.get(task.facts.provider)?.repeatable ?? false;
      const here = picture !== null && outbox.has(picture);
      const move = moveAfterStart(task, { picture: here, transfer, repeatable }, now());
      if (move.kind === 'run' || move.kind === 'resume') await tasks.put({ ...task, state: { kind: 'queued' } });
      else if (move.kind === 'upload' && picture !== null) await this.#uploadFound(task, picture);
      else if (move.kind === 'become' && transfer !== null) await this.#adopt(found, transfer);
      else if (move.kind === 'become') {
        await tasks.put({ ...found, state: move.state, picture: here ? picture : null });
      }
      await uploader.noteArrived(tasks.get(task.id) ?? task);
    }
  }

  /** Starts what has room. */
  pump(): void {
    if (this.#stopped) return;
    for (const task of this.#parts.tasks.all()) {
      const provider = this.#parts.providers.get(task.facts.provider);
      if (provider === undefined || this.#runs.has(task.id) || !this.#isDue(task)) continue;
      // Asked for nothing until the person has opened its key: it would fail, and have to be begun again by hand.
      if (provider.info().key === 'locked') continue;
      const busy = [...this.#runs.values()].filter((run) => run.provider === provider.id).length;
      if (busy < provider.concurrency && !this.#isPausing(provider.id)) this.#begin(task, provider);
    }
    this.#setAlarm();
  }

  /** What can be seen of a running task. */
  sightOf(taskId: string): Pick<Sight, 'progress' | 'ahead' | 'previews'> | null {
    return this.#sights.get(taskId) ?? null;
  }

  /** The newest picture of what is being made. */
  previewOf(taskId: string): Uint8Array | null {
    return this.#sights.get(taskId)?.preview ?? null;
  }

  /** Ends a task's run, if it has one; resolves when the task has its new state. */
  async abort(taskId: string): Promise<void> {
    const run = this.#runs.get(taskId);
    run?.abort.abort();
    await run?.ended;
  }

  /** Sends a picture that lies in the outbox already. */
  async sendAgain(task: TaskRecord, picture: OutboxPicture): Promise<void> {
    const item = this.#parts.uploader.itemOf(task);
    if (item !== null && item.state.kind === 'failed') this.#parts.uploader.retry(item);
    else await this.#upload(task, picture);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#alarm !== null) clearTimeout(this.#alarm);
    for (const run of this.#runs.values()) run.abort.abort();
    await Promise.allSettled([...this.#runs.values()].map((run) => run.ended));
  }

  #begin(task: TaskRecord, provider: Provider): void {
    const { report } = this.#parts;
    const abort = new AbortController();
    const ended = this.#run(task, provider, abort.signal);
    this.#runs.set(task.id, { provider: provider.id, abort, ended });
    ended
      .catch(report)
      .finally(() => {
        this.#runs.delete(task.id);
        this.#sights.delete(task.id);
        this.pump();
      })
      .catch(report);
  }

  async #run(task: TaskRecord, provider: Provider, signal: AbortSignal): Promise<void> {
    // Lets #begin() note the run before anything can ask for it.
    await Promise.resolve();
    let made: readonly TaskRecord[];
    try {
      const begun: TaskRecord = { ...task, state: running(null) };
      await this.#parts.tasks.put(begun);
      made = await runTask(begun, provider, this.#parts, this.#watch(task.id), signal);
    } catch (error) {
      await this.#ended(this.#parts.tasks.get(task.id) ?? task, provider, error, signal);
      return;
    }
    this.#pauses.delete(task.id);
    await this.#made(made, signal);
  }

  /** From here on the pictures exist: nothing that happens may lose them, not even a cancel. */
  async #made(made: readonly TaskRecord[], signal: AbortSignal): Promise<void> {
    for (const task of made) {
      const { picture } = task;
      if (picture === null || this.#stopped) continue;
      if (signal.aborted) await this.#parts.tasks.put({ ...task, state: { kind: 'cancelled' } });
      else await this.#upload(task, picture);
    }
  }

  async #ended(task: TaskRecord, provider: Provider, error: unknown, signal: AbortSignal): Promise<void> {
    const { tasks } = this.#parts;
    const cancelled = isAbort(error) || signal.aborted;
    // On the way out the journal keeps "running", which the next start takes up.
    if (cancelled && this.#stopped) return;
    if (!cancelled) {
      const reason = expected(error);
      await tasks.put({ ...task, work: workAfter(task, reason.code), state: this.#stateAfter(task, reason) });
      return;
    }
    // What is made already can still be fetched; a job that is not done is given up.
    const work = task.work.kind === 'job' ? ({ kind: 'none' } as const) : task.work;
    await tasks.put({ ...task, work, state: { kind: 'cancelled' } });
    if (task.work.kind === 'job') await provider.jobs?.cancel(task.work.job).catch(unlessExpected);
  }

  /** A service that asks for a pause gets it, and a key that was locked meanwhile is waited for; anything else is the person's to see. */
  #stateAfter(task: TaskRecord, reason: Failure): GenerationState {
    if (reason.code === 'secrets-locked') return { kind: 'queued' };
    const pauses = this.#pauses.get(task.id) ?? 0;
    if (reason.code !== 'rate-limited' || pauses >= MAX_PAUSES) {
      // A person who tries again gives it all its pauses anew.
      this.#pauses.delete(task.id);
      return { kind: 'failed', failure: reason, kept: false };
    }
    this.#pauses.set(task.id, pauses + 1);
    const pause = reason.retry.kind === 'after' ? reason.retry.ms : FIRST_PAUSE * 2 ** pauses;
    return { kind: 'waiting', until: this.#parts.now() + pause, failure: reason };
  }

  #isDue({ state }: TaskRecord): boolean {
    return state.kind === 'queued' || (state.kind === 'waiting' && state.until <= this.#parts.now());
  }

  /** While one task of a provider waits for its pause to end, the others would only be refused as well. */
  #isPausing(provider: ProviderId): boolean {
    const now = this.#parts.now();
    return this.#waiting().some(({ facts, until }) => facts.provider === provider && until > now);
  }

  #waiting() {
    return this.#parts.tasks
      .all()
      .flatMap(({ facts, state }) => (state.kind === 'waiting' ? [{ facts, until: state.until }] : []));
  }

  #setAlarm(): void {
    if (this.#alarm !== null) clearTimeout(this.#alarm);
    this.#alarm = null;
    const next = Math.min(...this.#waiting().map(({ until }) => until));
    if (!Number.isFinite(next)) return;
    this.#alarm = setTimeout(() => this.pump(), Math.max(50, Math.min(next - this.#parts.now(), 60_000)));
    this.#alarm.unref();
  }

  async #upload(task: TaskRecord, picture: OutboxPicture): Promise<void> {
    const sent: TaskRecord = { ...task, picture, state: running(1) };
    await this.#parts.tasks.put(sent);
    await this.#parts.uploader.send(sent, picture);
  }

  /** What a run brought to the outbox and could not say any more: its siblings first, which are looked for until it is known itself. */
  async #uploadFound(task: TaskRecord, picture: OutboxPicture): Promise<void> {
    if (task.picture !== null) return this.#upload(task, picture);
    const others = await this.#parts.outbox.findOthers(task.id);
    // The task tells what seed was asked for; what the others were made with is told nowhere.
    const unseeded: TaskRecord = { ...task, facts: { ...task.facts, seed: null } };
    const siblings = [...others].map(([n, other]) => madeOf(unseeded, n, other));
    for (const sibling of siblings) {
      if (this.#parts.tasks.get(sibling.id) === null && sibling.picture !== null)
        await this.#upload(this.#parts.keys.named(sibling), sibling.picture);
    }
    await this.#upload(madeOf(task, 1, picture), picture);
  }

  async #adopt(task: TaskRecord, transfer: Parameters<Uploader['adopt']>[1]): Promise<void> {
    await this.#parts.tasks.put(task);
    await this.#parts.uploader.adopt(task, transfer);
  }

  async #pictureOf(task: TaskRecord): Promise<OutboxPicture | null> {
    if (task.picture !== null) return task.picture;
    return task.state.kind === 'running' ? this.#parts.outbox.find(task.id) : null;
  }

  #watch(taskId: string): Watch {
    const sight: Sight = { progress: null, ahead: null, previews: 0, preview: null };
    this.#sights.set(taskId, sight);
    const changed = (change: Partial<Sight>): void => {
      Object.assign(sight, change);
      this.#parts.progressed();
    };
    return {
      progress: (progress) => changed({ progress, ahead: null }),
      ahead: (ahead) => changed({ ahead }),
      preview: (preview) => changed({ preview, previews: sight.previews + 1 }),
    };
  }
}

/** A service that cannot be told (its key is locked, or gone) is left to find out by itself. */
function unlessExpected(error: unknown): void {
  if (!(error instanceof FailureError)) throw error;
}
