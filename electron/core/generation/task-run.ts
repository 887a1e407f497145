import { FailureError, type FailureCode } from '../../../shared/failure';
import { numberedKey } from '../../../shared/keys';
import { failureOfNetwork } from '../store/network-errors';
import { bodyOf, lookAt } from './arriving';
import type { Dress } from './dress';
import { withExtension } from './names';
import type { Outbox } from './outbox';
import type { Address, MakeRequest, Place, Provider, ProviderJobs, Results, Watch } from './provider';
import type { OutboxPicture, TaskRecord } from './records';
import { pollUntil, type Pace } from './providers/polling';
import type { References } from './references';
import type { TaskList } from './task-list';

export interface RunParts {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly references: References;
  readonly dress: Dress;
  /** Results that came with their answer and could not be written, by task: their service does not have them any more. */
  readonly unwritten: Map<string, Results>;
  /** How often a result is asked for that cannot be had just now, and for how long. */
  readonly pace: Pace;
}

/**
 * A task's way from the question to the outbox, taken up where the journal says it stood. Resolves to the task and, where the
 * service gave several results, its siblings: all with their pictures safe on disk and in the journal.
 */
export async function runTask(
  task: TaskRecord,
  provider: Provider,
  parts: RunParts,
  watch: Watch,
  signal: AbortSignal,
): Promise<readonly TaskRecord[]> {
  const { tasks, unwritten } = parts;
  const results = unwritten.get(task.id) ?? (await resultsOf(task, provider, parts, watch, signal));
  try {
    const made = await collect(tasks.get(task.id) ?? task, results, provider, parts, signal);
    unwritten.delete(task.id);
    return made;
  } catch (error) {
    const cameAlong = results.places.some(({ kind }) => kind === 'bytes');
    // Paid for, and asked for anew it would be paid for again. What is no picture becomes none by being kept.
    if (cameAlong && !isBadAnswer(error)) unwritten.set(task.id, results);
    else unwritten.delete(task.id);
    throw error;
  }
}

async function resultsOf(
  task: TaskRecord,
  provider: Provider,
  parts: RunParts,
  watch: Watch,
  signal: AbortSignal,
): Promise<Results> {
  const { work } = task;
  if (work.kind === 'places') return work;
  if (work.kind === 'job' && provider.jobs !== null) {
    const found = await followAgain(provider.jobs, work, watch, signal);
    if (found !== null) return found;
  }
  const job = provider.jobs?.newId() ?? null;
  const asked: TaskRecord = {
    ...task,
    state: running(null),
    work: job === null ? NOTHING : { kind: 'job', job, sent: false },
  };
  await parts.tasks.put(asked);
  const submitted = await provider
    .submit(requestOf(task, parts.references), job, watch, signal)
    .catch(async (error: unknown) => {
      if (wasNeverHeard(error)) await parts.tasks.put({ ...asked, work: NOTHING });
      throw error;
    });
  if (submitted.kind === 'made') return submitted.results;
  await parts.tasks.put({ ...asked, work: { kind: 'job', job: submitted.job, sent: true } });
  if (provider.jobs === null) throw new Error(`${provider.id} has no jobs`);
  return provider.jobs.follow(submitted.job, watch, signal);
}

/** Nobody was there to be asked for a job: there is none to look for. */
function wasNeverHeard(error: unknown): boolean {
  const network = error instanceof FailureError ? failureOfNetwork(error.cause, '') : null;
  return network?.code === 'connection-refused' || network?.code === 'host-not-found';
}

/** null for a job whose submission never reached the service. */
async function followAgain(
  jobs: ProviderJobs,
  { job, sent }: { readonly job: string; readonly sent: boolean },
  watch: Watch,
  signal: AbortSignal,
): Promise<Results | null> {
  try {
    return await jobs.follow(job, watch, signal);
  } catch (error) {
    if (!sent && error instanceof FailureError && error.failure.code === 'provider-job-gone') return null;
    throw error;
  }
}

/** Brings results to disk before anything else can fail; those that an earlier run has brought are not fetched again. */
async function collect(
  task: TaskRecord,
  { places, seed }: Results,
  provider: Provider,
  parts: RunParts,
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
      // Bytes are nowhere else: neither a cancel nor the app's end keeps them from the disk.
      const until = place.kind === 'bytes' ? NEVER : signal;
      const picture = await orNone(fetched({ ...own, id }, place, provider, parts, until), left.length > 1);
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

/** Bytes are in no other place than here, so there is nothing to note of them. */
async function note(tasks: TaskList, task: TaskRecord, { places, seed }: Results): Promise<void> {
  const kept = places.filter((place): place is Address => place.kind !== 'bytes');
  if (kept.length !== places.length) return;
  const job = task.work.kind === 'none' ? null : task.work.job;
  await tasks.put({ ...task, work: { kind: 'places', places: kept, seed, job } });
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

function isBadAnswer(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'provider-bad-answer';
}

/** Causes that a result is waited for through. Too many questions is none of them: for that the whole task pauses. */
const PASSING: ReadonlySet<FailureCode> = new Set(['provider-unreachable', 'timeout', 'server-error']);

async function fetched(
  task: TaskRecord,
  place: Place,
  provider: Provider,
  { outbox, dress, pace }: RunParts,
  signal: AbortSignal,
): Promise<OutboxPicture> {
  const { id } = task;
  const there = place.kind === 'bytes' ? null : await outbox.find(id);
  if (there !== null) return there;
  const fetch = async (): Promise<OutboxPicture> => {
    // What came with the answer takes no service any more, and no key for it.
    const body = place.kind === 'bytes' ? bodyOf(place.bytes) : await provider.open(place, signal);
    return outbox.keep(id, dress.on(task, await lookAt(body, provider.info().name, signal)));
  };
  // What is paid for lies there for an hour, at some services.
  return pollUntil(fetch, { ...pace, passing: PASSING }, signal);
}

function seedOf(place: Place): number | undefined {
  return place.kind === 'bytes' ? place.seed : undefined;
}

const NOTHING = { kind: 'none' } as const;
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

function idOf({ id }: TaskRecord, n: number): string {
  return n === 1 ? id : `${id}-${n}`;
}

function extensionOf({ file }: OutboxPicture): string {
  return file.slice(file.lastIndexOf('.') + 1);
}

function requestOf({ facts, size, reference }: TaskRecord, references: References): MakeRequest {
  const { provider: _, createdAt: __, ...settings } = facts;
  return { ...settings, size, reference: reference === null ? null : references.of(reference) };
}

/**
 * Causes after which asking for the same job again is of no use: trying again makes a new one. Not an account without money
 * (`provider-quota`): it is closed to questions about what is paid for as well, and opens again.
 */
const FINAL: ReadonlySet<FailureCode> = new Set([
  'provider-refused-prompt',
  'provider-refused-input',
  'provider-job-failed',
  'provider-job-gone',
  'provider-bad-answer',
]);

/** What is left of a task's work after a failure. */
export function workAfter({ work }: TaskRecord, code: FailureCode): TaskRecord['work'] {
  if (!FINAL.has(code)) return work;
  // What no longer lies where it was said to lie (an address that has run out, a page of a moment) its job may still have.
  return work.kind === 'places' && work.job !== null ? { kind: 'job', job: work.job, sent: true } : NOTHING;
}
