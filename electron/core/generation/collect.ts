import { fail, FailureError, type FailureCode } from '../../../shared/failure';
import { numberedKey } from '../../../shared/keys';
import { bodyOf, lookAt } from './arriving';
import type { Dress } from './dress';
import { withExtension } from './names';
import type { Outbox } from './outbox';
import type { Address, Place, Provider, Results } from './provider';
import { pollUntil, type Pace } from './providers/polling';
import type { KeptPlace, OutboxPicture, TaskRecord } from './records';
import type { TaskList } from './task-list';

export interface CollectParts {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly dress: Dress;
  /** How often a result is asked for that cannot be had just now, and for how long. */
  readonly pace: Pace;
}

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
    const picture = await orNone(written({ ...task, id, facts }, place, provider, parts, NEVER), hasOthers);
    if (picture !== null) kept.push({ kind: 'outbox', seed: place.seed ?? null });
  }
  return { places: [...kept, ...addresses], seed };
}

/** Brings results to disk before anything else can fail; those that an earlier run has brought are not fetched again. */
export async function collect(
  task: TaskRecord,
  { places, seed }: KeptResults,
  provider: Provider,
  parts: CollectParts,
  signal: AbortSignal,
): Promise<readonly TaskRecord[]> {
  const { tasks } = parts;
  // A service that tells no seed has used the one that it was given.
  const facts = { ...task.facts, seed: seed ?? task.facts.seed };
  const known: TaskRecord = { ...task, facts, state: running(1) };
  let left = places;
  await note(tasks, known, { places: left, seed });
  const made: TaskRecord[] = [];
  let index = 0;
  for (const place of places) {
    const id = idOf(task, index + 1);
    if (index === 0 || !isOnItsWay(tasks.get(id))) {
      const own = { ...known, facts: { ...facts, seed: seedOf(place) ?? facts.seed } };
      const picture = await orNone(fetched({ ...own, id }, place, provider, parts, signal), left.length > 1);
      if (picture === null) {
        // Before the next one is kept: its place is part of its name.
        left = left.filter((one) => one !== place);
        await note(tasks, known, { places: left, seed });
        continue;
      }
      made.push(madeOf(own, index + 1, picture));
    }
    index += 1;
  }
  // The task itself last: until then a start collects them all again.
  const [first, ...siblings] = made;
  for (const sibling of siblings) await tasks.put(sibling);
  if (first !== undefined) await tasks.put(first);
  return made;
}

/** Where all lies in the outbox there is nothing to note: a start finds it there. */
async function note(tasks: TaskList, task: TaskRecord, { places, seed }: KeptResults): Promise<void> {
  if (places.every(({ kind }) => kind === 'outbox')) return;
  const job = task.work.kind === 'none' ? null : task.work.job;
  await tasks.put({ ...task, work: { kind: 'places', places, seed, job } });
}

/** A sibling of an earlier run, which the start has sent already. */
function isOnItsWay(sibling: TaskRecord | null): boolean {
  return sibling !== null && sibling.state.kind !== 'running';
}

/** null for an address that leads to no picture where there are others: a log or an archive does not cost what lies beside it. */
async function orNone(picture: Promise<OutboxPicture>, hasOthers: boolean): Promise<OutboxPicture | null> {
  try {
    return await picture;
  } catch (error) {
    if (hasOthers && isBadAnswer(error)) return null;
    throw error;
  }
}

/** What came is no result. */
export function isBadAnswer(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'provider-bad-answer';
}

/** Causes that a result is waited for through. Too many questions is none of them: for that the whole task pauses. */
const PASSING: ReadonlySet<FailureCode> = new Set(['provider-unreachable', 'timeout', 'server-error']);

async function fetched(
  task: TaskRecord,
  place: KeptPlace,
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

function seedOf(place: KeptPlace): number | null {
  return place.kind === 'outbox' ? place.seed : null;
}

/** The work of a task for which nothing has been asked, or is left to ask. */
export const NOTHING = { kind: 'none' } as const;
const NEVER = new AbortController().signal;

/** A task at work. */
export function running(progress: number | null) {
  return { kind: 'running', progress, ahead: null, preview: 0 } as const;
}

/** The n-th result of a task, as a task: from the second on one of its own. */
export function madeOf(task: TaskRecord, n: number, picture: OutboxPicture): TaskRecord {
  const key = n === 1 ? task.key : numberedKey(task.key, n);
  return { ...task, id: idOf(task, n), key: withExtension(key, extensionOf(picture)), work: NOTHING, picture };
}

function idOf({ id }: Pick<TaskRecord, 'id'>, n: number): string {
  return n === 1 ? id : `${id}-${n}`;
}

function extensionOf({ file }: OutboxPicture): string {
  return file.slice(file.lastIndexOf('.') + 1);
}
