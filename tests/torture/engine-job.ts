import type { SandboxAddress } from '../support/sandbox';

/** What the process of `engine.ts` is told to move. */
export interface EngineJob {
  /** The bucket behind the bad weather. */
  readonly address: SandboxAddress;
  /** For the journal. */
  readonly root: string;
  /** Uploaded with all below it. */
  readonly source: string;
  /** Where the objects go that are downloaded afterwards. */
  readonly target: string;
  readonly downloads: readonly { readonly key: string; readonly size: number; readonly relativePath: string }[];
  /** No wait is longer than this. */
  readonly limitMs: number;
}

/** What it tells of its own. */
export interface EngineReport {
  readonly added: number;
  readonly uploaded: number;
  readonly downloaded: number;
  /** Files that arrived more than once, by what the queue said. */
  readonly doneTwice: number;
  /** How often an item had to wait, and how often it failed so that a person had to press retry, by cause. */
  readonly waits: Readonly<Record<string, number>>;
  readonly retries: Readonly<Record<string, number>>;
  /** States of items that never came to an end. */
  readonly stuck: readonly string[];
  readonly peakMegabytes: number;
}

export type ToEngine = { readonly kind: 'dns'; readonly works: boolean };
export type FromEngine =
  | { readonly kind: 'phase'; readonly phase: 'downloading' }
  | { readonly kind: 'report'; readonly report: EngineReport };

/** Looked up by the engine itself, so that it can fail (the sandbox answers to loopback names alone). */
export const TORTURE_HOST = 'localhost';
