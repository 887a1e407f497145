import { isDeepStrictEqual } from 'node:util';
import type { CorsRule } from '../../../shared/cloudflare';
import type { BucketCors } from '../../../shared/cors';
import { fail } from '../../../shared/failure';
import type { BucketApi } from '../connections/cloudflare-account';
import { readCors, writeCors } from '../store/cloudflare/cors';
import type { ObjectStore } from '../store/object-store';

export interface CorsDeps {
  readonly storeOf: (connectionId: string) => Promise<ObjectStore>;
  /** The way by Cloudflare's API; null for a connection without an API token. */
  readonly apiOf: (connectionId: string) => Promise<BucketApi | null>;
}

/** The bucket's CORS rules: by Cloudflare's API where there is a token for it, else by the S3 API. */
export async function readBucketCors(deps: CorsDeps, connectionId: string, signal: AbortSignal): Promise<BucketCors> {
  const api = await deps.apiOf(connectionId);
  if (api !== null) return { rules: await readCors(api.wire, api.place, signal), through: 'api' };
  const store = await deps.storeOf(connectionId);
  return { rules: await store.readCors(signal), through: 's3' };
}

/**
 * Puts rules in the place of `known`; none takes them all away. Fails with `cors-changed` where somebody else has changed them since
 * they were read.
 */
export async function writeBucketCors(
  deps: CorsDeps,
  connectionId: string,
  known: readonly CorsRule[],
  rules: readonly CorsRule[],
  signal: AbortSignal,
): Promise<BucketCors> {
  const now = await readBucketCors(deps, connectionId, signal);
  if (!isDeepStrictEqual(now.rules, known)) fail('cors-changed');
  const api = await deps.apiOf(connectionId);
  if (api !== null) await writeCors(api.wire, api.place, rules, signal);
  else await (await deps.storeOf(connectionId)).writeCors(rules, signal);
  return readBucketCors(deps, connectionId, signal);
}
