import type {
  ConflictQuestion,
  TransferFilter,
  TransferItem,
  TransferState,
  TransferSummary,
} from '../../../shared/transfer';
import { EMPTY_TRANSFER_SUMMARY, isConflicted } from '../../../shared/transfer';
import type { Entry } from './entry';
import { groupOf, ListViews, type Rows } from './list-views';
import { isFinished, isOpen, movedBytesOf } from './queue/next-move';
import { itemOf, type TransferRecord } from './journal/records';
import type { TransfersDeps } from './transfers-api';

export type ListChange =
  | { readonly kind: 'added'; readonly entry: Entry }
  | { readonly kind: 'changed'; readonly entry: Entry; readonly before: TransferItem }
  | { readonly kind: 'removed'; readonly entry: Entry };

type Counts = Record<TransferState['kind'], number>;

/** How many finished items stay on show. */
const FINISHED_KEPT = 1000;
const FINISHED_SLACK = 100;

/** All items in memory, with their sums kept up to date. Knows nothing of disk, network or time. */
export class TransferList {
  readonly #house: Pick<TransfersDeps, 'assetIdOf'>;
  readonly #onChange: (change: ListChange) => void;
  readonly #byId = new Map<string, Entry>();
  readonly #uploadsByAsset = new Map<string, Entry[]>();
  #ordered: Entry[] = [];
  readonly #counts: Counts = { ...EMPTY_TRANSFER_SUMMARY.counts };
  readonly #views = new ListViews();
  #openBytes = 0;
  #openMoved = 0;
  /** Of what has finished since the list last stood idle: so the whole of one go is told, and its bar never runs back. */
  #finishedBytes = 0;
  #nextSequence = 1;

  constructor(house: Pick<TransfersDeps, 'assetIdOf'>, onChange: (change: ListChange) => void) {
    this.#house = house;
    this.#onChange = onChange;
  }

  add(record: TransferRecord, state: TransferState): Entry {
    if (this.#byId.has(record.id)) throw new Error(`Two transfers have the id ${record.id}`);
    const item = itemOf(record, this.#house.assetIdOf(record.connectionId, record.key), state);
    const entry: Entry = { sequence: this.#nextSequence++, record, item, failedTries: 0, sourceChanges: 0 };
    if (this.#openCount() === 0) this.#finishedBytes = 0;
    this.#byId.set(record.id, entry);
    this.#ordered.push(entry);
    this.#views.forget();
    this.#indexAsset(entry);
    this.#count(item, 1);
    this.#onChange({ kind: 'added', entry });
    return entry;
  }

  update(entry: Entry, change: { readonly record?: TransferRecord; readonly state?: TransferState }): void {
    if (!this.has(entry)) return;
    const before = entry.item;
    const record = change.record ?? entry.record;
    const assetId =
      record.key === entry.record.key ? before.assetId : this.#house.assetIdOf(record.connectionId, record.key);
    const moves = assetId !== before.assetId;
    if (moves) this.#unindexAsset(entry);
    if (record.rank !== entry.record.rank) this.#views.forget();
    entry.record = record;
    entry.item = itemOf(record, assetId, change.state ?? before.state);
    if (moves) this.#indexAsset(entry);
    if (groupOf(before.state) !== groupOf(entry.item.state)) this.#views.forget();
    this.#count(before, -1);
    this.#count(entry.item, 1);
    if (entry.item.state.kind === 'done' && before.state.kind !== 'done') this.#finishedBytes += entry.item.size;
    this.#onChange({ kind: 'changed', entry, before });
    if (isFinished(entry.item.state)) this.#prune();
  }

  remove(entries: readonly Entry[]): void {
    const leaving = new Set(entries.filter((entry) => this.has(entry)));
    if (leaving.size === 0) return;
    this.#views.forget();
    this.#ordered = this.#ordered.filter((entry) => !leaving.has(entry));
    for (const entry of leaving) {
      this.#byId.delete(entry.record.id);
      this.#unindexAsset(entry);
      this.#count(entry.item, -1);
      this.#onChange({ kind: 'removed', entry });
    }
  }

  has(entry: Entry): boolean {
    return this.#byId.get(entry.record.id) === entry;
  }

  get(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** In the order they were added. */
  all(): readonly Entry[] {
    return this.#ordered;
  }

  rows(start: number, count: number, filter: TransferFilter = 'all'): Rows {
    return this.#views.rows(this.#ordered, filter, start, count);
  }

  /** What is to be answered: about this one if it waits for that, else about the one that was added first. */
  question(transferId: string | null): ConflictQuestion | null {
    if (this.#counts.conflict === 0) return null;
    const waiting = this.#ordered.map((entry) => entry.item).filter(isConflicted);
    const item = waiting.find(({ id }) => id === transferId) ?? waiting[0];
    if (item === undefined) return null;
    return { item, alike: waiting.filter(({ direction }) => direction === item.direction).length - 1 };
  }

  /** The uploads to an object, in the order they were added. */
  uploadsOf(assetId: string): readonly Entry[] {
    return this.#uploadsByAsset.get(assetId) ?? [];
  }

  /** Whether anything unfinished belongs to this connection. */
  isWanted(connectionId: string): boolean {
    return this.#ordered.some((entry) => entry.record.connectionId === connectionId && isOpen(entry.item.state));
  }

  count(kind: TransferState['kind']): number {
    return this.#counts[kind];
  }

  sums(): Pick<TransferSummary, 'counts' | 'totalBytes' | 'movedBytes'> {
    return {
      counts: { ...this.#counts },
      totalBytes: this.#openBytes + this.#finishedBytes,
      movedBytes: this.#openMoved + this.#finishedBytes,
    };
  }

  #openCount(): number {
    const { done, skipped, failed } = this.#counts;
    return this.#byId.size - done - skipped - failed;
  }

  #count(item: TransferItem, sign: 1 | -1): void {
    this.#counts[item.state.kind] += sign;
    if (!isOpen(item.state)) return;
    this.#openBytes += sign * item.size;
    this.#openMoved += sign * (item.state.kind === 'verifying' ? item.size : movedBytesOf(item.state));
  }

  #indexAsset(entry: Entry): void {
    if (entry.record.direction !== 'upload') return;
    const { assetId } = entry.item;
    this.#uploadsByAsset.set(assetId, [...(this.#uploadsByAsset.get(assetId) ?? []), entry]);
  }

  #unindexAsset(entry: Entry): void {
    const rest = (this.#uploadsByAsset.get(entry.item.assetId) ?? []).filter((other) => other !== entry);
    if (rest.length === 0) this.#uploadsByAsset.delete(entry.item.assetId);
    else this.#uploadsByAsset.set(entry.item.assetId, rest);
  }

  #prune(): void {
    if (this.#counts.done + this.#counts.skipped <= FINISHED_KEPT + FINISHED_SLACK) return;
    const finished = this.#ordered.filter((entry) => isFinished(entry.item.state));
    this.remove(finished.slice(0, finished.length - FINISHED_KEPT));
  }
}
