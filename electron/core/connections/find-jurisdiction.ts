import type { ConnectionAddress } from '../../../shared/connection';
import { FailureError } from '../../../shared/failure';
import { JURISDICTIONS, r2Endpoint, type Jurisdiction } from '../../../shared/r2';
import type { CreateStore, StoreConfig } from '../store/store-config';
import { within } from './check';

const PATIENCE_MS = 8000;

/**
 * Where else in the account a bucket of this name answers to these keys; null where none does. A jurisdiction's endpoint sees
 * its own buckets alone, and answers for all others as if the token had no right (developers.cloudflare.com/r2/reference/data-location).
 */
export async function findJurisdiction(
  address: ConnectionAddress,
  config: StoreConfig,
  createStore: CreateStore,
  signal: AbortSignal,
): Promise<Jurisdiction | null> {
  if (address.kind !== 'r2') return null;
  const others = JURISDICTIONS.filter((one) => one !== address.jurisdiction);
  const answers = await Promise.all(
    others.map(async (one) => {
      const there = { ...config, endpoint: r2Endpoint(address.accountId, one) };
      return (await doesAnswer(there, createStore, signal)) ? one : null;
    }),
  );
  return answers.find((one) => one !== null) ?? null;
}

async function doesAnswer(config: StoreConfig, createStore: CreateStore, signal: AbortSignal): Promise<boolean> {
  const store = await createStore(config);
  const request = { prefix: '', delimiter: '', continuationToken: null, maxKeys: 1 } as const;
  try {
    await within(PATIENCE_MS, new URL(config.endpoint).host, signal, (own) => store.list(request, own));
    return true;
  } catch (error) {
    if (error instanceof FailureError) return false;
    throw error;
  } finally {
    store.close();
  }
}
