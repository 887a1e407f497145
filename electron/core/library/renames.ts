import { createHash } from 'node:crypto';
import { fail } from '../../../shared/failure';
import { nameOfKey, normalizeKey, numberedKey } from '../../../shared/keys';
import { connectionOfSelection, type LibrarySelection } from '../../../shared/library';
import {
  keyByPattern,
  patternProblem,
  RENAMES_SHOWN,
  type PatternProblem,
  type RenameNote,
  type RenamePattern,
  type RenamePreview,
  type RenameRow,
} from '../../../shared/renames';
import type { CopyObject } from '../transfers/transfers-api';
import type { ResolvedObject } from './resolved-object';
import { KnownKeys } from './known-keys';
import { inOrder } from './rename-order';
import { replacedNames } from './replaced-names';

/** What a plan is made from. */
export interface RenameDeps {
  objectsIn(selection: LibrarySelection, signal: AbortSignal): AsyncIterable<readonly ResolvedObject[]>;
  /** Those of the keys that are known to be in the bucket. */
  existing(connectionId: string, keys: readonly string[]): Promise<readonly string[]>;
}

export interface RenamePlan {
  readonly preview: RenamePreview;
  /** In the order in which they are to be moved. */
  readonly moves: readonly CopyObject[];
}

interface Planned {
  readonly object: ResolvedObject;
  readonly from: string;
  readonly to: string;
  readonly key: string;
  readonly note: RenameNote | null;
}

const NO_NOTES: Readonly<Record<RenameNote, number>> = {
  same: 0,
  taken: 0,
  numbered: 0,
  mended: 0,
  refused: 0,
};
const QUIET: ReadonlySet<RenameNote | null> = new Set([null, 'same']);

/** What a pattern makes of the files of selections of one connection. The markers of folders are left alone. */
export async function planRenames(
  library: RenameDeps,
  selections: readonly LibrarySelection[],
  pattern: RenamePattern,
  signal: AbortSignal,
): Promise<RenamePlan> {
  const [selection] = selections;
  if (selection === undefined) fail('invalid-input');
  const objects = await filesOf(library, selections, signal);
  const wrong = patternProblem(pattern);
  if (wrong !== null) return nothing(objects.length, wrong);
  const names = replacedNames(
    objects.map(({ key }) => nameOfKey(key)),
    pattern,
  );
  if ('kind' in names) return nothing(objects.length, names);
  const bucket = new KnownKeys((keys) => library.existing(connectionOfSelection(selection), keys));
  const planned = await withoutClashes(
    objects.map((object, index) => wanted(object, names[index] ?? '', { index, total: objects.length }, pattern)),
    bucket,
    signal,
  );
  return planOf(planned, bucket, signal);
}

async function filesOf(
  library: Pick<RenameDeps, 'objectsIn'>,
  selections: readonly LibrarySelection[],
  signal: AbortSignal,
): Promise<readonly ResolvedObject[]> {
  const files = new Map<string, ResolvedObject>();
  for (const selection of selections) {
    for await (const batch of library.objectsIn(selection, signal))
      for (const object of batch) if (!object.key.endsWith('/')) files.set(object.key, object);
  }
  return [...files.values()];
}

function nothing(total: number, problem: PatternProblem): RenamePlan {
  const preview = { problem, rows: [], marked: [], total, renamed: 0, notes: NO_NOTES, digest: '' };
  return { preview, moves: [] };
}

function wanted(
  object: ResolvedObject,
  name: string,
  place: { readonly index: number; readonly total: number },
  pattern: RenamePattern,
): Planned {
  const from = normalizeKey(object.key);
  const made = keyByPattern(object, name, place, pattern);
  const stays = { object, from, to: from, key: object.key };
  if (made === null) return { ...stays, note: 'refused' };
  if (made.key === from) return { ...stays, note: 'same' };
  return { object, from, to: made.key, key: made.key, note: made.mended ? 'mended' : null };
}

/** Files that keep their names keep them against all others; of several that would get one name the first does. */
async function withoutClashes(
  all: readonly Planned[],
  bucket: KnownKeys,
  signal: AbortSignal,
): Promise<readonly Planned[]> {
  const moving = all.filter(({ from, to }) => from !== to);
  const leaving = new Set(moving.map(({ from }) => from));
  const wishes = moving.map(({ to }) => to).filter((to) => !leaving.has(to));
  const taken = await bucket.among(wishes, signal);
  const claimed = new Set(all.filter(({ from, to }) => from === to).map(({ from }) => from));
  const settled: Planned[] = [];
  const counted = new Map<string, number>();
  for (const one of all) {
    signal.throwIfAborted();
    if (one.from === one.to) settled.push(one);
    else if (!claimed.has(one.to)) settled.push(taken.has(one.to) ? { ...one, note: 'taken' } : one);
    else {
      const n = await bucket.firstFree((m) => numberedKey(one.to, m), claimed, counted.get(one.to) ?? 2, signal);
      counted.set(one.to, n + 1);
      settled.push(numbered(one, n));
    }
    claimed.add(settled.at(-1)?.to ?? one.to);
  }
  return settled;
}

/** Not by a name that another of the plan is about to leave: it is free only later. */
function numbered(one: Planned, n: number): Planned {
  const key = numberedKey(one.to, n);
  return { ...one, to: key, key, note: 'numbered' };
}

async function planOf(planned: readonly Planned[], bucket: KnownKeys, signal: AbortSignal): Promise<RenamePlan> {
  const rows: RenameRow[] = [];
  const marked: RenameRow[] = [];
  const notes = { ...NO_NOTES };
  const hash = createHash('sha256');
  for (const { object, key, note } of planned) {
    const row = { from: object.key, to: key, note };
    if (note !== null) notes[note] += 1;
    if (rows.length < RENAMES_SHOWN) rows.push(row);
    if (!QUIET.has(note) && marked.length < RENAMES_SHOWN) marked.push(row);
    hash.update(JSON.stringify([row.from, row.to, row.note, object.etag]));
  }
  const renamed = planned.filter(({ from, to }) => from !== to);
  const moves = await movesOf(renamed, bucket, signal);
  const preview = { problem: null, rows, marked, total: planned.length, notes, digest: hash.digest('hex') };
  return { preview: { ...preview, renamed: renamed.length }, moves };
}

async function movesOf(
  renamed: readonly Planned[],
  bucket: KnownKeys,
  signal: AbortSignal,
): Promise<readonly CopyObject[]> {
  const wishes = new Set(renamed.map(({ to }) => to));
  const asides = new Map<Planned, string>();
  const moves: CopyObject[] = [];
  for (const { step, kind, waits } of inOrder(renamed)) {
    const { key, size, etag } = step.object;
    const aside = asides.get(step) ?? (kind === 'aside' ? await asideOf(step.key, wishes, bucket, signal) : key);
    asides.set(step, aside);
    const told = step.note === 'taken' && !waits;
    moves.push({
      key: kind === 'home' ? aside : key,
      size,
      etag,
      targetKey: kind === 'aside' ? aside : step.key,
      // What stands under the new name after all was not in the preview: it is never written over unasked, even where the
      // settings say to replace. Least of all one of the plan itself that could not go yet.
      ...(told ? {} : { decision: 'skip-identical' as const }),
    });
  }
  return moves;
}

/** A free name beside another, for the time that a ring of renames takes: `a.png` → `a~-2.png`. */
async function asideOf(
  key: string,
  wishes: ReadonlySet<string>,
  bucket: KnownKeys,
  signal: AbortSignal,
): Promise<string> {
  const nameOf = (n: number) => numberedKey(key, n).replace(/-\d+(\.[^./]*)?$/, '~$&');
  return nameOf(await bucket.firstFree(nameOf, wishes, 2, signal));
}
