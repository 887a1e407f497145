import type { Failure } from './failure';

/** A link to one object, tried before it is handed out. */
export type ObjectLink =
  /** On the public domain, and it opened. */
  | { readonly kind: 'public'; readonly url: string }
  /** On the public domain, but it did not open just now. */
  | { readonly kind: 'public-unreachable'; readonly url: string; readonly failure: Failure }
  /** Signed, for buckets without a public domain; ends at `expiresAt` (ms since 1970). */
  | { readonly kind: 'presigned'; readonly url: string; readonly expiresAt: number };

/** So many links are tried in one go, at most. */
export const MAX_TRIED_LINKS = 1000;

export interface TriedLinks {
  readonly tried: number;
  readonly opened: number;
}

export interface CopiedLinks {
  readonly copied: number;
  /** What the clipboard now holds. */
  readonly text: string;
  /** The first one, for the words of the notice. */
  readonly first: ObjectLink;
  readonly unreachable: number;
}
