import { drop } from '../../../shared/drop';
import type { TransfersSlice } from '../../../shared/state';
import type {
  AddedTransfers,
  ConflictDecision,
  ConflictQuestion,
  QueueMove,
  TransferFilter,
  TransferItem,
  TransferSelection,
} from '../../../shared/transfer';
import type { UploadPreview } from '../../../shared/upload-preview';
import type { AbortedUploads, UnfinishedUpload, UnfinishedUploads } from '../../../shared/unfinished';
import { Adding } from './adding/adding';
import { addCopies } from './adding/adding-copies';
import { addEdits } from './adding/adding-edits';
import { addDownloads, addZip, type AddingDownloads } from './adding/adding-downloads';
import { addPack } from './adding/adding-packs';
import { BufferPool } from './buffer-pool';
import { Commands } from './commands';
import { CompositeEtags } from './composite-etags';
import { CopyRuns } from './copy/copy-runs';
import { Journal } from './journal/journal';
import type { Rows } from './list-views';
import { isFinished } from './queue/next-move';
import { namesInUse, withOwnFilesIn } from './upload/own-files';
import { Listings } from './adding/listings';
import { Orphans } from './orphans';
import { Queue } from './queue/queue';
import { Reach } from './queue/reach';
import { relocate } from './relocate';
import { Reporter } from './reporter';
import { Runs } from './queue/runs';
import { Speedometer } from './queue/speed';
import { Staging } from './upload/staging';
import { TransferBook } from './transfer-book';
import { ZipLists } from './zip/zip-lists';
import { Unfinished } from './unfinished';
import type {
  CopyObjects,
  EditObjects,
  PackRequest,
  PlannedFile,
  DownloadRequest,
  StartReport,
  TransferChange,
  Transfers,
  TransfersDeps,
  UploadBytes,
  UploadFile,
  UploadPaths,
  ZipRequest,
} from './transfers-api';

/** Memory for bytes on their way up, all files together. */
const BUFFER_BYTES = 256 * 1024 * 1024;

/** Builds the queue with its parts; nothing is read or sent before `start`. */
export function createTransfers(deps: TransfersDeps): Transfers {
  return new TransferDesk(deps);
}

class TransferDesk implements Transfers {
  readonly #deps: TransfersDeps;
  readonly #reporter: Reporter;
  readonly #reach: Reach;
  readonly #book: TransferBook;
  readonly #orphans: Orphans;
  readonly #composites: CompositeEtags;
  readonly #unfinished: Unfinished;
  readonly #queue: Queue;
  readonly #commands: Commands;
  readonly #staging: Staging;
  readonly #adding: Adding;
  readonly #listings: Listings;
  readonly #downloads: AddingDownloads;
  readonly #stopping = new AbortController();
  readonly #addsUnderWay = new Set<Promise<unknown>>();

  constructor(deps: TransfersDeps) {
    const { clock } = deps;
    const speed = new Speedometer();
    this.#deps = deps;
    this.#book = new TransferBook(deps, (change) => this.#reporter.noticed(change));
    const book = this.#book;
    this.#reach = new Reach({
      clock,
      storeOf: (connectionId) => deps.storeOf(connectionId),
      random: () => deps.random(),
      isWanted: (connectionId) => book.list.isWanted(connectionId),
      changed: () => this.#reporter.touch(),
      opened: (connectionId) => this.#queue.reopen(connectionId),
    });
    const reach = this.#reach;
    this.#listings = new Listings(deps.randomId, () => this.#reporter.touch());
    const listings = this.#listings;
    this.#reporter = new Reporter({ clock, speed, book, reach, listings, publish: (slice) => deps.publish(slice) });
    this.#orphans = new Orphans({ clock, book, storeOf: (connectionId) => deps.storeOf(connectionId) });
    const staging = new Staging(deps.root);
    this.#staging = staging;
    this.#unfinished = new Unfinished({
      book,
      orphans: this.#orphans,
      storeOf: (connectionId) => deps.storeOf(connectionId),
    });
    const buffers = new BufferPool(BUFFER_BYTES);
    const composites = new CompositeEtags({ house: deps, note: (line) => book.note(line) });
    this.#composites = composites;
    const copies = new CopyRuns({ house: deps, limits: deps.copyLimits, book, buffers, composites });
    const runs = new Runs({ house: deps, book, orphans: this.#orphans, buffers, staging, copies, composites });
    this.#queue = new Queue({ house: deps, book, runs, speed, reach });
    this.#commands = new Commands({ book, queue: this.#queue, orphans: this.#orphans, reach });
    this.#adding = new Adding({ house: deps, book, queue: this.#queue, staging });
    this.#downloads = { house: deps, book, queue: this.#queue, lists: new ZipLists(deps.root), listings };
  }

  async start(): Promise<StartReport> {
    const { journal, state, setAside } = await Journal.open(this.#deps.root, this.#deps.clock.now());
    const folders = {
      staged: this.#staging.folder,
      zipLists: this.#downloads.lists.folder,
      handedOver: this.#deps.handedOver,
    };
    for (const [id, record] of state.records) state.records.set(id, withOwnFilesIn(folders, record));
    const inUse = new Set([...state.records.values()].flatMap(namesInUse));
    await this.#staging.sweep(inUse, setAside === null ? null : `${setAside.path}-pasted`);
    await this.#downloads.lists.sweep(inUse);
    this.#composites.open(state.silent);
    this.#book.open(journal, state);
    for (const orphan of state.orphans.values()) {
      this.#orphans.adopt(orphan);
      drop(this.#orphans.remove(orphan.uploadId));
    }
    this.#queue.offer(this.#book.list.all().filter((entry) => entry.item.state.kind === 'queued'));
    return { restored: state.records.size, setAside };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#addsUnderWay);
    this.#reach.stop();
    await Promise.all([this.#queue.stop(), this.#orphans.stop()]);
    this.#reporter.stop();
    await this.#book.close();
  }

  addPaths(request: UploadPaths): Promise<AddedTransfers> {
    return this.#add(() => this.#adding.paths(request, this.#stopping.signal));
  }

  preview(request: UploadPaths): Promise<UploadPreview> {
    return this.#adding.preview(request, this.#stopping.signal);
  }

  addBytes(request: UploadBytes): Promise<AddedTransfers> {
    return this.#add(() => this.#adding.bytes(request));
  }

  addFile(request: UploadFile): Promise<TransferItem> {
    return this.#add(() => this.#adding.file(request));
  }

  addPlanned(files: readonly PlannedFile[]): Promise<readonly TransferItem[]> {
    return this.#add(() => this.#adding.planned(files));
  }

  addDownloads(request: DownloadRequest): Promise<AddedTransfers> {
    return this.#add(() => addDownloads(this.#downloads, request, this.#stopping.signal));
  }

  addZip(request: ZipRequest): Promise<AddedTransfers | null> {
    return this.#add(() => addZip(this.#downloads, request, this.#stopping.signal));
  }

  addPack(request: PackRequest): Promise<AddedTransfers | null> {
    return this.#add(() => addPack(this.#downloads, request, this.#stopping.signal));
  }

  relocate(which: readonly string[], folder: string): void {
    drop(relocate({ book: this.#book, queue: this.#queue }, which, folder));
  }

  stopListing(id: string): void {
    this.#listings.stop(id);
  }

  addCopies(request: CopyObjects): Promise<AddedTransfers> {
    return this.#add(() => addCopies({ house: this.#deps, book: this.#book, queue: this.#queue }, request));
  }

  addEdits(request: EditObjects): Promise<AddedTransfers> {
    const deps = { house: this.#deps, book: this.#book, queue: this.#queue };
    return this.#add(() => addEdits(deps, request, this.#stopping.signal));
  }

  /** A stop waits for what is just being added, so that it is whole in the journal. */
  async #add<T>(work: () => Promise<T>): Promise<T> {
    this.#stopping.signal.throwIfAborted();
    const adding = work();
    this.#addsUnderWay.add(adding);
    try {
      return await adding;
    } finally {
      this.#addsUnderWay.delete(adding);
    }
  }

  rows(start: number, count: number, filter: TransferFilter = 'all'): Rows {
    return this.#book.list.rows(start, count, filter);
  }

  item(id: string): TransferItem | null {
    return this.#book.list.get(id)?.item ?? null;
  }

  itemOfAsset(assetId: string): TransferItem | null {
    const entries = this.#book.list.uploadsOf(assetId);
    const open = entries.filter((entry) => !isFinished(entry.item.state));
    return (open.at(-1) ?? entries.at(-1))?.item ?? null;
  }

  slice(): TransfersSlice {
    return this.#reporter.slice();
  }

  subscribe(listener: (change: TransferChange) => void): () => void {
    return this.#book.subscribe(listener);
  }

  pause(which: TransferSelection): void {
    this.#commands.pause(which);
    this.#reporter.touch();
  }

  resume(which: TransferSelection): void {
    this.#commands.resume(which);
    this.#reporter.touch();
  }

  retry(which: TransferSelection): void {
    this.#commands.retry(which);
  }

  reorder(which: readonly string[], to: QueueMove): void {
    this.#commands.reorder(which, to);
    this.#reporter.reordered();
  }

  release(connectionId: string): void {
    this.#commands.release(connectionId);
  }

  networkIsBack(): void {
    this.#reach.wake();
  }

  machineWoke(): void {
    this.#queue.wake();
    this.#reach.wake();
  }

  cancel(which: TransferSelection): void {
    drop(this.#commands.cancel(which));
    this.#reporter.touch();
  }

  cancelConnection(connectionId: string): Promise<void> {
    return this.#commands.cancelConnection(connectionId);
  }

  unfinished(connectionId: string): Promise<UnfinishedUploads> {
    return this.#unfinished.list(connectionId, this.#stopping.signal);
  }

  abortUnfinished(
    connectionId: string,
    uploads: readonly Pick<UnfinishedUpload, 'key' | 'uploadId'>[],
  ): Promise<AbortedUploads> {
    return this.#unfinished.abort(connectionId, uploads, this.#stopping.signal);
  }

  clearFinished(): void {
    this.#commands.clearFinished();
  }

  question(transferId: string | null): ConflictQuestion | null {
    return this.#book.list.question(transferId);
  }

  decide(transferId: string, decision: ConflictDecision, forAll: boolean): void {
    this.#commands.decide(transferId, decision, forAll);
  }
}
