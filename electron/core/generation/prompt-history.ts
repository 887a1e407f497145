import path from 'node:path';
import { MAX_PAST_PROMPTS, type PastPrompt } from '../../../shared/past-prompts';
import type { PastPrompts } from './generation';
import { LineLog, type KeptAside } from './line-log';
import { PROMPTS } from './memory-records';

/** What was asked for, by connection and words; outlives tasks and pictures, and is forgotten when a person says so. */
export class PromptHistory implements PastPrompts {
  readonly #file: string;
  readonly #changed: () => void;
  readonly #keptAside: KeptAside;
  /** Oldest first. */
  #kept: readonly PastPrompt[] = [];
  #log: LineLog<PastPrompt> | null = null;

  constructor(root: string, changed: () => void, keptAside: KeptAside) {
    this.#changed = changed;
    this.#keptAside = keptAside;
    this.#file = path.join(root, 'prompts.ndjson');
  }

  async open(): Promise<void> {
    const { log, entries } = await LineLog.open(this.#file, PROMPTS, this.#keptAside);
    this.#log = log;
    this.#kept = entries.reduce<readonly PastPrompt[]>(withNewest, []);
    await log.replace(this.#kept);
  }

  /** How many there are. */
  get size(): number {
    return this.#kept.length;
  }

  find(search: string, count: number): { readonly total: number; readonly prompts: readonly PastPrompt[] } {
    const words = search.toLowerCase().split(/\s+/);
    const seen = new Set<string>();
    const prompts = this.#kept.toReversed().filter(({ prompt }) => {
      const isNew = !seen.has(prompt);
      seen.add(prompt);
      return isNew && words.every((word) => prompt.toLowerCase().includes(word));
    });
    return { total: prompts.length, prompts: prompts.slice(0, count) };
  }

  /** Resolves when it is on disk. */
  async add(asked: PastPrompt): Promise<void> {
    this.#kept = withNewest(this.#kept, asked);
    this.#changed();
    await this.#log?.append(asked);
  }

  async forget(which: 'all' | readonly string[]): Promise<void> {
    const meant = this.#kept.filter(({ id }) => which === 'all' || which.includes(id));
    const words = new Set(meant.map(({ prompt }) => prompt));
    await this.#keepOnly(({ prompt }) => !words.has(prompt));
  }

  async forgetConnection(connectionId: string): Promise<void> {
    await this.#keepOnly((asked) => asked.connectionId !== connectionId);
  }

  async close(): Promise<void> {
    const log = this.#log;
    this.#log = null;
    await log?.close();
  }

  /** What is left out is gone from the disk as well: prompts can be private. */
  async #keepOnly(isKept: (asked: PastPrompt) => boolean): Promise<void> {
    this.#kept = this.#kept.filter(isKept);
    this.#changed();
    await this.#log?.replace(this.#kept);
  }
}

/** Words that a connection was told twice stand once, where they were said last. */
function withNewest(kept: readonly PastPrompt[], asked: PastPrompt): readonly PastPrompt[] {
  const { connectionId, prompt } = asked;
  const others = kept.filter((one) => one.prompt !== prompt || one.connectionId !== connectionId);
  return [...others, asked].slice(-MAX_PAST_PROMPTS);
}
