import type { Failure } from '../../shared/failure';
import type { LibraryState } from '../../shared/library';
import { R2_PRICES } from '../../shared/prices';

/** What is known of a bucket's size. A figure is only shown with how true it is. */
export type Stored =
  | { readonly kind: 'unknown'; readonly failure: Failure | null }
  /** A reading is under way, or was stopped: what it has found so far, or what was known before. */
  | {
      readonly kind: 'so-far';
      readonly bytes: number;
      readonly found: number;
      readonly requests: number;
      /** Else it was stopped. */
      readonly isReading: boolean;
    }
  | { readonly kind: 'known'; readonly bytes: number; readonly at: number; readonly requests: number }
  /** The last reading failed; these are the figures from before. */
  | { readonly kind: 'stale'; readonly bytes: number; readonly at: number; readonly failure: Failure };

/** What the library knows of the active bucket. */
export function storedOf(
  library: Pick<LibraryState, 'connectionId' | 'scan' | 'totalBytes'>,
  activeId: string | null,
): Stored {
  const { scan, totalBytes: bytes } = library;
  if (activeId === null || library.connectionId !== activeId) return { kind: 'unknown', failure: null };
  switch (scan.kind) {
    case 'never':
      return { kind: 'unknown', failure: null };
    case 'scanning':
    case 'stopped':
      return { kind: 'so-far', bytes, found: scan.found, requests: scan.requests, isReading: scan.kind === 'scanning' };
    case 'complete':
      return { kind: 'known', bytes, at: scan.at, requests: scan.requests };
    case 'failed':
      return scan.knownAt === null
        ? { kind: 'unknown', failure: scan.failure }
        : { kind: 'stale', bytes, at: scan.knownAt, failure: scan.failure };
  }
}

const GB = 1e9;

/** The free storage, in bytes. */
export const FREE_BYTES = R2_PRICES.free.storageGb * GB;

const DAY = 86_400_000;

/** How many whole days lie between two moments. */
export function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / DAY));
}
