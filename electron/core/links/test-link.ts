import { createHash } from 'node:crypto';
import { FailureError } from '../../../shared/failure';
import type { TestLink } from '../../../shared/test-link';
import { assetIdOf } from '../library/asset-id';
import type { ObjectStore } from '../store/object-store';
import type { Links } from './links';

/** What the first link of a new connection leads to. */
const TEST_KEY = 'flow-media-test.png';

export interface TestLinkDeps {
  readonly storeOf: (connectionId: string) => Promise<ObjectStore>;
  readonly links: Pick<Links, 'linkOf'>;
  /** A small PNG. */
  readonly picture: (signal: AbortSignal) => Promise<Uint8Array>;
}

/** Stores a small picture, unless there is something of its name, and answers the link to it, opened once as anyone would. */
export async function testLink(
  connectionId: string,
  { storeOf, links, picture }: TestLinkDeps,
  signal: AbortSignal,
): Promise<TestLink> {
  const store = await storeOf(connectionId);
  if (!(await isThere(store, signal))) await put(store, await picture(signal), signal);
  const file = { key: TEST_KEY, assetId: assetIdOf(connectionId, TEST_KEY), size: null };
  const link = await links.linkOf(connectionId, file, { way: { kind: 'auto' }, width: null }, signal);
  return { key: TEST_KEY, link };
}

async function isThere(store: ObjectStore, signal: AbortSignal): Promise<boolean> {
  try {
    await store.head(TEST_KEY, signal);
    return true;
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'no-such-key') return false;
    throw error;
  }
}

async function put(store: ObjectStore, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const contentMd5 = createHash('md5').update(bytes).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  await store.put(TEST_KEY, bytes, { ...headers, contentMd5, condition: 'absent' }, signal);
}
