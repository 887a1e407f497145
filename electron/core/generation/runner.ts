import type { GenerationTask, ProviderId } from '../../../shared/generation';
import { isAbort } from '../store/abort';
import { withExtension } from './names';
import { moveAfterStart } from './moves';
import type { Outbox } from './outbox';
import type { MadePicture, Provider } from './provider';
import type { OutboxPicture, TaskRecord } from './records';
import type { TaskList } from './task-list';
import { expected, type Uploader } from './uploader';

interface Run {
  readonly provider: ProviderId;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  progress: number | null;
}

export interface RunnerParts {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly uploader: Uploader;
  readonly providers: Readonly<Record<ProviderId, Provider>>;
  now(): number;
  /** A run's progress has changed. */
  progressed(): void;
  /** Hears of an error that no task can carry. */
  report(error: unknown): void;
}

/** Runs queued tasks, so many at a time as each provider takes, and brings their pictures to the outbox and on. */
export class Runner {
  readonly #parts: RunnerParts;
  readonly #runs = new Map<string, Run>();
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
      const { repeatable } = providers[task.facts.provider];
      const here = picture !== null && outbox.has(picture);
      const move = moveAfterStart(task, { picture: here, transfer, repeatable }, now());
      if (move.kind === 'run') await tasks.put({ ...task, state: { kind: 'queued' } });
      else if (move.kind === 'upload' && picture !== null) await this.#upload(found, picture);
      else if (move.kind === 'become' && transfer !== null) await this.#adopt(found, transfer);
      else if (move.kind === 'become') {
        await tasks.put({ ...found, state: move.state, picture: here ? picture : null });
      }
    }
  }

  /** Starts what has room. */
  pump(): void {
    if (this.#stopped) return;
    const { tasks, providers, report } = this.#parts;
    for (const task of tasks.all()) {
      if (task.state.kind !== 'queued' || this.#runs.has(task.id)) continue;
      const provider = providers[task.facts.provider];
      const busy = [...this.#runs.values()].filter((run) => run.provider === provider.id).length;
      if (busy >= provider.concurrency) continue;
      const abort = new AbortController();
      const run: Run = { provider: provider.id, abort, progress: null, ended: this.#run(task, provider, abort.signal) };
      this.#runs.set(task.id, run);
      run.ended
        .catch(report)
        .finally(() => {
          this.#runs.delete(task.id);
          this.pump();
        })
        .catch(report);
    }
  }

  progressOf(taskId: string): number | null {
    return this.#runs.get(taskId)?.progress ?? null;
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
    for (const run of this.#runs.values()) run.abort.abort();
    await Promise.allSettled([...this.#runs.values()].map((run) => run.ended));
  }

  async #run(task: TaskRecord, provider: Provider, signal: AbortSignal): Promise<void> {
    const { tasks } = this.#parts;
    // Lets pump() note the run before anything can ask for it.
    await Promise.resolve();
    let made: MadePicture;
    try {
      await tasks.put({ ...task, state: { kind: 'running', progress: null } });
      made = await provider.make(requestOf(task), (done) => this.#progressed(task.id, done), signal);
    } catch (error) {
      await this.#ended(task, error, signal);
      return;
    }
    await this.#keep(task, made, signal);
  }

  /** From here on the picture exists: nothing that happens may lose it, not even a cancel. */
  async #keep(task: TaskRecord, made: MadePicture, signal: AbortSignal): Promise<void> {
    const { tasks, outbox } = this.#parts;
    try {
      const picture = await outbox.keep(task.id, made.type, made.bytes);
      const facts = { ...task.facts, seed: made.seed };
      const kept: TaskRecord = { ...task, facts, picture, key: withExtension(task.key, made.type.extension) };
      if (signal.aborted && !this.#stopped) {
        await tasks.put({ ...kept, state: { kind: 'cancelled' } });
        return;
      }
      await tasks.put({ ...kept, state: { kind: 'running', progress: 1 } });
      if (!this.#stopped) await this.#upload(kept, picture);
    } catch (error) {
      await tasks.put({ ...task, state: { kind: 'failed', failure: expected(error), kept: false } });
    }
  }

  async #ended(task: TaskRecord, error: unknown, signal: AbortSignal): Promise<void> {
    const cancelled = isAbort(error) || signal.aborted;
    // On the way out the journal keeps "running", which the next start takes up.
    if (cancelled && this.#stopped) return;
    const state: GenerationTask['state'] = cancelled
      ? { kind: 'cancelled' }
      : { kind: 'failed', failure: expected(error), kept: false };
    await this.#parts.tasks.put({ ...task, state });
  }

  async #upload(task: TaskRecord, picture: OutboxPicture): Promise<void> {
    const running: TaskRecord = { ...task, picture, state: { kind: 'running', progress: 1 } };
    await this.#parts.tasks.put(running);
    await this.#parts.uploader.send(running, picture);
  }

  async #adopt(task: TaskRecord, transfer: Parameters<Uploader['adopt']>[1]): Promise<void> {
    await this.#parts.tasks.put(task);
    await this.#parts.uploader.adopt(task, transfer);
  }

  async #pictureOf(task: TaskRecord): Promise<OutboxPicture | null> {
    if (task.picture !== null) return task.picture;
    return task.state.kind === 'running' ? this.#parts.outbox.find(task.id) : null;
  }

  #progressed(taskId: string, done: number): void {
    const run = this.#runs.get(taskId);
    if (run === undefined) return;
    run.progress = done;
    this.#parts.progressed();
  }
}

function requestOf(task: TaskRecord): Parameters<Provider['make']>[0] {
  const { model, prompt, seed } = task.facts;
  return { model, prompt, seed, size: task.size, style: task.style };
}
