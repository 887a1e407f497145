import { mkdir } from 'node:fs/promises';
import { fail } from '../../../shared/failure';
import type {
  GenerationFacts,
  GenerationInput,
  GenerationStateSlice,
  GenerationTask,
  ProviderInfo,
  ProviderSetup,
} from '../../../shared/generation';
import { nameOfKey } from '../../../shared/keys';
import type { Generation, GenerationDependencies } from './generation';
import { History } from './history';
import { checkInput, newTasks } from './new-tasks';
import { targetPrefix } from './names';
import { Outbox } from './outbox';
import { OpenAiProvider } from './providers/openai';
import { SketchProvider } from './providers/sketch';
import type { TaskRecord } from './records';
import { Runner } from './runner';
import { SlicePublisher } from './slice-publisher';
import { TaskList } from './task-list';
import { Uploader } from './uploader';

const MAX_SHOWN = 200;

/** Builds the house's generation; nothing is read or run before `start`. */
export function createGeneration(deps: GenerationDependencies): Generation {
  return new AppGeneration(deps);
}

class AppGeneration implements Generation {
  readonly #deps: GenerationDependencies;
  readonly #publisher: SlicePublisher;
  readonly #tasks: TaskList;
  readonly #outbox: Outbox;
  readonly #history: History;
  readonly #uploader: Uploader;
  readonly #sketch = new SketchProvider();
  readonly #openai: OpenAiProvider;
  readonly #runner: Runner;
  #unfollow: (() => void) | null = null;

  constructor(deps: GenerationDependencies) {
    const { root, report } = deps;
    this.#deps = deps;
    this.#publisher = new SlicePublisher(() => deps.publish(this.slice()));
    const changed = (): void => this.#publisher.changed();
    const tasks = new TaskList(root, changed);
    const outbox = new Outbox(root);
    const history = new History(root, deps.assetIdOf);
    const uploader = new Uploader(deps.uploads, { tasks, outbox, history }, report);
    this.#tasks = tasks;
    this.#outbox = outbox;
    this.#history = history;
    this.#uploader = uploader;
    this.#openai = new OpenAiProvider(deps.keys, deps.configStorage, deps.fetch);
    const providers = { sketch: this.#sketch, openai: this.#openai };
    this.#runner = new Runner({ tasks, outbox, uploader, providers, now: deps.now, progressed: changed, report });
  }

  async start(): Promise<void> {
    await mkdir(this.#deps.root, { recursive: true });
    await this.#outbox.open();
    await this.#history.open();
    await this.#tasks.open();
    this.#publisher.changed();
    this.#unfollow = this.#uploader.follow();
    await this.#runner.recover();
    this.#runner.pump();
  }

  slice(): GenerationStateSlice {
    const newest = this.#tasks.all().slice(-MAX_SHOWN).reverse();
    return {
      providers: this.providers(),
      tasks: newest.map((task) => this.#shown(task)),
      targetPrefix: targetPrefix(this.#deps.now()),
    };
  }

  providers(): readonly ProviderInfo[] {
    return [this.#sketch.info(), this.#openai.info()];
  }

  async startTasks(input: GenerationInput): Promise<readonly GenerationTask[]> {
    const model = checkInput(this.providers(), input);
    const { assetIdOf } = this.#deps;
    const taken = new Set(this.#tasks.all().map((task) => assetIdOf(task.connectionId, task.key)));
    const isTaken = (key: string): boolean =>
      taken.has(assetIdOf(input.connectionId, key)) || this.factsOf(input.connectionId, key) !== null;
    const tasks = newTasks(input, model, isTaken, this.#deps);
    for (const task of tasks) await this.#tasks.put(task);
    this.#runner.pump();
    return tasks.map((task) => this.#shown(task));
  }

  async cancel(taskId: string): Promise<void> {
    this.#taskOf(taskId);
    await this.#runner.abort(taskId);
    const task = this.#taskOf(taskId);
    if (task.state.kind !== 'queued' && task.state.kind !== 'uploading') return;
    const item = this.#uploader.itemOf(task);
    if (item !== null) this.#uploader.cancel(item);
    await this.#tasks.put({ ...task, state: { kind: 'cancelled' } });
  }

  async retry(taskId: string): Promise<void> {
    const task = this.#taskOf(taskId);
    if (task.state.kind !== 'failed' && task.state.kind !== 'cancelled') return;
    if (task.picture !== null && this.#outbox.has(task.picture)) {
      await this.#runner.sendAgain(task, task.picture);
      return;
    }
    await this.#tasks.put({ ...task, picture: null, state: { kind: 'queued' } });
    this.#runner.pump();
  }

  async forget(taskIds: readonly string[]): Promise<void> {
    for (const taskId of taskIds) {
      const task = this.#tasks.get(taskId);
      if (task !== null) await this.#forgetFinished(task);
    }
  }

  async setUp(setup: ProviderSetup): Promise<void> {
    if (setup.provider !== 'openai') fail('invalid-input', { field: 'provider' });
    await this.#openai.setUp(setup);
    this.#publisher.changed();
  }

  async forgetConnection(connectionId: string): Promise<void> {
    for (const { id } of this.#tasks.all().filter((task) => task.connectionId === connectionId)) {
      await this.#runner.abort(id);
      const task = this.#tasks.get(id);
      if (task !== null) await this.#remove(task);
    }
    await this.#history.forgetConnection(connectionId);
  }

  taskFile(taskId: string): string | null {
    const picture = this.#tasks.get(taskId)?.picture ?? null;
    return picture !== null && this.#outbox.has(picture) ? this.#outbox.pathOf(picture.file) : null;
  }

  taskAsset(taskId: string): string | null {
    const task = this.#tasks.get(taskId);
    return task === null ? null : this.#deps.assetIdOf(task.connectionId, task.key);
  }

  factsOf(connectionId: string, key: string): GenerationFacts | null {
    return this.#history.factsOf(connectionId, key);
  }

  addFacts(connectionId: string, key: string, facts: GenerationFacts): Promise<void> {
    return this.#history.add({ connectionId, key, facts });
  }

  async stop(): Promise<void> {
    this.#unfollow?.();
    await this.#runner.stop();
    await this.#uploader.settled();
    this.#publisher.stop();
    await this.#tasks.close();
    await this.#history.close();
  }

  async #forgetFinished(task: TaskRecord): Promise<void> {
    const { kind } = task.state;
    if (kind === 'done' || kind === 'failed' || kind === 'cancelled') await this.#remove(task);
  }

  /** Off the list. What was cancelled before is deleted; a picture that only failed to arrive is put aside. */
  async #remove(task: TaskRecord): Promise<void> {
    const item = this.#uploader.itemOf(task);
    await this.#tasks.remove(task.id);
    if (item !== null && task.state.kind !== 'done') this.#uploader.cancel(item);
    if (task.picture === null) return;
    if (task.state.kind === 'cancelled') await this.#outbox.remove(task.picture);
    else await this.#outbox.setAside(task.picture, task.key);
  }

  #shown(record: TaskRecord): GenerationTask {
    const { picture: _, ...task } = record;
    const { state } = task;
    const progress = state.kind === 'running' ? (this.#runner.progressOf(task.id) ?? state.progress) : null;
    return {
      ...task,
      assetId: this.#deps.assetIdOf(task.connectionId, task.key),
      name: nameOfKey(task.key),
      state: state.kind === 'running' ? { kind: 'running', progress } : state,
    };
  }

  #taskOf(taskId: string): TaskRecord {
    return this.#tasks.get(taskId) ?? fail('not-found');
  }
}
