import path from 'node:path';
import type { GenerationFacts } from '../../../shared/generation';
import { LineLog, type KeptAside } from './line-log';
import { HISTORY, type HistoryEntry } from './records';

/** How every generated object was made; outlives the tasks, and the objects. */
export class History {
  readonly #file: string;
  readonly #assetIdOf: (connectionId: string, key: string) => string;
  readonly #keptAside: KeptAside;
  readonly #byAsset = new Map<string, HistoryEntry>();
  #log: LineLog<HistoryEntry> | null = null;

  constructor(root: string, assetIdOf: (connectionId: string, key: string) => string, keptAside: KeptAside) {
    this.#keptAside = keptAside;
    this.#file = path.join(root, 'history.ndjson');
    this.#assetIdOf = assetIdOf;
  }

  async open(): Promise<void> {
    const { log, entries } = await LineLog.open(this.#file, HISTORY, this.#keptAside);
    this.#log = log;
    for (const entry of entries) this.#byAsset.set(this.#assetIdOf(entry.connectionId, entry.key), entry);
  }

  factsOf(connectionId: string, key: string): GenerationFacts | null {
    return this.#byAsset.get(this.#assetIdOf(connectionId, key))?.facts ?? null;
  }

  async add(entry: HistoryEntry): Promise<void> {
    this.#byAsset.set(this.#assetIdOf(entry.connectionId, entry.key), entry);
    await this.#log?.append(entry);
  }

  async forgetConnection(connectionId: string): Promise<void> {
    for (const [asset, entry] of this.#byAsset) {
      if (entry.connectionId === connectionId) this.#byAsset.delete(asset);
    }
    await this.#log?.replace([...this.#byAsset.values()]);
  }

  async close(): Promise<void> {
    await this.#log?.close();
    this.#log = null;
  }
}
