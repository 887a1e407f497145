import type { StorageClass } from './prices';
import type { Jurisdiction } from './r2';

/**
 * What Cloudflare's REST API says of buckets, as the page may see it. Sources: developers.cloudflare.com/api/resources/r2 and
 * cloudflare/cloudflare-typescript, src/resources/r2/buckets (read 2026-11).
 */

/** Where a new bucket would best lie; heeded only the first time a name is used (r2/reference/data-location). */
export const LOCATION_HINTS = ['wnam', 'enam', 'weur', 'eeur', 'apac', 'oc'] as const;
export type LocationHint = (typeof LOCATION_HINTS)[number];

/** An account's buckets of one jurisdiction, seen from there alone. */
export interface AccountPlace {
  readonly accountId: string;
  readonly jurisdiction: Jurisdiction;
}

export interface BucketPlace extends AccountPlace {
  readonly bucket: string;
}

export interface AccountBucket {
  readonly name: string;
  /** ms since 1970; null when it is not told. */
  readonly createdAt: number | null;
  /** `WEUR` and the like; null when it is not told. */
  readonly location: string | null;
  /** In which new objects are stored unless they say otherwise; null when it is not told. */
  readonly storageClass: StorageClass | null;
}

/** The bucket's public development address, `pub-….r2.dev`: there is always one, on or off. */
export interface DevUrl {
  readonly host: string;
  readonly enabled: boolean;
}

/** `ready`: owned, with a certificate, switched on. `off`: switched off by the owner. `failed`: Cloudflare gave up on it. */
export type DomainStanding = 'ready' | 'pending' | 'off' | 'failed';

export interface CustomDomain {
  readonly host: string;
  readonly standing: DomainStanding;
}

/** What could be a bucket's public base. */
export interface PublicAccess {
  readonly devUrl: DevUrl;
  readonly domains: readonly CustomDomain[];
}

export const CORS_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] as const;
export type CorsMethod = (typeof CORS_METHODS)[number];

export interface CorsRule {
  readonly id: string | null;
  readonly origins: readonly string[];
  readonly methods: readonly CorsMethod[];
  readonly headers: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** s; null leaves it to R2. */
  readonly maxAgeSeconds: number | null;
}
