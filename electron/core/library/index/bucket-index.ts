import path from 'node:path';
import type { FolderRow, LibrarySelection, LibraryView, LibraryViewSummary } from '../../../../shared/library';
import type { GenerationFacts } from '../../../../shared/generation';
import { normalizeKey } from '../../../../shared/keys';
import { OWN_PREFIX } from '../own-objects';
import type { FoundProvenance } from '../found-provenance';
import type { Probe } from '../probes';
import type { ResolvedObject } from '../resolved-object';
import { AssetRows } from './asset-rows';
import { FLAGS } from './columns';
import { IndexDatabase } from './index-database';
import { ListedPages } from './listed-pages';
import type { IndexedPage, IndexTotals, LibraryIndex, ListedRange, OpenSelection, TriedLink } from './library-index';
import type { IndexedAsset, ListedEntry, PendingUpload, RemoteObject } from './indexed-asset';
import { type IndexedNamesakes, namesakesOf } from './namesakes';
import { OpenSelections } from './open-selections';
import { isSameObject, listedObject } from './row-shapes';
import { dropScratch } from './scratch-rows';
import { ViewAnswers } from './view-answers';
import { countViews, sortFolders } from './view-rows';

/** Fewer rows are read out of the database again in half a second, and take some megabytes. */
const WORTH_KEEPING = 50_000;

export interface BucketIndexOptions {
  /** A folder of the index's own; null to keep it in memory alone. */
  readonly dir: string | null;
  readonly connectionId: string;
  /** Of its first state; grows from there. */
  readonly firstRevision: number;
  /** ms since 1970. */
  now(): number;
  /** Rows, orders or counts have changed. */
  changed(): void;
}

/**
 * The index of one bucket. What an object is stands in SQLite; what views ask of all objects at once (names, sizes, times, kinds,
 * folders) stands in flat memory as well, some 60 bytes an object, so that any view of a million is answered by one walk over it
 * (docs/decisions/0007). Throws `DamagedIndexError` where the file turns out to be damaged.
 */
export class BucketIndex implements LibraryIndex {
  /** Stands for the moment of the change under way; whoever calls sets it, and it never goes back. */
  moment = 0;
  readonly #options: BucketIndexOptions;
  readonly #db: IndexDatabase;
  readonly #rows: AssetRows;
  readonly #answers: ViewAnswers;
  readonly #selections: OpenSelections;
  /** When the app itself changed a key last: pages that were asked for before may not know of it. */
  readonly #own = new Map<string, number>();
  /** Pages that have come while listings are under way, which may end in another order than they began. */
  readonly #pages = new ListedPages();
  #revision: number;
  /** In which its answers were worked out. */
  #hour: number;

  constructor(options: BucketIndexOptions) {
    this.#options = options;
    this.#revision = options.firstRevision;
    this.#hour = hourOf(options.now());
    this.#db = new IndexDatabase(options.dir === null ? null : BucketIndex.file(options.dir));
    this.#rows = new AssetRows(this.#db, options.connectionId);
    this.#answers = new ViewAnswers(this.#rows, () => options.now());
    this.#selections = new OpenSelections(this.#rows, this.#answers);
    try {
      const answer = this.#rows.load(options.dir);
      if (answer !== null) this.#answers.begin(answer);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  static file(dir: string): string {
    return path.join(dir, 'index.db');
  }

  get revision(): number {
    return this.#revision;
  }

  enterPage(range: ListedRange, objects: readonly ListedEntry[], askedAt: number): void {
    this.#change(() => {
      const { prefix, after, through, depth } = range;
      const there =
        depth === 'all' ? this.#db.between(prefix, after, through) : this.#db.directly(prefix, after, through);
      const known = new Map(there.map((one) => [one.key, one]));
      for (const object of objects) {
        const was = known.get(object.key);
        known.delete(object.key);
        if (object.key.startsWith(OWN_PREFIX) || this.#isNewer(object.key, askedAt)) continue;
        if (was === undefined || !isSameObject(was, object))
          this.#rows.enterRemote(listedObject(object, was ?? null), object.facts ?? null);
      }
      for (const { row, key } of known.values()) this.#dropUnnamed(row, key, askedAt);
    });
    this.#pages.add(range, askedAt);
  }

  pagesDone(): void {
    this.#own.clear();
    this.#pages.clear();
  }

  enterUploads(uploads: readonly PendingUpload[]): void {
    for (const pending of uploads) this.#rows.enterUpload(pending);
    this.#changed();
  }

  enterObject(object: RemoteObject, facts: GenerationFacts | null, transferId: string | null): void {
    this.#change(() => {
      this.#own.set(normalizeKey(object.key), this.moment);
      const row = this.#rows.enterRemote(object, facts);
      if (transferId !== null && this.#rows.uploadOf(row)?.item.id === transferId) this.#rows.endUpload(row);
    });
  }

  dropUpload(assetId: string, transferId: string): void {
    const row = this.#rows.find(assetId);
    if (row === null || this.#rows.uploadOf(row)?.item.id !== transferId) return;
    this.#rows.endUpload(row);
    this.#changed();
  }

  dropKeys(keys: readonly string[]): void {
    this.#change(() => {
      for (const key of keys) {
        this.#own.set(normalizeKey(key), this.moment);
        const row = this.#findKey(key);
        if (row !== null) this.#rows.dropRemote(row);
      }
    });
  }

  dropFolder(prefix: string, askedAt: number): void {
    const isToldSince = this.#pages.since(askedAt);
    this.#change(() => {
      for (const { row, key } of this.#db.between(prefix, '', null))
        if (!isToldSince(key)) this.#dropUnnamed(row, key, askedAt);
    });
  }

  enterFacts(key: string, facts: GenerationFacts | null): void {
    const row = this.#findKey(key);
    if (row !== null) this.#change(() => this.#rows.setFacts(row, key, facts));
  }

  enterProbe(assetId: string, version: string, probe: Probe): void {
    const row = this.#rows.find(assetId);
    if (row !== null) this.#change(() => this.#rows.setProbe(row, { ...probe, version }));
  }

  enterFound(assetId: string, found: FoundProvenance): void {
    const row = this.#rows.find(assetId);
    if (row !== null) this.#change(() => this.#rows.setFound(row, found));
  }

  enterLinks(tried: readonly TriedLink[]): void {
    this.#change(() => {
      for (const { key, opens } of tried) {
        const row = this.#findKey(key);
        if (row !== null) this.#rows.setLinked(row, opens);
      }
    });
  }

  forgetLinks(): void {
    this.#change(() => this.#rows.forgetLinks());
  }

  find(assetId: string): IndexedAsset | null {
    const row = this.#rows.find(assetId);
    return row === null ? null : this.#rows.asset(row);
  }

  namesakes(assetId: string): IndexedNamesakes {
    const row = this.#rows.find(assetId);
    return row === null ? { count: 0, assets: [] } : namesakesOf(this.#rows, row);
  }

  existing(keys: readonly string[]): readonly string[] {
    return keys.filter((key) => {
      if (key.endsWith('/')) return this.#rows.folders.find(key) !== null;
      const row = this.#findKey(key);
      return row !== null && this.#rows.columns.has(row, FLAGS.remote);
    });
  }

  gone(selection: LibrarySelection): readonly string[] {
    if (selection.kind === 'assets') return selection.assetIds.filter((assetId) => this.#rows.find(assetId) === null);
    if (selection.kind === 'view') return [];
    return selection.prefixes.filter((prefix) => this.#rows.folders.find(prefix) === null);
  }

  /** What the clock makes another answer is worked out again every hour, with which the days begin, too. */
  tick(): void {
    const hour = hourOf(this.#options.now());
    if (hour === this.#hour) return;
    this.#hour = hour;
    this.#answers.tick();
    this.#revision += 1;
    this.#options.changed();
  }

  summary(view: LibraryView): LibraryViewSummary {
    this.tick();
    const { folders, rows, totalBytes } = this.#answers.of(view);
    return { revision: this.#revision, rowCount: folders.length + rows.length, objectCount: rows.length, totalBytes };
  }

  rows(view: LibraryView, start: number, count: number): IndexedPage {
    this.tick();
    return { revision: this.#revision, rows: this.#answers.page(view, start, count) };
  }

  position(view: LibraryView, assetId: string): number | null {
    this.tick();
    return this.#answers.position(view, assetId);
  }

  seek(view: LibraryView, text: string, from: number): number | null {
    this.tick();
    return this.#answers.seek(view, text, from);
  }

  foldersIn(prefix: string): readonly FolderRow[] {
    return sortFolders(this.#rows.folders.childrenOf(prefix));
  }

  totals(): IndexTotals {
    const { counts, totalBytes, infrequentBytes } = countViews(this.#rows.columns, this.#options.now());
    const bytes = { totalBytes, infrequentBytes };
    const topFolders = this.foldersIn('');
    return { revision: this.#revision, objectCount: counts.all, ...bytes, viewCounts: counts, topFolders };
  }

  openSelection(selection: LibrarySelection, besides: readonly string[] = []): OpenSelection {
    this.tick();
    return this.#selections.open(selection, besides);
  }

  readSelection(id: number, start: number, count: number): readonly ResolvedObject[] {
    return this.#selections.read(id, start, count);
  }

  closeSelection(id: number): void {
    this.#selections.close(id);
  }

  note(name: string): string | null {
    return this.#db.note(name);
  }

  setNote(name: string, value: string | null): void {
    this.#db.transaction(() => this.#db.setNote(name, value));
  }

  wake(): void {
    this.#rows.wake();
  }

  /** Gives back what only searches need, as far as it is on disk; a small index has little of it. */
  rest(): void {
    const { dir } = this.#options;
    this.#answers.rest();
    dropScratch();
    if (dir !== null && this.#isLarge) this.#rows.sleep(dir);
  }

  /**
   * Keeps what the next start would else have to work out again, in case that this run ends without `close`; a small index is not
   * worth it. True where something was written.
   */
  keep(): boolean {
    const { dir } = this.#options;
    if (dir === null || !this.#isLarge || this.#rows.hasUploads || !this.#isWorthSaving) return false;
    this.#rows.save(dir, this.#answers.forNextStart);
    return true;
  }

  /** Keeps what the next start would else have to work out again, and lets go of the file. */
  close(): void {
    try {
      const { dir } = this.#options;
      if (dir !== null && this.#isWorthSaving) this.#rows.save(dir, this.#answers.forNextStart);
    } finally {
      this.#db.close();
    }
  }

  /** Lets go of the file as it is. */
  abandon(): void {
    this.#db.close();
  }

  /** The next start would have something to work out that is known now: of a large index the first answer, too. */
  get #isWorthSaving(): boolean {
    const { isUnsaved, isAnswerSaved, hasUploads } = this.#rows;
    return isUnsaved || (this.#isLarge && !isAnswerSaved && !hasUploads && this.#answers.forNextStart !== null);
  }

  get #isLarge(): boolean {
    return this.#rows.columns.count >= WORTH_KEEPING;
  }

  #findKey(key: string): number | null {
    return this.#rows.find(this.#rows.assetIdOf(key));
  }

  /** What a listing did not name, unless the app itself has made it since, or a listing under another spelling. */
  #dropUnnamed(row: number, key: string, askedAt: number): void {
    if (!this.#isNewer(key, askedAt) && this.#db.byRow(row)?.key === key) this.#rows.dropRemote(row);
  }

  #isNewer(key: string, askedAt: number): boolean {
    return this.#own.size > 0 && (this.#own.get(normalizeKey(key)) ?? -1) > askedAt;
  }

  #change(work: () => void): void {
    if (this.#rows.change(work)) this.#changed();
  }

  #changed(): void {
    this.#answers.clear();
    this.#revision += 1;
    this.#options.changed();
  }
}

/** The beginning of the hour that a moment lies in, by this computer's time zone. */
function hourOf(at: number): number {
  return new Date(at).setMinutes(0, 0, 0);
}
