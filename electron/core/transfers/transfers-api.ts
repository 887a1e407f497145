import type { ConnectionProfile } from '../../../shared/connection';
import type { ConflictRule } from '../../../shared/settings';
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
import type { UploadChoices, UploadPreview } from '../../../shared/upload-preview';
import type { UploadSettings } from '../../../shared/upload-settings';
import type { HeaderEdit } from '../../../shared/header-edit';
import type { AbortedUploads, UnfinishedUploads } from '../../../shared/unfinished';
import type { ObjectStore } from '../store/object-store';
import type { Clock } from './clock';
import type { CopyLimits } from './copy/copy-job';
import type { TransferHooks } from './hooks';
import type { ImageConverter } from './upload/image-converter';
import type { SetAside } from './journal/journal';
import type { PlannedUpload } from './adding/upload-planner';

export interface TransfersDeps {
  /** Folder of its own for the journal and for pasted pictures on their way. */
  readonly root: string;
  /** Where files lie that the app holds for an upload alone, by the origin of it. */
  readonly handedOver: Readonly<Record<'script' | 'generated', string>>;
  /** Throws a `FailureError` where there is no such connection or its secret cannot be had. */
  storeOf(connectionId: string): Promise<ObjectStore>;
  profileOf(connectionId: string): ConnectionProfile | null;
  readonly hooks: TransferHooks;
  /** Called at most ten times a second. */
  publish(slice: TransfersSlice): void;
  /** As the settings say now. */
  conflictRule(): ConflictRule;
  uploadSettings(): UploadSettings;
  readonly converter: ImageConverter;
  downloadRule(): ConflictRule;
  assetIdOf(connectionId: string, key: string): string;
  /** How large objects are copied on the server. */
  readonly copyLimits: CopyLimits;
  readonly clock: Clock;
  randomId(): string;
  /** 0 to 1, for jitter. */
  random(): number;
}

export interface UploadPaths {
  readonly connectionId: string;
  /** With its slash at the end; '' for the top. */
  readonly prefix: string;
  /** Files and folders; a folder comes along by its name. */
  readonly paths: readonly string[];
  /** None: as the settings say. */
  readonly choices?: UploadChoices | null | undefined;
}

export interface UploadBytes {
  readonly connectionId: string;
  readonly prefix: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface UploadFile {
  readonly connectionId: string;
  readonly key: string;
  readonly localPath: string;
  readonly origin: 'generated';
  readonly contentType: string;
  /** User metadata beside that of the rules, which come first; left out where both together are too much. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Removes the local file once the object is verified (after `uploadDone`); never otherwise. */
  readonly deleteWhenDone: boolean;
}

/** A file of a watched folder or of a script: who adds it knows its id beforehand, and has decided its key and headers. */
export interface PlannedFile {
  /** New, and unlike all others; the item's. */
  readonly id: string;
  readonly connectionId: string;
  readonly localPath: string;
  /** Bytes. */
  readonly size: number;
  readonly plan: PlannedUpload;
  readonly origin: 'watched' | 'script';
  /** What becomes of it where its key is taken; null: as the settings say. */
  readonly rule: 'identical-or-both' | 'replace' | 'skip' | null;
  /** `again`: a transfer that is not known any more may have sent it, so that an object under its key may be this very file. */
  readonly goes: 'first' | 'again';
  /** Removes the local file once the object is verified, or when the item leaves the list without. */
  readonly deleteWhenDone: boolean;
}

export interface DownloadRequest {
  readonly connectionId: string;
  /** Nothing is ever written outside of it. */
  readonly folder: string;
  readonly objects: readonly DownloadObject[] | ListedObjects;
}

export interface ZipRequest {
  readonly connectionId: string;
  /** Where the ZIP file goes; a file that is there is replaced, which the person has agreed to. */
  readonly path: string;
  /** The folder of the bucket that the objects are below, with its slash; '' for the top. */
  readonly prefix: string;
  readonly objects: readonly DownloadObject[] | ListedObjects;
}

export interface PackRequest {
  readonly connectionId: string;
  /** Of the ZIP file, in the bucket of the objects. */
  readonly key: string;
  readonly objects: readonly DownloadObject[] | ListedObjects;
}

/** Objects in batches, as they are listed. */
export type ListedObjects<Listed = DownloadObject> = (signal: AbortSignal) => AsyncIterable<readonly Listed[]>;

export interface DownloadObject {
  readonly key: string;
  readonly size: number;
  /** '' where it is not known. */
  readonly etag: string;
  /** ms since 1970; null where it is not known. */
  readonly modified: number | null;
  /** Below the folder, with `/`; made safe for this system before use. */
  readonly relativePath: string;
}

export interface CopyObjects {
  readonly from: string;
  readonly to: string;
  /** The sources are removed, each once its copy is proven. */
  readonly move: boolean;
  readonly objects: readonly CopyObject[];
}

export interface CopyObject {
  readonly key: string;
  readonly size: number;
  /** '' where it is not known. */
  readonly etag: string;
  readonly targetKey: string;
  /** What becomes of it where its key is taken, whatever the settings say. */
  readonly decision?: 'skip-identical';
}

export interface EditObjects {
  readonly connectionId: string;
  readonly edit: HeaderEdit;
  readonly objects: ListedObjects<ListedObject>;
}

/** An object as a listing tells of it. */
export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
}

/** What a start found of the last run. */
export interface StartReport {
  readonly restored: number;
  /** Where a journal that could not be read whole was put aside, and why; null when all was well. */
  readonly setAside: SetAside | null;
}

/** A change of an item's state (not of its progress), or the last word on one that left the list. */
export type TransferChange =
  { readonly kind: 'changed'; readonly item: TransferItem } | { readonly kind: 'gone'; readonly item: TransferItem };

/** The queue of all that moves. What an `add…` has answered for survives a crash from then on. */
export interface Transfers {
  start(): Promise<StartReport>;
  /** Interrupts what moves, so that the next start goes on with it, and writes all down. */
  stop(): Promise<void>;

  addPaths(request: UploadPaths): Promise<AddedTransfers>;
  /** What `addPaths` would come to; nothing begins. */
  preview(request: UploadPaths): Promise<UploadPreview>;
  /** A pasted picture: named by the moment, `pasted-2026-11-03-142501.png`. */
  addBytes(request: UploadBytes): Promise<AddedTransfers>;
  /** A result from the outbox. Where its key is taken it goes beside it (`x-2.png`), and the item's key and asset id change. */
  addFile(request: UploadFile): Promise<TransferItem>;
  /** Files whose keys are decided already, all in one line of the journal; answers them in their order. */
  addPlanned(files: readonly PlannedFile[]): Promise<readonly TransferItem[]>;
  /** Queued while they are listed; a listing that is broken off (`stopListing`) leaves what was queued by then. */
  addDownloads(request: DownloadRequest): Promise<AddedTransfers>;
  /** All of them or none: a crash before the answer leaves none, one after it all. */
  addCopies(request: CopyObjects): Promise<AddedTransfers>;
  /** Gives objects other headers: each is copied onto itself by its server. All of them or none. */
  addEdits(request: EditObjects): Promise<AddedTransfers>;
  /** One item that makes one ZIP file; null when its listing was broken off. */
  addZip(request: ZipRequest): Promise<AddedTransfers | null>;
  /** One item that packs objects into a ZIP file in their own bucket; null when its listing was broken off. */
  addPack(request: PackRequest): Promise<AddedTransfers | null>;
  stopListing(id: string): void;
  /** Failed downloads, and all that failed with them since their folder is closed, begin anew in another folder. */
  relocate(which: readonly string[], folder: string): void;

  /** Newest first; the active in the order of the queue. */
  rows(
    start: number,
    count: number,
    filter?: TransferFilter,
  ): { readonly total: number; readonly rows: readonly TransferItem[] };
  item(id: string): TransferItem | null;
  /** The upload that makes (or has just made) this object; the unfinished and newest one when there are more. */
  itemOfAsset(assetId: string): TransferItem | null;
  slice(): TransfersSlice;
  /** Called synchronously; must not throw. Returns how to stop listening. */
  subscribe(listener: (change: TransferChange) => void): () => void;

  pause(which: TransferSelection): void;
  resume(which: TransferSelection): void;
  /** The failed and the waiting, at once. */
  retry(which: TransferSelection): void;
  /** Moves what still waits in the queue. */
  reorder(which: readonly string[], to: QueueMove): void;
  /** Tries a connection that stands still at once, with what had failed for the same reason as holds it up. */
  release(connectionId: string): void;
  /** What rests because the network was away is tried at once. */
  networkIsBack(): void;
  /** What rests because the network was away is tried at once, and tries that hang on sockets of before the sleep are begun again, with their parts. */
  machineWoke(): void;
  /** Takes what is unfinished off the list and removes what it had begun in the bucket and on disk. */
  cancel(which: TransferSelection): void;
  /** Cancels all of a connection that is about to be forgotten; resolves when its begun uploads are removed, or cannot be. */
  cancelConnection(connectionId: string): Promise<void>;
  clearFinished(): void;
  /** The begun multipart uploads in a connection's bucket, ours and others'. */
  unfinished(connectionId: string): Promise<UnfinishedUploads>;
  /** Removes such uploads, but none that a transfer here goes on with. */
  abortUnfinished(
    connectionId: string,
    uploads: readonly { readonly key: string; readonly uploadId: string }[],
  ): Promise<AbortedUploads>;
  /** What is to be answered: about this transfer if it waits for that, else about the one that was added first. */
  question(transferId: string | null): ConflictQuestion | null;
  /** `forAll`: for all present conflicts of its direction too, and for later ones of what is in the queue now. */
  decide(transferId: string, decision: ConflictDecision, forAll: boolean): void;
}
