import type { StoreConfig } from '../../../electron/core/store/store-config';

/** What one run of the moving process has to do. */
export type MoverJob = {
  readonly store: StoreConfig;
  /** Of the queue's journal. */
  readonly root: string;
  /** In the bucket, with its slash. */
  readonly prefix: string;
} & (
  | { readonly direction: 'up'; readonly paths: readonly string[] }
  | { readonly direction: 'down'; readonly folder: string }
);

export interface MoverReport {
  /** From the drop until the last is proven. */
  readonly ms: number;
  /** How late the event loop came, beyond what it was asked for. */
  readonly delayP99Ms: number;
  /** The moving process alone. */
  readonly peakBytes: number;
}
