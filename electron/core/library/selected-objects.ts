import { connectionOfSelection, type LibrarySelection, type LibraryView } from '../../../shared/library';
import { isFiltered } from '../../../shared/view-filters';
import { assertNever } from '../../../shared/assert';
import { FailureError } from '../../../shared/failure';
import { R2_LIMITS } from '../../../shared/r2';
import { assetIdOf } from './asset-id';
import type { BucketLibrary } from './bucket-library';
import type { IndexCalls } from './index/index-client';
import type { OpenSelection } from './index/library-index';
import type { ResolvedObject } from './resolved-object';
import { OWN_PREFIX } from './own-objects';

const BATCH = 1000;

/**
 * The objects of a selection, in batches. As long as the bucket has not been read to its end, the bucket itself is asked, so
 * that nothing is missed that no scan has seen; where a view is filtered, the scan is waited for.
 */
export async function* selectedObjects(
  bucket: BucketLibrary,
  selection: LibrarySelection,
  signal: AbortSignal,
): AsyncGenerator<readonly ResolvedObject[], void, undefined> {
  const places = bucket.reading.state.kind === 'complete' ? null : placesOf(selection);
  if (places !== null) {
    for (const place of places) yield* listed(bucket, selection, place, signal);
    return;
  }
  if (selection.kind === 'view') await scanned(bucket, signal);
  const { calls } = bucket.index;
  yield* withSelection(calls, selection, (opened) => batchesOf(calls, opened));
}

/** Opens a selection for as long as its batches are read. */
export async function* withSelection<T>(
  calls: IndexCalls,
  selection: LibrarySelection,
  batches: (opened: OpenSelection) => AsyncIterable<T>,
  besides: readonly string[] = [],
): AsyncGenerator<T, void, undefined> {
  const opened = await calls.openSelection(selection, besides);
  try {
    yield* batches(opened);
  } finally {
    await calls.closeSelection(opened.id);
  }
}

/** The objects of an open selection as the index knows them, in batches. */
export async function* batchesOf(
  calls: IndexCalls,
  { id, count }: OpenSelection,
): AsyncGenerator<readonly ResolvedObject[], void, undefined> {
  for (let start = 0; start < count; start += BATCH) yield await calls.readSelection(id, start, BATCH);
}

interface Place {
  readonly prefix: string;
  readonly delimiter: '' | '/';
}

/** Where a plain selection lies; null for one that only the index can answer. */
function placesOf(selection: LibrarySelection): readonly Place[] | null {
  switch (selection.kind) {
    case 'assets':
      return null;
    case 'folders':
      return selection.prefixes.map((prefix) => ({ prefix, delimiter: '' }));
    case 'view':
      return placeOfView(selection.view);
    default:
      return assertNever(selection);
  }
}

function placeOfView({ scope, search, kinds, filters, flat }: LibraryView): readonly Place[] | null {
  if (search !== '' || kinds.length > 0 || isFiltered(filters)) return null;
  if (scope.kind === 'folder') return [{ prefix: scope.prefix, delimiter: flat ? '' : '/' }];
  return scope.view === 'all' ? [{ prefix: '', delimiter: '' }] : null;
}

async function* listed(
  bucket: BucketLibrary,
  selection: LibrarySelection,
  place: Place,
  signal: AbortSignal,
): AsyncGenerator<readonly ResolvedObject[], void, undefined> {
  const store = await bucket.store();
  const connectionId = connectionOfSelection(selection);
  const except = new Set(selection.kind === 'view' ? selection.except : []);
  let continuationToken: string | null = null;
  do {
    const page = await store.list({ ...place, continuationToken, maxKeys: R2_LIMITS.maxListKeys }, signal);
    const objects = page.objects.map(({ key, size, etag, modified }) => {
      return { assetId: assetIdOf(connectionId, key), key, size, etag, modified };
    });
    yield objects.filter(({ assetId, key }) => !except.has(assetId) && !key.startsWith(OWN_PREFIX));
    continuationToken = page.continuationToken;
  } while (continuationToken !== null);
}

/** Waits until the bucket has been read to its end; throws why it could not be. */
async function scanned(bucket: BucketLibrary, signal: AbortSignal): Promise<void> {
  if (bucket.reading.state.kind === 'complete') return;
  const { reading } = bucket;
  // What is asked for is all of a view: so all is to be read, however large.
  while (reading.state.kind !== 'complete') {
    reading.readAll();
    await reading.done(signal);
    if (reading.state.kind === 'failed') throw new FailureError(reading.state.failure);
    if (reading.state.kind === 'stopped' && reading.state.by === 'person')
      throw new DOMException('Stopped', 'AbortError');
  }
}
