import type { BrowserWindow } from 'electron';
import type { ConnectionProfile } from '../../shared/connection';
import type { PageText } from '../../shared/page-text';
import type { Settings } from '../../shared/settings';
import type { MenuCommand } from '../../shared/state';
import type { CopiedFrom, TransferItem } from '../../shared/transfer';
import type { CloudflareAccount } from '../core/connections/cloudflare-account';
import type { Connections } from '../core/connections/connections';
import type { SecretClipboard } from '../core/connections/secret-clipboard';
import type { Generation } from '../core/generation/generation';
import type { DragFiles } from '../core/library/drag-files';
import type { Library } from '../core/library/library';
import type { SharedThumbnails } from '../core/library/shared-thumbnails';
import type { ThumbnailFiles } from '../core/library/thumbnail-files';
import type { Thumbnails } from '../core/library/thumbnails';
import type { UndoMoves } from '../core/library/undo-moves';
import type { ArrivedUpload, LinksAfterUpload } from '../core/links/after-upload';
import type { Links } from '../core/links/links';
import type { ProbeOptions } from '../core/links/probe';
import type { RecentUploads } from '../core/links/recent-uploads';
import type { LocalApi } from '../core/local-api/local-api';
import type { CreateStore } from '../core/store/store-config';
import type { WebFetch } from '../core/store/web-fetch';
import type { Bandwidth } from '../core/transfers/queue/bandwidth';
import type { Transfers } from '../core/transfers/transfers-api';
import type { Updates } from '../core/updates/updates';
import type { Meter } from '../core/usage/meter';
import type { PassphraseVault } from '../core/vault/passphrase-vault';
import type { Vault } from '../core/vault/vault';
import type { WatchedFolders } from '../core/watch/watch';
import type { House } from '../ipc/house';
import type { Publisher } from '../ipc/publisher';
import type { DecoderWindow } from '../shell/decoder-window';
import type { Dialogs } from '../shell/dialogs';
import type { Documents, DocumentStore } from '../shell/document-store';
import type { Log } from '../shell/log';
import type { DataPaths } from '../shell/paths';
import type { ProviderKeyStore } from '../shell/provider-keys';
import type { SandboxProcess } from '../shell/sandbox-process';
import type { SettingsService } from '../shell/settings';
import type { QuitWith } from '../shell/start';
import type { AppTray } from '../shell/tray';
import type { WorkWatch } from '../shell/work-watch';

export interface HouseOptions {
  readonly paths: DataPaths;
  readonly log: Log;
  readonly documents: Documents;
  /** What could configure a connection, out of the process's environment. */
  readonly environment: House['environment'];
  readonly window: () => BrowserWindow | null;
  /** The page has painted its first real screen. */
  readonly painted: () => void;
  /** Resolves when it has for the first time, or it takes too long. */
  readonly firstPaint: Promise<void>;
  readonly quitWith: QuitWith;
  readonly onSettings: (settings: Settings) => void;
  /** Brings the window to the front, or opens it. */
  readonly showWindow: () => void;
  /** Brings the window to the front, or opens it, and has its page do something. */
  readonly askPage: (command: MenuCommand) => void;
}

/**
 * The parts of the house, by which they know each other. Each takes from the others what it needs when it needs it; while it is built
 * it may only take from those that stand before it in `buildHouse`.
 */
export interface Rooms {
  readonly base: Base;
  readonly secrets: Secrets;
  readonly network: Network;
  readonly connections: ConnectionsRoom;
  readonly library: LibraryRoom;
  readonly links: LinksRoom;
  readonly tray: AppTray;
  readonly transfers: TransfersRoom;
  readonly generation: GenerationRoom;
  readonly localApi: LocalApi;
  readonly pictures: PicturesRoom;
  readonly updates: Updates;
  readonly publisher: Publisher;
}

/** What all others stand on. */
export interface Base {
  readonly paths: DataPaths;
  readonly log: Log;
  readonly documents: Documents;
  readonly settings: SettingsService;
  readonly dialogs: Dialogs;
  /** Resolves when the window is of use, or should be by now. */
  readonly firstPaint: Promise<void>;
  readonly window: () => BrowserWindow | null;
  readonly askPage: HouseOptions['askPage'];
  /** ms since 1970. */
  readonly now: () => number;
  /** A small JSON document by its name. */
  readonly document: (name: string) => DocumentStore;
  /** Told where a file is kept that could not be read. */
  readonly keptAside: (copy: string) => void;
  /** Aborted once the app ends. */
  readonly stopping: AbortController;
}

/** The ways out of the house: all are counted, and share what the settings leave them of the line. */
export interface Network {
  readonly createStore: CreateStore;
  readonly webFetch: WebFetch;
  readonly probe: ProbeOptions;
  readonly meter: Meter;
  readonly bandwidth: Bandwidth;
}

export interface Secrets {
  readonly vault: Vault;
  readonly passphrase: PassphraseVault;
  readonly clipboard: SecretClipboard;
}

export interface ConnectionsRoom {
  readonly connections: Connections;
  readonly cloudflare: CloudflareAccount;
  readonly sandbox: SandboxProcess;
  /** Connections that are just being removed: nothing is begun for them any more. */
  readonly leaving: Set<string>;
  readonly storeOf: Connections['storeOf'];
  /** null for one that is gone. */
  profileOf(connectionId: string): ConnectionProfile | null;
  /** null where none is kept. */
  apiTokenOf(connectionId: string): Promise<string | null>;
  /** The Cloudflare account of the connection that is open; '' for none. */
  openAccount(): string;
}

export interface LibraryRoom {
  readonly library: Library;
  readonly drags: DragFiles;
  /** The library shows the bucket that is active. */
  showActive(): Promise<void>;
}

/** Everything that is shown of a file before the file itself is opened. */
export interface PicturesRoom {
  readonly decoder: DecoderWindow;
  readonly thumbnails: Thumbnails;
  readonly files: ThumbnailFiles;
  readonly shared: SharedThumbnails;
  pageText(assetId: string, page: number): Promise<PageText>;
}

export interface LinksRoom {
  readonly links: Links;
  readonly afterUpload: LinksAfterUpload;
  readonly recentUploads: RecentUploads;
  /** Puts the links of what was uploaded on the clipboard, and says so; false when it cannot. */
  copyArrived(files: readonly ArrivedUpload[]): Promise<boolean>;
}

export interface TransfersRoom {
  readonly transfers: Transfers;
  readonly moves: UndoMoves;
  readonly watch: WatchedFolders;
  readonly workWatch: WorkWatch;
}

export interface GenerationRoom {
  readonly generation: Generation;
  readonly providerKeys: ProviderKeyStore;
  /** Calls back with each change; answers how to end that. */
  readonly onChange: (listener: () => void) => () => void;
  /** What a picture was made from goes along with it. */
  carryFacts(from: CopiedFrom, to: TransferItem): Promise<void>;
}
