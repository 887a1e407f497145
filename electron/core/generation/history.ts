import path from 'node:path';
import type { GenerationFacts } from '../../../shared/generation';
import { LineLog, type KeptAside } from './line-log';
import { HISTORY, type HistoryEntry } from './records';

interface Coming {
  readonly file: string;
  readonly entry: HistoryEntry;
}

/** How every generated object was made; outlives the tasks, and the objects. */
export class History {
  readonly #file: string;
  readonly #assetIdOf: (connectionId: string, key: string) => string;
  readonly #keptAside: KeptAside;
  readonly #byAsset = new Map<string, HistoryEntry>();
  readonly #coming = new Map<string, Coming>();
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
    const asset = this.#assetIdOf(connectionId, key);
    return (this.#coming.get(asset)?.entry ?? this.#byAsset.get(asset))?.facts ?? null;
  }

  /**
   * Tells how what is on its way to a key is made, `file` being what is sent. Nothing of it is kept: until it has arrived another
   * object may lie there, and it may come to lie elsewhere.
   */
  announce(file: string, entry: HistoryEntry): void {
    this.#coming.set(this.#assetIdOf(entry.connectionId, entry.key), { file, entry });
  }

  /** Nothing is on its way to a key any more, as far as this file goes. */
  withdraw(file: string, { connectionId, key }: Pick<HistoryEntry, 'connectionId' | 'key'>): void {
    const asset = this.#assetIdOf(connectionId, key);
    if (this.#coming.get(asset)?.file === file) this.#coming.delete(asset);
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
