import path from 'node:path';
import { LineLog } from './line-log';
import { JOURNAL, type JournalEntry, type TaskRecord } from './records';

/** Finished tasks that the journal keeps, at most; the history keeps their facts for good. */
const MAX_FINISHED = 500;

/** All tasks, oldest first, and their journal. */
export class TaskList {
  readonly #file: string;
  readonly #changed: () => void;
  readonly #tasks = new Map<string, TaskRecord>();
  #log: LineLog<JournalEntry> | null = null;

  constructor(root: string, changed: () => void) {
    this.#file = path.join(root, 'tasks.ndjson');
    this.#changed = changed;
  }

  async open(): Promise<void> {
    const read = await LineLog.open(this.#file, JOURNAL);
    for (const entry of read.entries) {
      if (entry.kind === 'task') this.#tasks.set(entry.task.id, entry.task);
      else this.#tasks.delete(entry.id);
    }
    await read.log.close();
    this.#prune();
    const kept = this.all().map((task): JournalEntry => ({ kind: 'task', task }));
    await LineLog.rewrite(this.#file, JOURNAL, kept);
    this.#log = (await LineLog.open(this.#file, JOURNAL)).log;
  }

  all(): readonly TaskRecord[] {
    return [...this.#tasks.values()];
  }

  get(id: string): TaskRecord | null {
    return this.#tasks.get(id) ?? null;
  }

  /** Takes effect at once; resolves when it is on disk. */
  async put(task: TaskRecord): Promise<void> {
    this.#tasks.set(task.id, task);
    this.#changed();
    await this.#log?.append({ kind: 'task', task });
  }

  async remove(id: string): Promise<void> {
    if (!this.#tasks.delete(id)) return;
    this.#changed();
    await this.#log?.append({ kind: 'forgotten', id });
  }

  async close(): Promise<void> {
    await this.#log?.close();
    this.#log = null;
  }

  #prune(): void {
    const finished = this.all().filter((task) => task.state.kind === 'done');
    for (const task of finished.slice(0, Math.max(0, finished.length - MAX_FINISHED))) this.#tasks.delete(task.id);
  }
}
