import { mkdir } from 'node:fs/promises';
import { fail } from '../../../shared/failure';
import type {
  AskedReference,
  GenerationFacts,
  GenerationInput,
  GenerationTask,
  ProviderId,
  ProviderInfo,
  ProviderSetup,
} from '../../../shared/generation';
import type { GenerationStateSlice } from '../../../shared/generation-state';
import { Dress } from './dress';
import type { Generation, GenerationDependencies } from './generation';
import { History } from './history';
import { askedWith, checkInput, newTasks } from './new-tasks';
import { Outbox } from './outbox';
import { Presets } from './presets';
import { PromptHistory } from './prompt-history';
import type { Provider, Results } from './provider';
import { clearPrograms, programFolderOf } from './program-folders';
import { createProviders } from './providers';
import { USUAL_PACE, type Pace } from './providers/polling';
import type { KeptReference, TaskRecord } from './records';
import { References } from './references';
import { ResultKeys } from './result-keys';
import { Runner } from './runner';
import { shownTask } from './shown-task';
import { SlicePublisher } from './slice-publisher';
import { TaskList } from './task-list';
import { Uploader } from './uploader';

/** Of tasks that have come to an end; what can still cost or be lost is shown however much there is. */
const MAX_SHOWN = 200;
/** Bytes of a picture to start from, at most. */
const MAX_REFERENCE = 32 * 1024 * 1024;

/** Builds the house's generation; nothing is read or run before `start`. `pace`: that of fetching results. */
export function createGeneration(
  deps: GenerationDependencies,
  providers: ReadonlyMap<ProviderId, Provider> = createProviders(deps, programFolderOf(deps.root)),
  pace: Pace = USUAL_PACE,
): Generation {
  return new AppGeneration(deps, providers, pace);
}

class AppGeneration implements Generation {
  readonly prompts: PromptHistory;
  readonly presets: Presets;
  readonly #deps: GenerationDependencies;
  readonly #publisher: SlicePublisher;
  readonly #tasks: TaskList;
  readonly #outbox: Outbox;
  readonly #history: History;
  readonly #uploader: Uploader;
  readonly #references: References;
  readonly #keys: ResultKeys;
  readonly #providers: ReadonlyMap<ProviderId, Provider>;
  readonly #runner: Runner;
  readonly #unwritten = new Map<string, Results>();
  #unfollow: (() => void) | null = null;

  constructor(deps: GenerationDependencies, providers: ReadonlyMap<ProviderId, Provider>, pace: Pace) {
    const { root, report, keptAside } = deps;
    this.#deps = deps;
    this.#publisher = new SlicePublisher(() => deps.publish(this.slice()));
    const changed = (): void => this.#publisher.changed();
    this.prompts = new PromptHistory(root, changed, keptAside);
    this.presets = new Presets({ root, randomId: () => deps.randomId(), changed, keptAside });
    const tasks = new TaskList(root, changed, keptAside);
    const outbox = new Outbox(root);
    const history = new History(root, deps.assetIdOf, keptAside);
    const dress = new Dress((connectionId) => deps.keepsPrompts(connectionId));
    const uploader = new Uploader(deps.uploads, { tasks, outbox, history, dress }, report);
    this.#tasks = tasks;
    this.#outbox = outbox;
    this.#history = history;
    this.#uploader = uploader;
    const references = new References(root, deps.converter);
    this.#references = references;
    const keys = new ResultKeys(tasks, history, deps.assetIdOf);
    this.#keys = keys;
    this.#providers = providers;
    const kept = {
      tasks,
      outbox,
      references,
      dress,
      keys,
      unwritten: this.#unwritten,
      askedAgain: new Set<string>(),
      pace,
    };
    this.#runner = new Runner({ ...kept, uploader, providers, now: deps.now, progressed: changed, report });
  }

  async start(): Promise<void> {
    await mkdir(this.#deps.root, { recursive: true, mode: 0o700 });
    await this.#outbox.open();
    await this.#history.open();
    await this.prompts.open();
    await this.presets.open();
    await this.#tasks.open();
    const needed = this.#tasks.all().flatMap(({ reference }) => (reference === null ? [] : [reference.file]));
    await this.#references.open(new Set(needed));
    await clearPrograms(programFolderOf(this.#deps.root), this.#tasks.all());
    this.#publisher.changed();
    this.#unfollow = this.#uploader.follow();
    await this.#runner.recover();
    this.#runner.pump();
  }

  slice(): GenerationStateSlice {
    return {
      providers: this.providers(),
      tasks: newestOfEach(
        this.#tasks.all(),
        (task) => isOpen(task) || this.#isResumable(task) || this.#isKept(task),
      ).map((task) => this.#shown(task)),
      presets: this.presets.all(),
      pastPrompts: this.prompts.size,
      before: this.#tasks.before(),
    };
  }

  providers(): readonly ProviderInfo[] {
    return [...this.#providers.values()].map((provider) => provider.info());
  }

  async startTasks(input: GenerationInput): Promise<readonly GenerationTask[]> {
    // It would be in no list of the next run, and what was paid for it lost.
    if (this.#unfollow === null) fail('unexpected', {}, 'Generation is not started');
    const order = checkInput(this.providers(), input);
    const reference = input.reference === null ? null : await this.#keptReference(input.reference);
    const tasks = newTasks(input, order, reference, this.#keys.taken(input.connectionId, null), this.#deps);
    // All at once, so that no key is given to anything else meanwhile.
    await Promise.all(tasks.map((task) => this.#tasks.put(task)));
    await this.prompts.add(askedWith(input, tasks, this.#deps.randomId()));
    this.#runner.pump();
    return tasks.map((task) => this.#shown(task));
  }

  task(taskId: string): GenerationTask | null {
    const task = this.#tasks.get(taskId);
    return task === null ? null : this.#shown(task);
  }

  async cancel(taskId: string): Promise<void> {
    this.#taskOf(taskId);
    await this.#runner.abort(taskId);
    const task = this.#taskOf(taskId);
    const { kind } = task.state;
    if (kind !== 'queued' && kind !== 'waiting' && kind !== 'uploading') return;
    const item = this.#uploader.itemOf(task);
    if (item !== null) this.#uploader.cancel(item);
    await this.#tasks.put({ ...task, state: { kind: 'cancelled' } });
  }

  async retry(taskId: string): Promise<void> {
    const task = this.#taskOf(taskId);
    const { kind } = task.state;
    if (kind !== 'failed' && kind !== 'cancelled' && kind !== 'waiting') return;
    if (task.picture !== null && this.#outbox.has(task.picture)) {
      await this.#runner.sendAgain(task, task.picture);
      return;
    }
    await this.#tasks.put({ ...task, picture: null, state: { kind: 'queued' } });
    this.#runner.pump();
  }

  async cancelAll(taskIds: readonly string[]): Promise<void> {
    const isRunning = (id: string): boolean => this.#tasks.get(id)?.state.kind === 'running';
    const known = taskIds.filter((id) => this.#tasks.get(id) !== null);
    // Those that wait come first, else one of them would begin with each that ends.
    for (const id of known.filter((one) => !isRunning(one))) await this.cancel(id);
    await Promise.all(known.filter(isRunning).map((id) => this.cancel(id)));
  }

  async retryAll(taskIds: readonly string[]): Promise<void> {
    for (const id of taskIds) if (this.#tasks.get(id)?.state.kind === 'failed') await this.retry(id);
  }

  async moveFirst(taskId: string): Promise<void> {
    if (this.#taskOf(taskId).state.kind === 'queued') await this.#tasks.moveFirst(taskId);
  }

  takeUp(): void {
    this.#runner.pump();
  }

  async forget(taskIds: readonly string[]): Promise<void> {
    for (const taskId of taskIds) {
      const task = this.#tasks.get(taskId);
      if (task !== null) await this.#forgetFinished(task);
    }
  }

  async setUp(setup: ProviderSetup): Promise<void> {
    const { settings } = this.#provider(setup.provider);
    if (settings === null) fail('invalid-input', { field: 'provider' });
    await settings.setUp(setup);
    this.#publisher.changed();
    this.takeUp();
  }

  async check(provider: ProviderId, signal: AbortSignal): Promise<void> {
    await this.#provider(provider).check(signal);
    this.#publisher.changed();
  }

  async forgetConnection(connectionId: string): Promise<void> {
    const isOf = (task: TaskRecord): boolean => task.connectionId === connectionId;
    const isRunning = ({ state }: TaskRecord): boolean => state.kind === 'running';
    // Those that wait come first, else one of them would begin with each that ends.
    for (const task of this.#tasks.all().filter((one) => isOf(one) && !isRunning(one))) await this.#remove(task);
    // Until there are no more: a run that ends may have several results, each a task of its own.
    for (let task = this.#tasks.all().find(isOf); task !== undefined; task = this.#tasks.all().find(isOf)) {
      await this.#runner.abort(task.id);
      const ended = this.#tasks.get(task.id);
      if (ended !== null) await this.#remove(ended);
    }
    await this.#history.forgetConnection(connectionId);
    await this.prompts.forgetConnection(connectionId);
  }

  taskFile(taskId: string): string | null {
    const picture = this.#tasks.get(taskId)?.picture ?? null;
    return picture !== null && this.#outbox.has(picture) ? this.#outbox.pathOf(picture.file) : null;
  }

  taskPreview(taskId: string): Uint8Array | null {
    return this.#runner.previewOf(taskId);
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
    await this.prompts.close();
  }

  async #forgetFinished(task: TaskRecord): Promise<void> {
    const { kind } = task.state;
    if (kind === 'done' || kind === 'failed' || kind === 'cancelled') await this.#remove(task);
  }

  /** Off the list. Whatever was made and has not arrived is put aside: it may have been paid for. */
  async #remove(task: TaskRecord): Promise<void> {
    const item = this.#uploader.itemOf(task);
    this.#unwritten.delete(task.id);
    await this.#tasks.remove(task.id);
    if (item !== null && task.state.kind !== 'done') this.#uploader.cancel(item);
    if (task.picture !== null) await this.#outbox.setAside(task.picture, task.key);
    const isTask = (id: string): boolean => this.#tasks.get(id) !== null;
    if (task.state.kind === 'done') await this.#outbox.removeRest(task.id, isTask);
    else await this.#outbox.setRestAside(task.id, task.key, isTask);
  }

  #shown(record: TaskRecord): GenerationTask {
    const left = { isKept: this.#isKept(record), isResumable: this.#isResumable(record) };
    return shownTask(record, left, this.#runner, this.#deps);
  }

  /** Its picture is here. */
  #isKept({ picture }: TaskRecord): boolean {
    return picture !== null && this.#outbox.has(picture);
  }

  /** Failed, with something of its result at its service or in memory. */
  #isResumable({ id, state, work }: TaskRecord): boolean {
    return state.kind === 'failed' && (work.kind !== 'none' || this.#unwritten.has(id));
  }

  async #keptReference(reference: AskedReference): Promise<KeptReference> {
    if (reference.kind === 'task') return this.#taskOf(reference.taskId).reference ?? fail('not-found');
    const { bytes, name } = await this.#deps.readReference(reference, MAX_REFERENCE);
    return this.#references.keep(bytes, name);
  }

  #provider(id: ProviderId): Provider {
    return this.#providers.get(id) ?? fail('invalid-input', { field: 'provider' });
  }

  #taskOf(taskId: string): TaskRecord {
    return this.#tasks.get(taskId) ?? fail('not-found');
  }
}

/** Newest first, as many of each connection as its list shows, and all that must be seen. What one bucket got pushes nothing of another's off. */
function newestOfEach(tasks: readonly TaskRecord[], mustBeSeen: (task: TaskRecord) => boolean): readonly TaskRecord[] {
  const counts = new Map<string, number>();
  return tasks
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .reverse()
    .filter((task) => {
      const before = counts.get(task.connectionId) ?? 0;
      counts.set(task.connectionId, before + 1);
      return before < MAX_SHOWN || mustBeSeen(task);
    });
}

/** Under way, or made and not in the bucket yet. */
function isOpen({ state }: TaskRecord): boolean {
  if (state.kind === 'failed') return state.kept;
  return state.kind !== 'done' && state.kind !== 'cancelled';
}
