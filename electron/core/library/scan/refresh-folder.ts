import { R2_LIMITS } from '../../../../shared/r2';
import type { ListedObject, ListPage, ListRequest, ObjectStore } from '../../store/object-store';
import type { IndexCalls } from '../index/index-client';
import type { ListedRange } from '../index/library-index';
import { compareKeys } from './key-order';
import { OWN_PREFIX } from '../own-objects';
import type { ScanCalm } from './scan-calm';

/** What a look at a folder may cost; a larger one is refreshed as far as this goes. */
const MOST_PAGES = 10;

interface FolderDeps {
  readonly store: ObjectStore;
  readonly calls: IndexCalls;
  readonly calm: ScanCalm;
  /** Stands for this moment among the changes of the index. */
  moment(): number;
  enter(range: ListedRange, objects: readonly ListedObject[], askedAt: number): Promise<void>;
}

/**
 * Reads what lies directly in a folder, and notices folders in it that are gone. Answers those that were not known: what is in
 * them, no page has told yet.
 */
export async function refreshFolder(prefix: string, deps: FolderDeps, signal: AbortSignal): Promise<readonly string[]> {
  const { calls } = deps;
  const known = (await calls.foldersIn(prefix)).map((folder) => folder.prefix);
  const began = deps.moment();
  const { found, through } = await readFolder(prefix, deps, signal);
  for (const one of known) {
    const isRead = through === null || compareKeys(one, through) <= 0;
    if (isRead && !found.has(one)) await calls.dropFolder(one, began);
  }
  const before = new Set(known);
  return [...found].filter((one) => !before.has(one) && one !== OWN_PREFIX);
}

async function readFolder(prefix: string, { store, calm, moment, enter }: FolderDeps, signal: AbortSignal) {
  const found = new Set<string>();
  let through: string | null = '';
  let continuationToken: string | null = null;
  for (let pages = 0; pages < MOST_PAGES && through !== null; pages += 1) {
    const request: ListRequest = { prefix, delimiter: '/', continuationToken, maxKeys: R2_LIMITS.maxListKeys };
    let askedAt = 0;
    const page: ListPage = await calm.ask(() => {
      askedAt = moment();
      return store.list(request, signal);
    }, signal);
    for (const one of page.prefixes) found.add(one);
    const after: string = through;
    continuationToken = page.continuationToken;
    through = continuationToken === null ? null : latest([after, page.objects.at(-1)?.key, page.prefixes.at(-1)]);
    await enter({ prefix, after, through, depth: 'direct' }, page.objects, askedAt);
  }
  return { found, through };
}

function latest(keys: readonly (string | undefined)[]): string {
  return keys.reduce<string>((last, key) => (key !== undefined && compareKeys(key, last) > 0 ? key : last), '');
}
