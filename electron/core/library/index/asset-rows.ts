import { randomUUID } from 'node:crypto';
import type { GenerationFacts } from '../../../../shared/generation';
import { contentTypeOfName, mediaKindOfType } from '../../../../shared/media';
import { assetIdOf } from '../asset-id';
import type { ResolvedObject } from '../resolved-object';
import { searchedWords } from '../../../../shared/provenance';
import type { FoundProvenance } from '../found-provenance';
import type { Probe } from '../probes';
import { type Columns, FLAGS } from './columns';
import { EarlyFinds, ofVersion } from './early-finds';
import { FlatRows } from './flat-rows';
import type { Folders } from './folders';
import type { IndexDatabase } from './index-database';
import type { IndexedAsset, PendingUpload, RemoteObject } from './indexed-asset';
import { isSameContent, remoteObject, shownName, shownObject, shownUpload, type Shown } from './row-shapes';
import type { KeptAnswer } from './snapshot';
import type { StoredObject } from './stored-object';
import type { TextHeap } from './text-heap';

/** The note that each change on disk makes another, which was never there before: a disk may forget the last ones in a power cut. */
const STATE = 'state';

/**
 * The rows of one index, each an object, an upload that will make one, or both: what it is in SQLite, what views ask of all at
 * once in flat memory, kept alike by every change.
 */
export class AssetRows {
  readonly #flat = new FlatRows((tell) => {
    // The snapshot has gone: it is to be written again.
    this.#saved = null;
    this.#tellRows(tell);
  });
  readonly columns: Columns = this.#flat.columns;
  readonly folders: Folders = this.#flat.folders;
  readonly #db: IndexDatabase;
  readonly #connectionId: string;
  /** Uploads by the row of what they will make. */
  readonly #pending = new Map<number, PendingUpload>();
  readonly #early = new EarlyFinds();
  #isChanged = false;
  /** The state that the snapshot on disk is of, and whether there is an answer in it. */
  #saved: string | null = null;
  #isAnswerSaved = false;

  constructor(db: IndexDatabase, connectionId: string) {
    this.#db = db;
    this.#connectionId = connectionId;
  }

  /** Takes in what the database holds; by the snapshot in `dir` where that fits it, whose answer it tells then. */
  load(dir: string | null): KeptAnswer | null {
    const found = dir === null ? null : this.#flat.readSnapshot(dir, this.#state());
    if (found !== null) {
      this.#saved = this.#state();
      this.#isAnswerSaved = found.answer !== null;
      return found.answer;
    }
    for (const stored of this.#db.all()) this.#adopt(stored);
    this.#flat.countAll();
    return null;
  }

  /** Keeps what the next start would else have to work out again, with one answer; uploads are not of it, and end. */
  save(dir: string, answer: KeptAnswer | null): void {
    const isWithUploads = this.hasUploads;
    for (const row of [...this.#pending.keys()]) this.endUpload(row);
    const state = this.#state();
    const kept = isWithUploads ? null : answer;
    this.#flat.writeSnapshot(dir, state, kept);
    // Only where that was written: else the one before is still there.
    this.#saved = state;
    this.#isAnswerSaved = kept !== null;
  }

  /** What searches go through. */
  get texts(): TextHeap {
    return this.#flat.texts;
  }

  /** Gives the memory back of what nobody asks at rest, where the snapshot in `dir` has it. */
  sleep(dir: string): void {
    if (this.#saved !== null && !this.isUnsaved && !this.hasUploads) this.#flat.sleep(dir, this.#saved);
  }

  /** Has everything at hand. */
  wake(): void {
    this.#flat.wake();
  }

  /** There is an answer for the next start in the snapshot on disk. */
  get isAnswerSaved(): boolean {
    return this.#isAnswerSaved;
  }

  /** The snapshot on disk is of another state. */
  get isUnsaved(): boolean {
    return this.#saved !== this.#state();
  }

  get hasUploads(): boolean {
    return this.#pending.size > 0;
  }

  /** One step: on disk whole or not at all. A snapshot of before does not fit any more. True where anything is another now. */
  change(work: () => void): boolean {
    this.#isChanged = false;
    this.#db.transaction(() => {
      work();
      if (this.#isChanged) this.#db.setNote(STATE, randomUUID());
    });
    return this.#isChanged;
  }

  /** All rows in the order of their names. */
  byName(): Uint32Array {
    return this.#flat.byName();
  }

  assetIdOf(key: string): string {
    return assetIdOf(this.#connectionId, key);
  }

  find(assetId: string): number | null {
    return this.#flat.find(assetId, (row) => {
      const key = this.#pending.get(row)?.item.key ?? this.#db.byRow(row)?.key;
      return key !== undefined && this.assetIdOf(key) === assetId;
    });
  }

  uploadOf(row: number): PendingUpload | null {
    return this.#pending.get(row) ?? null;
  }

  asset(row: number): IndexedAsset {
    const pending = this.#pending.get(row) ?? null;
    const stored = this.#stored(row);
    const remote = stored === null ? null : remoteObject(stored);
    const key = stored?.key ?? pending?.item.key ?? '';
    const shown = remote ?? (pending === null ? null : shownUpload(pending));
    if (shown === null) throw new Error('A row without object and upload does not belong in a view.');
    const { size, modified, version, contentType } = shown;
    const facts = stored === null ? (pending?.facts ?? null) : stored.facts;
    return {
      assetId: this.assetIdOf(key),
      key,
      name: shownName(key),
      media: mediaKindOfType(contentType),
      size,
      modified,
      version,
      contentType,
      remote,
      pending,
      facts,
      probe: ofVersion(version, stored?.probe ?? this.#early.probe(row)),
      found: ofVersion(version, stored?.found ?? this.#early.found(row)),
    };
  }

  /** The object of a row, as actions need it; null where it is an upload alone, or gone. */
  object(row: number): ResolvedObject | null {
    const stored = this.#stored(row);
    if (stored === null) return null;
    const { key, size, etag, modified } = stored;
    return { assetId: this.assetIdOf(key), key, size, etag, modified };
  }

  enterUpload(pending: PendingUpload): void {
    const { key, assetId } = pending.item;
    const row = this.find(assetId) ?? this.#flat.add(assetId);
    this.#pending.set(row, pending);
    if (this.columns.has(row, FLAGS.remote)) this.columns.set(row, FLAGS.pending, true);
    else this.#show(row, key, FLAGS.pending, shownUpload(pending), this.#pendingWords(row, pending));
  }

  endUpload(row: number): void {
    this.#pending.delete(row);
    this.#early.drop(row);
    this.#flat.lower(row, FLAGS.pending);
  }

  enterRemote(object: RemoteObject, facts: GenerationFacts | null): number {
    const { key, size, etag, modified, version } = object;
    const assetId = this.assetIdOf(key);
    const row = this.find(assetId) ?? this.#flat.add(assetId);
    const was = this.#stored(row);
    const contentType = object.contentType === contentTypeOfName(key) ? null : object.contentType;
    const probe = ofVersion(version, was?.probe ?? null, this.#early.probe(row));
    const found = ofVersion(version, was?.found ?? null, this.#early.found(row));
    // Other bytes, another object: whether its link opens is to be seen, and a PUT that names no class makes one of the usual class.
    const same = was !== null && isSameContent(was, object) ? was : null;
    const linked = same?.linked ?? false;
    const isInfrequent = object.isInfrequent ?? same?.isInfrequent ?? false;
    if (was !== null) this.#db.delete(row);
    this.#db.insert({
      row,
      key,
      size,
      etag,
      modified,
      contentType,
      facts,
      probe,
      linked,
      found,
      isInfrequent,
      version: version === etag ? null : version,
    });
    this.columns.set(row, FLAGS.linked, linked);
    this.columns.set(row, FLAGS.infrequent, isInfrequent);
    this.#show(row, key, FLAGS.remote, object, searchedWords(facts, found?.provenance ?? null));
    return row;
  }

  dropRemote(row: number): void {
    if (!this.columns.has(row, FLAGS.remote)) return;
    this.#db.delete(row);
    this.#isChanged = true;
    this.columns.set(row, FLAGS.linked, false);
    this.columns.set(row, FLAGS.infrequent, false);
    const pending = this.#pending.get(row);
    if (pending === undefined) return this.#flat.lower(row, FLAGS.remote);
    this.columns.set(row, FLAGS.remote, false);
    this.#show(row, pending.item.key, FLAGS.pending, shownUpload(pending), this.#pendingWords(row, pending));
  }

  setFacts(row: number, key: string, facts: GenerationFacts | null): void {
    this.#db.setFacts(row, facts);
    const pending = this.#pending.get(row);
    if (pending !== undefined) this.#pending.set(row, { ...pending, facts });
    this.#flat.setText(row, key, searchedWords(facts, this.asset(row).found?.provenance ?? null));
    this.#isChanged = true;
  }

  /** What the file of this version says of how it was made; another version's is no news of this one. */
  setFound(row: number, found: FoundProvenance): void {
    const { version, key, facts, pending } = this.asset(row);
    if (found.version === pending?.version) this.#early.setFound(row, found);
    if (found.version !== version) return;
    if (this.columns.has(row, FLAGS.remote)) this.#db.setFound(row, found);
    if (found.provenance === null) return;
    this.#flat.setText(row, key, searchedWords(facts, found.provenance));
    this.#isChanged = true;
  }

  /** What was seen in this version; one that comes late, of a version that is gone, is no news of this one. */
  setProbe(row: number, probe: Probe & { readonly version: string }): void {
    const stored = this.#stored(row);
    if (probe.version === this.#pending.get(row)?.version) this.#early.setProbe(row, probe);
    else if (stored !== null && remoteObject(stored).version === probe.version) this.#db.setProbe(row, probe);
    else return;
    this.#isChanged = true;
  }

  /** Whether the public link of an object has been seen to open. */
  setLinked(row: number, linked: boolean): void {
    if (!this.columns.has(row, FLAGS.remote) || this.columns.has(row, FLAGS.linked) === linked) return;
    this.#db.setLinked(row, linked);
    this.columns.set(row, FLAGS.linked, linked);
    this.#isChanged = true;
  }

  forgetLinks(): void {
    const { columns } = this;
    for (let row = 0; row < columns.count; row += 1) columns.set(row, FLAGS.linked, false);
    this.#db.unlinkAll();
    this.#isChanged = true;
  }

  #stored(row: number): StoredObject | null {
    return this.columns.has(row, FLAGS.remote) ? this.#db.byRow(row) : null;
  }

  /** Stands for what is on disk: each change makes it another. */
  #state(): string {
    return this.#db.note(STATE) ?? '';
  }

  #tellRows(tell: (row: number, assetId: string, key: string, words: string | null) => void): void {
    for (const stored of this.#db.all())
      tell(stored.row, this.assetIdOf(stored.key), stored.key, wordsOfStored(stored));
  }

  /** A row as the database has it, under its number; rows that are gone have left gaps. */
  #adopt(stored: StoredObject): void {
    const row = this.#flat.addAt(stored.row, this.assetIdOf(stored.key));
    this.columns.set(row, FLAGS.linked, stored.linked);
    this.columns.set(row, FLAGS.infrequent, stored.isInfrequent);
    this.#flat.describe(row, stored.key, FLAGS.remote, shownObject(stored), wordsOfStored(stored));
  }

  #show(row: number, key: string, flag: number, shown: Shown, words: string | null): void {
    this.#flat.show(row, key, flag, shown, words);
    this.#isChanged = true;
  }

  #pendingWords(row: number, pending: PendingUpload): string | null {
    const found = ofVersion(pending.version, this.#early.found(row));
    return searchedWords(pending.facts, found?.provenance ?? null);
  }
}

function wordsOfStored(stored: StoredObject): string | null {
  const found = ofVersion(shownObject(stored).version, stored.found);
  return searchedWords(stored.facts, found?.provenance ?? null);
}
