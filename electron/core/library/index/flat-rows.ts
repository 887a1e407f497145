import { MEDIA_KINDS, mediaKindOfType } from '../../../../shared/media';
import { AssetTable, tagOf } from './asset-table';
import { Columns, FLAGS } from './columns';
import { Folders } from './folders';
import { NameOrder } from './name-order';
import { shownName, type Shown } from './row-shapes';
import { readSleeping, readSnapshot, writeSnapshot, type KeptAnswer, type SnapshotParts } from './snapshot';
import { TextHeap } from './text-heap';

/** Tells what a row is found by; `words` are those beside its name, and null where its prompt is not known. */
type TellRow = (row: number, assetId: string, key: string, words: string | null) => void;

/** Where what sleeps can be read again. */
interface Asleep {
  readonly dir: string;
  /** Of the snapshot that it is in. */
  readonly state: string;
}

/**
 * What views ask of all rows at once, in flat memory: why each is there, what it shows, its texts, and what its folder holds. Two
 * thirds of it serve searches, other orders and the finding of an asset: they are in memory from the first need on (`wake`) until `sleep`.
 */
export class FlatRows {
  readonly columns = new Columns();
  readonly #texts = new TextHeap(this.columns);
  readonly folders = new Folders();
  readonly #assets = new AssetTable(this.columns);
  readonly #names = new NameOrder(
    (a, b) => this.#texts.compareNames(a, b),
    (row) => this.columns.isAlive(row),
  );

  readonly #tellRows: (tell: TellRow) => void;
  #asleep: Asleep | null = null;
  /** Rows in the snapshot on disk. */
  #kept = 0;

  /** `tellRows` tells all rows anew, where the snapshot that they slept in is lost. */
  constructor(tellRows: (tell: TellRow) => void) {
    this.#tellRows = tellRows;
  }

  /** Fills what is empty with the snapshot in `dir`, and tells the answer in it; null where there is none of this state. */
  readSnapshot(dir: string, state: string): { readonly answer: KeptAnswer | null } | null {
    const found = readSnapshot(dir, this.#snapshotParts(state));
    if (found === null) return null;
    this.#asleep = { dir, state };
    this.#kept = this.columns.count;
    return found;
  }

  writeSnapshot(dir: string, state: string, answer: KeptAnswer | null): void {
    this.wake();
    writeSnapshot(dir, this.#snapshotParts(state), answer);
    this.#kept = this.columns.count;
  }

  /** What searches go through. */
  get texts(): TextHeap {
    this.wake();
    return this.#texts;
  }

  /** Gives the memory back of what nobody asks at rest; not where an upload that was given up has left a row that the snapshot has not. */
  sleep(dir: string, state: string): void {
    if (this.#asleep !== null || this.#kept !== this.columns.count) return;
    this.#asleep = { dir, state };
    this.columns.drop();
    this.#texts.clear();
    this.#names.drop();
    this.#assets.drop();
  }

  /** Has everything at hand, and rows may be added. */
  wake(): void {
    if (this.#asleep === null) return;
    const { dir, state } = this.#asleep;
    if (!readSleeping(dir, this.#snapshotParts(state))) this.#buildAnew();
    // Only now: what broke off in the middle is no rest that one has woken from.
    this.#asleep = null;
  }

  #buildAnew(): void {
    this.columns.clear();
    this.#assets.clear();
    this.#names.drop();
    this.#tellRows((row, assetId, key, words) => {
      this.columns.tag[row] = tagOf(assetId);
      this.#assets.add(row);
      this.#texts.set(row, shownName(key), words);
      this.#names.add(row);
    });
  }

  /** Counts all rows in their folders: once, when they have been taken in one by one. */
  countAll(): void {
    const { count } = this.columns;
    for (let row = 0; row < count; row += 1) if (this.columns.isAlive(row)) this.#countInFolder(row, 1);
  }

  /** All rows in the order of their names. */
  byName(): Uint32Array {
    this.wake();
    return this.#names.rows();
  }

  /** The row of an asset, of those that it may be by what stands here; `isIt` proves one. */
  find(assetId: string, isIt: (row: number) => boolean): number | null {
    if (this.#assets.isDropped) this.wake();
    return this.#assets.find(tagOf(assetId), (row) => this.columns.isAlive(row) && isIt(row));
  }

  add(assetId: string): number {
    this.wake();
    const row = this.columns.add();
    this.columns.tag[row] = tagOf(assetId);
    this.#assets.add(row);
    return row;
  }

  /** Under this number, as the last; the gap before it stays. */
  addAt(row: number, assetId: string): number {
    this.wake();
    while (this.columns.count < row) this.columns.add();
    return this.add(assetId);
  }

  /** A row that is there for a (further) reason, with what it shows now. */
  show(row: number, key: string, flag: number, shown: Shown, words: string | null): void {
    if (this.columns.isAlive(row)) this.#countInFolder(row, -1);
    this.describe(row, key, flag, shown, words);
    this.#countInFolder(row, 1);
  }

  /** Sets what a row shows that is not counted in its folder yet. */
  describe(row: number, key: string, flag: number, shown: Shown, words: string | null): void {
    const { columns } = this;
    columns.set(row, flag, true);
    columns.set(row, FLAGS.marker, key.endsWith('/') && shown.size === 0);
    columns.size[row] = shown.size;
    columns.modified[row] = Math.max(0, Math.round(shown.modified));
    columns.kind[row] = MEDIA_KINDS.indexOf(mediaKindOfType(shown.contentType));
    columns.folder[row] = this.folders.idFor(key);
    const isNew = !columns.has(row, FLAGS.texted);
    if (isNew || words !== null || columns.has(row, FLAGS.prompted)) this.setText(row, key, words);
    if (isNew) this.#names.add(row);
  }

  setText(row: number, key: string, words: string | null): void {
    this.texts.set(row, shownName(key), words);
    this.columns.set(row, FLAGS.texted, true);
    this.columns.set(row, FLAGS.prompted, words !== null);
  }

  /** Takes one of the two reasons away that a row is there for. */
  lower(row: number, flag: number): void {
    const isLast = this.columns.isAlive(row);
    this.columns.set(row, flag, false);
    if (isLast && !this.columns.isAlive(row)) this.#countInFolder(row, -1);
  }

  #snapshotParts(state: string): SnapshotParts {
    const { columns, folders } = this;
    return { state, columns, texts: this.#texts, folders, names: this.#names, assets: this.#assets };
  }

  #countInFolder(row: number, change: 1 | -1): void {
    const what = this.columns.has(row, FLAGS.marker) ? 'markers' : 'assets';
    this.folders.count(this.columns.folder[row] ?? 0, what, change);
  }
}
