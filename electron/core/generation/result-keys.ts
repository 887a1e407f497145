import { numberedKey } from '../../../shared/keys';
import type { History } from './history';
import { RESULT_EXTENSIONS } from './media-type';
import { withExtension } from './names';
import type { TaskRecord } from './records';
import type { TaskList } from './task-list';

/** Which keys are free for results. */
export class ResultKeys {
  readonly #tasks: TaskList;
  readonly #history: History;
  readonly #assetIdOf: (connectionId: string, key: string) => string;

  constructor(tasks: TaskList, history: History, assetIdOf: (connectionId: string, key: string) => string) {
    this.#tasks = tasks;
    this.#history = history;
    this.#assetIdOf = assetIdOf;
  }

  /** Tells of keys, as of now, whether they are other results' than `taskId`'s, whatever format those came in or will come in. */
  taken(connectionId: string, taskId: string | null): (key: string) => boolean {
    const others = this.#tasks.all().filter(({ id }) => id !== taskId);
    const taken = new Set(others.map((task) => this.#assetIdOf(task.connectionId, task.key)));
    return (key) =>
      RESULT_EXTENSIONS.map((extension) => withExtension(key, extension)).some(
        (one) => taken.has(this.#assetIdOf(connectionId, one)) || this.#history.factsOf(connectionId, one) !== null,
      );
  }

  /** A sibling with its key, or another where that is given already. It is its own from the moment that it is on the list. */
  named(sibling: TaskRecord): TaskRecord {
    return { ...sibling, key: freeKey(sibling.key, this.taken(sibling.connectionId, sibling.id)) };
  }
}

/** The key itself where it is free, or the first other name for it that is. */
export function freeKey(key: string, isTaken: (key: string) => boolean): string {
  if (!isTaken(key)) return key;
  for (let n = 2; ; n++) {
    const other = numberedKey(key, n);
    if (!isTaken(other)) return other;
  }
}
