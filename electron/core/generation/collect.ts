import { assertNever } from '../../../shared/assert';
import { fail, FailureError, type Failure, type FailureCode } from '../../../shared/failure';
import { numberedKey } from '../../../shared/keys';
import { bodyOf, lookAt } from './arriving';
import type { Dress } from './dress';
import { withExtension } from './names';
import type { Outbox } from './outbox';
import type { Address, Place, Provider, Results } from './provider';
import { pollUntil, type Pace } from './providers/polling';
import type { KeptPlace, OutboxPicture, TaskRecord } from './records';
import type { ResultKeys } from './result-keys';
import type { TaskList } from './task-list';

export interface CollectParts {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly dress: Dress;
  readonly keys: ResultKeys;
  /** Tasks whose jobs are asked again where their results lie, since one of them was refused. */
  readonly askedAgain: Set<string>;
  /** How often a result is asked for that cannot be had just now, and for how long. */
  readonly pace: Pace;
}

type FetchedPlace = Exclude<KeptPlace, { readonly kind: 'nothing' }>;

/** Results none of which is in memory alone. */
export interface KeptResults {
  readonly places: readonly KeptPlace[];
  readonly seed: number | null;
}

/**
 * Brings to disk what came with the answer, before anything else: it is in no other place. It comes before what lies at addresses
 * then, so that whatever becomes of those, the number that its file is named by stays its own.
 */
export async function keepBytes(
  task: TaskRecord,
  { places, seed }: Results,
  provider: Provider,
  parts: CollectParts,
): Promise<KeptResults> {
  const addresses = places.filter((place): place is Address => place.kind !== 'bytes');
  const came = places.filter((place) => place.kind === 'bytes');
  const kept: KeptPlace[] = [];
  for (const [index, place] of came.entries()) {
    const id = idOf(task, kept.length + 1);
    const facts = { ...task.facts, seed: place.seed ?? seed ?? task.facts.seed };
    const hasOthers = kept.length + (came.length - index) + addresses.length > 1;
    // Neither a cancel nor the app's end keeps it from the disk.
    const outcome = await outcomeOf(written({ ...task, id, facts }, place, provider, parts, NEVER), hasOthers);
    if (outcome.kind === 'picture') kept.push({ kind: 'outbox', seed: place.seed ?? null });
  }
  return { places: [...kept, ...addresses], seed };
}

/**
 * Brings results to disk before anything else can fail; those that an earlier run has brought are not fetched again. Where one is
 * refused its job is asked again where it lies; what is refused then, or came of no job, fails for itself, and the others go on.
 */
export async function collect(
  task: TaskRecord,
  results: KeptResults,
  provider: Provider,
  parts: CollectParts,
  signal: AbortSignal,
): Promise<readonly TaskRecord[]> {
  const { tasks, keys, askedAgain } = parts;
  // A service that tells no seed has used the one that it was given.
  const facts = { ...task.facts, seed: results.seed ?? task.facts.seed };
  const known: TaskRecord = { ...task, facts, state: running(1) };
  await note(tasks, known, results);
  const { made, failed, refusal } = await fetchAll(known, results, provider, parts, signal);
  const canAsk = jobOf(task) !== null && !askedAgain.has(task.id);
  if (refusal !== null && (canAsk || made.length === 0)) {
    askedAgain.add(task.id);
    throw refusal;
  }
  const [first, ...others] = made;
  const named: TaskRecord[] = [];
  for (const other of [...others, ...failed]) {
    const sibling = keys.named(other);
    named.push(sibling);
    await tasks.put(sibling);
  }
  // The task itself last: until then a start collects them all again.
  if (first !== undefined) await tasks.put(first);
  askedAgain.delete(task.id);
  return first === undefined ? named : [first, ...named];
}

interface AllFetched {
  readonly made: readonly TaskRecord[];
  /** Siblings that stand for what was refused. */
  readonly failed: readonly TaskRecord[];
  /** The first of what was refused. */
  readonly refusal: FailureError | null;
}

/** Fetches one after another, also past one that is refused: the others may lie where they are for a short time only. */
async function fetchAll(
  known: TaskRecord,
  { places, seed }: KeptResults,
  provider: Provider,
  parts: CollectParts,
  signal: AbortSignal,
): Promise<AllFetched> {
  const made: TaskRecord[] = [];
  const failed: TaskRecord[] = [];
  let refusal: FailureError | null = null;
  let left = places;
  for (const [index, place] of places.entries()) {
    const n = index + 1;
    const id = idOf(known, n);
    if (place.kind === 'nothing' || (n > 1 && isOnItsWay(parts.tasks.get(id)))) continue;
    const own = { ...known, facts: { ...known.facts, seed: seedOf(place) ?? known.facts.seed } };
    const hasOthers = left.filter(({ kind }) => kind !== 'nothing').length > 1;
    const outcome = await outcomeOf(fetched({ ...own, id }, place, provider, parts, signal), hasOthers);
    switch (outcome.kind) {
      case 'picture':
        // The first that has come is the task itself.
        made.push(madeOf(own, made.length === 0 ? 1 : n, outcome.picture));
        break;
      case 'refused':
        refusal ??= outcome.error;
        failed.push(failedOf(own, n === 1 ? places.length + 1 : n, outcome.error.failure));
        break;
      case 'nothing':
        left = left.with(index, { kind: 'nothing' });
        await note(parts.tasks, known, { places: left, seed });
        break;
      default:
        assertNever(outcome);
    }
  }
  return { made, failed, refusal };
}

type Outcome =
  | { readonly kind: 'picture'; readonly picture: OutboxPicture }
  /** It cannot be had at its address. */
  | { readonly kind: 'refused'; readonly error: FailureError }
  /** What lies there is no picture. */
  | { readonly kind: 'nothing' };

/** What became of a result. Where there are others a log or an archive does not cost what lies beside it, nor does a refusal. */
async function outcomeOf(picture: Promise<OutboxPicture>, hasOthers: boolean): Promise<Outcome> {
  try {
    return { kind: 'picture', picture: await picture };
  } catch (error) {
    if (!hasOthers || !isBadAnswer(error)) throw error;
    // Only what was refused has a status.
    return error.failure.params['status'] === undefined ? { kind: 'nothing' } : { kind: 'refused', error };
  }
}

/** Where all lies in the outbox there is nothing to note: a start finds it there. */
async function note(tasks: TaskList, task: TaskRecord, { places, seed }: KeptResults): Promise<void> {
  if (places.every(({ kind }) => kind === 'outbox')) return;
  await tasks.put({ ...task, work: { kind: 'places', places, seed, job: jobOf(task) } });
}

function jobOf({ work }: TaskRecord): string | null {
  return work.kind === 'none' ? null : work.job;
}

/** A sibling of an earlier run, which the start has sent already. */
function isOnItsWay(sibling: TaskRecord | null): boolean {
  return sibling !== null && sibling.state.kind !== 'running';
}

/** What came is no result. */
export function isBadAnswer(error: unknown): error is FailureError {
  return error instanceof FailureError && error.failure.code === 'provider-bad-answer';
}

/** Causes that a result is waited for through. Too many questions is none of them: for that the whole task pauses. */
const PASSING: ReadonlySet<FailureCode> = new Set(['provider-unreachable', 'timeout', 'server-error']);

async function fetched(
  task: TaskRecord,
  place: FetchedPlace,
  provider: Provider,
  parts: CollectParts,
  signal: AbortSignal,
): Promise<OutboxPicture> {
  const there = await parts.outbox.find(task.id);
  if (there !== null) return there;
  // Somebody has cleared it away.
  if (place.kind === 'outbox') fail('provider-job-gone', { host: provider.info().name });
  const fetch = (): Promise<OutboxPicture> => written(task, place, provider, parts, signal);
  // What is paid for lies there for an hour, at some services.
  return pollUntil(fetch, { ...parts.pace, passing: PASSING }, signal);
}

async function written(
  task: TaskRecord,
  place: Place,
  provider: Provider,
  { outbox, dress }: CollectParts,
  signal: AbortSignal,
): Promise<OutboxPicture> {
  // What came with the answer takes no service any more, and no key for it.
  const body = place.kind === 'bytes' ? bodyOf(place.bytes) : await provider.open(place, signal);
  return outbox.keep(task.id, dress.on(task, await lookAt(body, provider.info().name, signal)));
}

function seedOf(place: FetchedPlace): number | null {
  return place.kind === 'outbox' ? place.seed : null;
}

/** The work of a task for which nothing has been asked, or is left to ask. */
export const NOTHING = { kind: 'none' } as const;
const NEVER = new AbortController().signal;

/** A task at work. */
export function running(progress: number | null) {
  return { kind: 'running', progress, ahead: null, preview: 0 } as const;
}

/** The n-th result of a task, as a task: from the second on one of its own, whose key may still be another's. */
export function madeOf(task: TaskRecord, n: number, picture: OutboxPicture): TaskRecord {
  const key = n === 1 ? task.key : numberedKey(task.key, n);
  return { ...task, id: idOf(task, n), key: withExtension(key, extensionOf(picture)), work: NOTHING, picture };
}

/** A sibling for a result that cannot be had. */
function failedOf(task: TaskRecord, n: number, reason: Failure): TaskRecord {
  const state = { kind: 'failed', failure: reason, kept: false } as const;
  return { ...task, id: idOf(task, n), key: numberedKey(task.key, n), work: NOTHING, state };
}

function idOf({ id }: Pick<TaskRecord, 'id'>, n: number): string {
  return n === 1 ? id : `${id}-${n}`;
}

function extensionOf({ file }: OutboxPicture): string {
  return file.slice(file.lastIndexOf('.') + 1);
}
