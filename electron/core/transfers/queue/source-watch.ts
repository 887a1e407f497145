import { stat } from 'node:fs/promises';
import { drop } from '../../../../shared/drop';
import type { TransferState } from '../../../../shared/transfer';
import type { Clock } from '../clock';
import { Timers } from '../timers';
import type { Entry } from '../entry';

/** How often missing files are looked for, and how many of them at once: a pulled drive may hold 100,000. */
const LOOK_MS = 3000;
const LOOKED_AT = 64;

interface SourceWatchDeps {
  readonly clock: Clock;
  /** Whether an entry is still in the state in which it waits for its file. */
  isWaiting(entry: Entry, state: TransferState): boolean;
  /** The file is there again. */
  found(entry: Entry): void;
}

/** Local files that have gone missing under their transfers, a pulled drive's for one: looked for until they are back. */
export class SourceWatch {
  readonly #deps: SourceWatchDeps;
  /** In turns: who was looked for goes to the end. */
  readonly #missing = new Map<Entry, TransferState>();
  readonly #timers: Timers;
  #planned = false;

  constructor(deps: SourceWatchDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.clock);
  }

  /** Looks for it for as long as the entry is in this state. */
  watch(entry: Entry, state: TransferState): void {
    this.#missing.set(entry, state);
    this.#plan(LOOK_MS);
  }

  stop(): void {
    this.#timers.cancelAll();
    this.#missing.clear();
  }

  #plan(ms: number): void {
    if (this.#planned || this.#missing.size === 0) return;
    this.#planned = true;
    this.#timers.after(ms, () => drop(this.#look()));
  }

  async #look(): Promise<void> {
    const turn = [...this.#missing].slice(0, LOOKED_AT);
    const found = await Promise.all(turn.map(([entry, state]) => this.#lookFor(entry, state)));
    this.#planned = false;
    // Where one is back the others are soon: a drive comes back as a whole.
    this.#plan(found.includes(true) ? 0 : LOOK_MS);
  }

  async #lookFor(entry: Entry, state: TransferState): Promise<boolean> {
    this.#missing.delete(entry);
    if (!this.#deps.isWaiting(entry, state)) return false;
    const there = await isThere(entry.record.localPath);
    if (!this.#deps.isWaiting(entry, state)) return false;
    if (there) this.#deps.found(entry);
    else this.#missing.set(entry, state);
    return there;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Whatever keeps it from being seen keeps it from being read.
    return false;
  }
}
