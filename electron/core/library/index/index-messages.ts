import type { Failure } from '../../../../shared/failure';
import type { IndexTotals, LibraryIndex } from './library-index';

/** What an index is opened with. */
export interface IndexStart {
  /** A folder of the index's own; null to keep it in memory alone. */
  readonly dir: string | null;
  readonly connectionId: string;
  readonly firstRevision: number;
}

export type IndexMethod = keyof LibraryIndex;

/** To the index's thread. `moment` grows with each message. */
export type ToIndex =
  | { readonly kind: 'open'; readonly start: IndexStart }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly moment: number;
      readonly method: IndexMethod;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'close' };

/** From it: `changed` at most ten times a second, answers in the order of the calls. */
export type FromIndex =
  | { readonly kind: 'changed'; readonly totals: IndexTotals }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  /** The index cannot go on, and the thread ends; a new one begins from what is on disk. */
  | { readonly kind: 'broken'; readonly cause: BrokenBy; readonly detail: string }
  | { readonly kind: 'closed' };

/** Why an index cannot go on: its file is damaged, its disk takes nothing, or a bug. */
export type BrokenBy = 'damaged' | 'unwritable' | 'bug';

/** One side of the way between an index and who asks it. */
export interface IndexPort<Sent, Received> {
  post(message: Sent): void;
  onMessage(listener: (message: Received) => void): void;
}

/** The side that asks. */
export interface IndexLine extends IndexPort<ToIndex, FromIndex> {
  /** Told when the thread has ended, asked for or not; with what ended it, where that was an error. */
  onEnd(listener: (error: unknown) => void): void;
}
