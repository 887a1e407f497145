import type { Failure } from './failure';
import type { LinkForm } from './link-formats';

/** A link to one object, tried before it is handed out. */
export type ObjectLink =
  /** On a public domain, and it opened, or its domain has served this bucket before. */
  | { readonly kind: 'public'; readonly url: string }
  /** On a public domain, but whether it opens could not be seen just now, or it was asked for though it does not. */
  | { readonly kind: 'public-unreachable'; readonly url: string; readonly failure: Failure }
  /**
   * Signed; ends at `expiresAt` (ms since 1970). `instead`: why the public link, which there would be, does not open; null where
   * the bucket is private or a signed one was asked for.
   */
  | { readonly kind: 'presigned'; readonly url: string; readonly expiresAt: number; readonly instead: Failure | null };

/** At most this many links are tried in one go. */
export const MAX_TRIED_LINKS = 1000;

export interface TriedLinks {
  readonly tried: number;
  readonly opened: number;
}

/** Which link is wanted. */
export type LinkWay =
  /** Public where that opens, else signed for as long as the settings say. */
  | { readonly kind: 'auto' }
  | { readonly kind: 'public'; readonly base: string }
  /** 1 to 604,800 seconds. */
  | { readonly kind: 'signed'; readonly seconds: number };

export interface LinkWish {
  readonly way: LinkWay;
  readonly form: LinkForm;
  /** Pictures at most so wide, px, where their domain can do that; null: as they are. */
  readonly width: number | null;
}

export const LINK_WIDTH_LIMITS = { min: 16, max: 12_000 } as const;

/** Links as they are pasted. */
export interface CopiedLinks {
  readonly copied: number;
  /** A line each. */
  readonly text: string;
  /** The first one, for the words of the notice. */
  readonly first: ObjectLink;
  readonly unreachable: number;
  /** How many are signed, and so come to an end. */
  readonly signed: number;
  /** When the first of the signed ends, ms since 1970; null without any. */
  readonly until: number | null;
}

/** What comes of trying a public domain with an object of the bucket. */
export type DomainTrial =
  | { readonly kind: 'opens'; readonly key: string }
  | { readonly kind: 'fails'; readonly key: string; readonly failure: Failure }
  /** There is nothing in the bucket to try it with. */
  | { readonly kind: 'empty' };

/** A link under which somebody else can put one file into the bucket. */
export interface ReceiveLink {
  readonly url: string;
  /** ms since 1970. */
  readonly expiresAt: number;
  /** A line for a terminal that sends `FILE` there. */
  readonly curl: string;
}
