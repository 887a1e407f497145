import type { Failure } from './failure';
import type { DeepLink } from './deep-link';
import type { ConnectionCheck, ConnectionsState } from './connection';
import type { GenerationStateSlice } from './generation-state';
import type { LibraryState } from './library';
import type { LocalApiSlice } from './local-api';
import type { CopiedLinks } from './link';
import type { Settings } from './settings';
import type { TransferItem, TransferSummary } from './transfer';
import type { UpdateState } from './updates';
import type { UsageState } from './usage';
import type { WatchStateSlice } from './watch';

/** The parts of main's state that the page mirrors, each replaced whole by an event of its name. */
export interface StateSlices {
  readonly settings: Settings;
  readonly connections: ConnectionsState;
  readonly library: LibraryState;
  readonly transfers: TransfersSlice;
  readonly generation: GenerationStateSlice;
  readonly check: ConnectionCheck | null;
  readonly usage: UsageState;
  readonly watch: WatchStateSlice;
  readonly localApi: LocalApiSlice;
  readonly updates: UpdateState;
}

export interface TransfersSlice {
  readonly summary: TransferSummary;
  /** Grows when items come, go or change their order; the page then asks its ranges again. */
  readonly revision: number;
  /** Grows when one passes between active, failed and done, or the queue's order changes: then filtered ranges are asked again. */
  readonly regrouped: number;
  /** What moves, waits for an answer, or changed since the last event: at most 200. */
  readonly changed: readonly TransferItem[];
  /** Objects that are being listed, to be downloaded. */
  readonly listings: readonly Listing[];
}

export interface Listing {
  readonly id: string;
  /** Objects so far. */
  readonly found: number;
}

export type SliceName = keyof StateSlices;

/** Facts about the program that do not change while it runs. */
export interface AppFacts {
  readonly version: string;
  readonly platform: 'darwin' | 'win32' | 'linux' | 'other';
  readonly electron: string;
  readonly systemLocale: string;
}

/** All state at one moment; events with a sequence number up to `sequence` are contained in it. */
export interface AppSnapshot {
  readonly sequence: number;
  readonly app: AppFacts;
  readonly slices: StateSlices;
}

/** Something that happened, to be told once. */
export type Notice =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'menu'; readonly command: MenuCommand }
  /** The links of what was uploaded are on the clipboard. */
  | { readonly kind: 'links-copied'; readonly links: CopiedLinks }
  /** A link from outside (shared/deep-link.ts) was opened. */
  | { readonly kind: 'open-link'; readonly link: DeepLink }
  /** The page before this one crashed. */
  | { readonly kind: 'page-recovered' };

/** What the Edit menu asks of the page, which knows whether text or files are meant. */
export const EDIT_COMMANDS = ['undo', 'copy', 'delete', 'select-all'] as const;
export type EditCommand = (typeof EDIT_COMMANDS)[number];

/** What the application menu asks of the page. */
export type MenuCommand =
  | EditCommand
  | 'open-settings'
  | 'open-library'
  | 'open-generate'
  | 'open-transfers'
  | 'open-usage'
  | 'open-palette'
  | 'open-shortcuts'
  | 'open-help'
  | 'find'
  | 'upload-files'
  | 'upload-folder'
  | 'new-connection'
  | 'copy-diagnostics';
