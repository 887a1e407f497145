import path from 'node:path';
import { LineLog, type KeptAside } from './line-log';
import { JOURNAL, type JournalEntry, type TaskRecord } from './records';

/** Finished tasks that the journal keeps, at most; the history keeps their facts for good. */
const MAX_FINISHED = 500;
/** How many more come together before the journal is written anew without them. */
const FINISHED_SLACK = 100;

/** All tasks, in the order in which they are run, and their journal. */
export class TaskList {
  readonly #file: string;
  readonly #changed: () => void;
  readonly #keptAside: KeptAside;
  readonly #tasks = new Map<string, TaskRecord>();
  #log: LineLog<JournalEntry> | null = null;

  constructor(root: string, changed: () => void, keptAside: KeptAside) {
    this.#file = path.join(root, 'tasks.ndjson');
    this.#changed = changed;
    this.#keptAside = keptAside;
  }

  async open(): Promise<void> {
    const read = await LineLog.open(this.#file, JOURNAL, this.#keptAside);
    for (const entry of read.entries) {
      if (entry.kind === 'task') this.#tasks.set(entry.task.id, entry.task);
      else if (entry.kind === 'first') this.#moveFirst(entry.id);
      else this.#tasks.delete(entry.id);
    }
    this.#log = read.log;
    this.#prune();
    await this.#log.replace(this.#entries());
  }

  all(): readonly TaskRecord[] {
    return [...this.#tasks.values()];
  }

  /** For each queued task by its id, how many of its provider come before it. */
  before(): Readonly<Record<string, number>> {
    const counted = new Map<string, number>();
    const queued = this.all().filter(({ state }) => state.kind === 'queued');
    return Object.fromEntries(
      queued.map(({ id, facts: { provider } }) => {
        const count = counted.get(provider) ?? 0;
        counted.set(provider, count + 1);
        return [id, count];
      }),
    );
  }

  get(id: string): TaskRecord | null {
    return this.#tasks.get(id) ?? null;
  }

  /** Takes effect at once; resolves when it is on disk. */
  async put(task: TaskRecord): Promise<void> {
    this.#tasks.set(task.id, task);
    this.#changed();
    await this.#log?.append({ kind: 'task', task });
    if (task.state.kind !== 'done' || this.#finished().length <= MAX_FINISHED + FINISHED_SLACK) return;
    this.#prune();
    await this.#log?.replace(this.#entries());
  }

  async remove(id: string): Promise<void> {
    if (!this.#tasks.delete(id)) return;
    this.#changed();
    await this.#log?.append({ kind: 'forgotten', id });
  }

  /** From now on it comes before all others. */
  async moveFirst(id: string): Promise<void> {
    this.#moveFirst(id);
    this.#changed();
    await this.#log?.append({ kind: 'first', id });
  }

  async close(): Promise<void> {
    await this.#log?.close();
    this.#log = null;
  }

  #moveFirst(id: string): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    const others = this.all().filter((other) => other.id !== id);
    this.#tasks.clear();
    for (const one of [task, ...others]) this.#tasks.set(one.id, one);
  }

  #entries(): readonly JournalEntry[] {
    return this.all().map((task) => ({ kind: 'task', task }));
  }

  #finished(): readonly TaskRecord[] {
    return this.all().filter((task) => task.state.kind === 'done');
  }

  #prune(): void {
    const finished = this.#finished().toSorted((a, b) => a.createdAt - b.createdAt);
    for (const task of finished.slice(0, Math.max(0, finished.length - MAX_FINISHED))) this.#tasks.delete(task.id);
  }
}
