import { fail } from '../../../shared/failure';
import { nameOfKey, normalizeKey, numberedKey, prefixOfKey } from '../../../shared/keys';
import { connectionOfSelection, type CopyTarget, type LibrarySelection } from '../../../shared/library';
import type { ObjectStore } from '../store/object-store';
import type { ResolvedObject } from './resolved-object';

/** One object of a copy or a move, with the key that it gets. */
export interface PlannedCopy {
  readonly key: string;
  readonly size: number;
  /** '' where it is not known. */
  readonly etag: string;
  readonly targetKey: string;
}

export interface PlanDeps {
  readonly store: ObjectStore;
  /** The objects that a selection of assets or a view means. */
  resolve(selection: LibrarySelection): Promise<readonly ResolvedObject[]>;
  /** Whether a key, or with a slash at its end a folder, is known to be in the source's bucket. */
  exists(key: string): Promise<boolean>;
}

/**
 * Where each object of a selection goes: files by their names, folders with their trees. No two get one key, whatever they are
 * called. What is copied to where it lies gets the next free number. A folder in another one that is selected goes with that.
 */
export async function planCopies(
  deps: PlanDeps,
  selection: LibrarySelection,
  target: CopyTarget,
  move: boolean,
  signal: AbortSignal,
): Promise<readonly PlannedCopy[]> {
  const isHere = target.connectionId === connectionOfSelection(selection);
  if (selection.kind === 'folders') {
    const plans: PlannedCopy[] = [];
    const roots = new Set<string>();
    for (const prefix of outermost(selection.prefixes)) {
      // Not read out of the index, which may be older than the bucket: what is missing in it would be left behind.
      const root = await folderTarget(deps, prefix, target.prefix, isHere, move, roots);
      roots.add(normalizeKey(root));
      for (const plan of await planFolder(deps.store, prefix, root, signal)) plans.push(plan);
    }
    return plans;
  }
  const claims = new Claims(isHere && !move ? (key) => deps.exists(key) : () => Promise.resolve(false));
  const plans: PlannedCopy[] = [];
  for (const { key, size, etag } of await deps.resolve(selection)) {
    const wanted = target.prefix + nameOfKey(key);
    const isInPlace = isHere && normalizeKey(wanted) === normalizeKey(key);
    const targetKey = isInPlace && move ? key : await claims.claim(wanted, isInPlace);
    plans.push({ key, size, etag, targetKey });
  }
  return plans;
}

/** All objects below a folder, its markers too, each under the new prefix. */
export async function planFolder(
  store: ObjectStore,
  prefix: string,
  newPrefix: string,
  signal: AbortSignal,
): Promise<readonly PlannedCopy[]> {
  const plans: PlannedCopy[] = [];
  let continuationToken: string | null = null;
  do {
    const page = await store.list({ prefix, delimiter: '', continuationToken, maxKeys: 1000 }, signal);
    for (const { key, size, etag } of page.objects)
      plans.push({ key, size, etag, targetKey: newPrefix + key.slice(prefix.length) });
    continuationToken = page.continuationToken;
  } while (continuationToken !== null);
  return plans;
}

async function folderTarget(
  deps: PlanDeps,
  prefix: string,
  into: string,
  isHere: boolean,
  move: boolean,
  roots: ReadonlySet<string>,
): Promise<string> {
  const name = nameOfKey(prefix);
  if (!prefix.endsWith('/')) fail('invalid-input');
  if (isHere && into.startsWith(prefix)) fail('into-itself', { name });
  const wanted = `${into}${name}/`;
  const isInPlace = isHere && wanted === prefix;
  if (isInPlace ? move : !roots.has(normalizeKey(wanted))) return wanted;
  for (let n = 2; ; n++) {
    const numbered = `${numberedFolder(wanted, n)}/`;
    if (!roots.has(normalizeKey(numbered)) && !(isHere && (await deps.exists(numbered)))) return numbered;
  }
}

/** Without those that lie in others: a search finds folders at any depth. */
function outermost(prefixes: readonly string[]): readonly string[] {
  return prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)));
}

/** `a.b/` → `a.b-2`: a folder has no extension. */
function numberedFolder(prefix: string, n: number): string {
  return `${prefix.slice(0, -1)}-${n}`;
}

/** The keys of one plan, none twice. */
class Claims {
  readonly #taken = new Set<string>();
  readonly #exists: (key: string) => Promise<boolean>;

  constructor(exists: (key: string) => Promise<boolean>) {
    this.#exists = exists;
  }

  /** The wanted key or the next free number of it; `elsewhere`: not the wanted one itself. */
  async claim(wanted: string, elsewhere: boolean): Promise<string> {
    for (let n = elsewhere ? 2 : 1; ; n++) {
      const key = n === 1 ? wanted : numberedKey(wanted, n);
      const identity = normalizeKey(key);
      if (this.#taken.has(identity) || (elsewhere && (await this.#exists(key)))) continue;
      this.#taken.add(identity);
      return key;
    }
  }
}

/** The key of a renamed object or folder: the same place, another name. */
export function renamedKey(key: string, newName: string): string {
  if (newName.includes('/')) fail('invalid-input', { field: 'name' });
  const isFolder = key.endsWith('/');
  const place = prefixOfKey(isFolder ? key.slice(0, -1) : key);
  return normalizeKey(`${place}${newName}${isFolder ? '/' : ''}`);
}
