import type { PageText } from '../../shared/page-text';
import type { AppFacts, EditCommand } from '../../shared/state';
import type { CloudflareAccount } from '../core/connections/cloudflare-account';
import type { SecretClipboard } from '../core/connections/secret-clipboard';
import type { SecretKeeping } from '../core/vault/secret-keeping';
import type { Connections } from '../core/connections/connections';
import type { DragFiles } from '../core/library/drag-files';
import type { Generation } from '../core/generation/generation';
import type { Library } from '../core/library/library';
import type { ThumbnailFiles } from '../core/library/thumbnail-files';
import type { SharedThumbnails } from '../core/library/shared-thumbnails';
import type { UndoMoves } from '../core/library/undo-moves';
import type { Thumbnails } from '../core/library/thumbnails';
import type { CorsDeps } from '../core/links/cors';
import type { Links } from '../core/links/links';
import type { ProbeOptions } from '../core/links/probe';
import type { LocalApi } from '../core/local-api/local-api';
import type { Transfers } from '../core/transfers/transfers-api';
import type { Updates } from '../core/updates/updates';
import type { Usage } from '../core/usage/usage';
import type { WatchedFolders } from '../core/watch/watch';
import type { SettingsService } from '../shell/settings';
import type { Desktop } from '../shell/desktop';
import type { Dialogs } from '../shell/dialogs';
import type { Publisher } from './publisher';
import type { CommandHandlers } from './router';

/** The services that the commands speak to, and what only Electron can do. */
export interface House {
  readonly facts: AppFacts;
  readonly publisher: Publisher;
  readonly settings: SettingsService;
  readonly connections: Connections;
  /** What of the process's environment could configure a connection. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cloudflare: CloudflareAccount;
  readonly secretKeeping: SecretKeeping;
  readonly secretClipboard: SecretClipboard;
  readonly library: Library;
  readonly thumbnails: Pick<Thumbnails, 'pages' | 'forget'>;
  readonly cache: Pick<ThumbnailFiles, 'size' | 'clear'>;
  readonly sharedThumbnails: Pick<SharedThumbnails, 'removeAll'>;
  readonly transfers: Transfers;
  readonly moves: UndoMoves;
  readonly drags: DragFiles;
  /** Hands files to the system to be dragged. */
  readonly dragOut: (files: readonly string[]) => Promise<void>;
  readonly links: Links;
  /** What else the commands about links need. */
  readonly linking: {
    readonly probe: ProbeOptions;
    readonly cors: CorsDeps;
    /** What the first link of a new connection leads to. */
    readonly testPicture: (signal: AbortSignal) => Promise<Uint8Array>;
    readonly randomId: () => string;
    /** ms since 1970. */
    readonly now: () => number;
  };
  readonly generation: Generation;
  readonly usage: Usage;
  readonly watch: WatchedFolders;
  readonly localApi: LocalApi;
  readonly updates: Pick<Updates, 'check' | 'install'>;
  readonly dialogs: Dialogs;
  readonly desktop: Desktop;
  /** The text of a page of a PDF. */
  readonly pageText: (assetId: string, page: number) => Promise<PageText>;
  /** Chromium's own “Copy image”: the page's process decodes it, never this one. */
  readonly copyPictureAt: (point: { readonly x: number; readonly y: number }) => void;
  /** Chromium's own editing of text. */
  readonly editText: (command: EditCommand) => void;
  /** Whose work is in the app, and under which licences. */
  readonly notices: () => Promise<string>;
  /** A text for whoever helps, without a secret in it. */
  readonly diagnostics: () => Promise<string>;
  /** The page has painted its first real screen. */
  readonly painted: () => void;
  /** What the page keeps for speed alone, decoded pictures above all, goes back to the system. */
  readonly giveMemoryBack: () => Promise<void>;
  /** Starts the sandbox bucket, puts the samples into it the first time, and opens it. */
  readonly openSandbox: CommandHandlers['connections.openSandbox'];
  readonly saveConnection: CommandHandlers['connections.save'];
  readonly replaceKeys: Connections['replaceKeys'];
  /** Ends and forgets all that belongs to it: transfers, tasks, index, secret. The bucket is not touched. */
  readonly removeConnection: (connectionId: string) => Promise<void>;
}
