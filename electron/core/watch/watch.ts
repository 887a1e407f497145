import type { ExistingFiles, WatchedFolderSettings, WatchStateSlice } from '../../../shared/watch';
import type { UploadSettings } from '../../../shared/upload-settings';
import type { Clock } from '../transfers/clock';
import type { Transfers } from '../transfers/transfers-api';

/** Folders whose files are uploaded by themselves, each once, as soon as it is finished. */
export interface WatchedFolders {
  /** Takes up what the last run left; the transfers must have been started. */
  start(): Promise<void>;
  slice(): WatchStateSlice;
  /**
   * Fails with `folder-missing`, `folder-watched` (or inside of one that is, or the app's own), `no-connection`; and, where what
   * lies there is to be left, with what hinders a subfolder from being read.
   */
  add(settings: WatchedFolderSettings, existing: ExistingFiles): Promise<void>;
  /** Fails as `add` does, but for the last of its reasons. Another path is taken for the same folder that was moved: nothing of it goes twice. */
  change(id: string, settings: WatchedFolderSettings): Promise<void>;
  setPaused(id: string, paused: boolean): void;
  /** Forgets the folder and what is known of its files; what is in the queue goes on. */
  remove(id: string): Promise<void>;
  /** Looks at once, and tries again what was hindered. */
  lookNow(id: string): void;
  /** A connection has come or gone: folders of one that is gone stop. */
  connectionsChanged(): void;
  /** The computer has slept: what came meanwhile is looked for at once. */
  machineWoke(): void;
  /** Nothing more is looked for; what has arrived is noted until `close`. */
  stop(): Promise<void>;
  /** The last word, once both these and the transfers are stopped. */
  close(): Promise<void>;
}

/** What is needed of the queue. */
export type WatchUploads = Pick<Transfers, 'addPlanned' | 'item' | 'pause' | 'cancel' | 'subscribe'>;

/** What one folder needs of the house. */
export interface FolderDeps {
  readonly uploads: WatchUploads;
  /** As they are now. */
  uploadSettings(): UploadSettings;
  isConnected(connectionId: string): boolean;
  /** Moves a file to the system's trash. */
  trash(path: string): Promise<void>;
  readonly clock: Clock;
  randomId(): string;
  /** Hears of bugs. */
  report(error: unknown): void;
}

export interface WatchDeps extends FolderDeps {
  /** The records lie in here. */
  readonly root: string;
  /** All that the app writes lies below; watching it would upload what is on its way up. */
  readonly ownFolder: string;
  /** A small JSON document for the list of folders. */
  readonly storage: { read(): unknown; write(value: unknown): void; setAside(): void };
  /** Hears where a file of its own that could not be read whole is kept. */
  keptAside(copy: string): void;
  /** Called at most ten times a second. */
  publish(slice: WatchStateSlice): void;
}
