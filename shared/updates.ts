import type { Failure } from './failure';

/** How the app keeps itself up to date. Nothing is installed without a person's word. */
export type UpdateState =
  /** `no-feed`: this build knows no place to ask (development, a build of one's own). `package`: it is updated as it was installed. */
  | { readonly kind: 'off'; readonly why: 'no-feed' | 'package' }
  /** `checkedAt`: when the feed last said that there is nothing newer, ms since 1970; null: not yet in this run. */
  | { readonly kind: 'current'; readonly checkedAt: number | null }
  | { readonly kind: 'checking' }
  /** `share`: 0 to 1. */
  | { readonly kind: 'downloading'; readonly version: string; readonly share: number }
  /** Downloaded and proven; it is installed with a restart. */
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const UPDATES_OFF = { kind: 'off', why: 'no-feed' } as const satisfies UpdateState;
