import { z } from 'zod';
import type { AccountBucket, AccountPlace, LocationHint } from '../../../../shared/cloudflare';
import type { StorageClass } from '../../../../shared/prices';
import { askCloudflare, type CloudflareWire } from './wire';

const bucketAnswer = z.object({
  name: z.string().min(1),
  creation_date: z.string().nullish(),
  location: z.string().nullish(),
  storage_class: z.string().nullish(),
});
const listAnswer = z.object({ buckets: z.array(bucketAnswer).default([]) });

/** As many as the API gives at once; without it a page has 20 (cloudflare/workers-sdk#15103). */
const PAGE = 1000;
/** An account has at most a million buckets (r2/platform/limits). */
const MAX_PAGES = 1000;

/** All buckets of an account in one jurisdiction, by name. Needs `Workers R2 Storage: Read`. */
export async function listBuckets(
  wire: CloudflareWire,
  { accountId, jurisdiction }: AccountPlace,
  signal: AbortSignal,
): Promise<readonly AccountBucket[]> {
  const found: AccountBucket[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query: Record<string, string> = {
      per_page: `${PAGE}`,
      order: 'name',
      ...(cursor === null ? {} : { cursor }),
    };
    const path = ['accounts', accountId, 'r2', 'buckets'];
    const question = {
      method: 'GET',
      path,
      query,
      jurisdiction,
      needs: 'Workers R2 Storage: Read',
      bucket: '',
    } as const;
    const answer: { result: z.infer<typeof listAnswer>; cursor: string | null } = await askCloudflare(
      wire,
      question,
      listAnswer,
      signal,
    );
    for (const bucket of answer.result.buckets) found.push(bucketOf(bucket));
    if (answer.cursor === null || answer.cursor === cursor) return found;
    cursor = answer.cursor;
  }
  return found;
}

/** Makes a bucket. Needs `Workers R2 Storage: Edit`. Fails with `bucket-name-taken`, `invalid-bucket-name`. */
export async function createBucket(
  wire: CloudflareWire,
  { accountId, jurisdiction }: AccountPlace,
  wanted: { readonly name: string; readonly locationHint: LocationHint | null },
  signal: AbortSignal,
): Promise<AccountBucket> {
  const { name, locationHint } = wanted;
  const question = {
    method: 'POST',
    path: ['accounts', accountId, 'r2', 'buckets'],
    body: { name, ...(locationHint === null ? {} : { locationHint }) },
    jurisdiction,
    needs: 'Workers R2 Storage: Edit',
    bucket: name,
  } as const;
  return bucketOf((await askCloudflare(wire, question, bucketAnswer, signal)).result);
}

/** Cloudflare's REST names (r2/buckets/storage-classes). */
const CLASSES: ReadonlyMap<string, StorageClass> = new Map([
  ['Standard', 'standard'],
  ['InfrequentAccess', 'infrequent'],
]);

function bucketOf(answer: z.infer<typeof bucketAnswer>): AccountBucket {
  const { name, creation_date: created, location, storage_class: storageClass } = answer;
  const createdAt = created === null || created === undefined ? Number.NaN : Date.parse(created);
  return {
    name,
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
    location: location ?? null,
    storageClass: CLASSES.get(storageClass ?? '') ?? null,
  };
}
