import { FailureError, type FailureCode } from '../../../shared/failure';
import { failureOfNetwork } from '../store/network-errors';
import { collect, isBadAnswer, keepBytes, NOTHING, running, type CollectParts } from './collect';
import type { MakeRequest, Provider, ProviderJobs, Results, Watch } from './provider';
import type { TaskRecord } from './records';
import type { References } from './references';

export interface RunParts extends CollectParts {
  readonly references: References;
  /** Results that came with their answer and could not be written, by task: their service does not have them any more. */
  readonly unwritten: Map<string, Results>;
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
  if (task.work.kind === 'places') return collect(task, task.work, provider, parts, signal);
  const results = parts.unwritten.get(task.id) ?? (await resultsOf(task, provider, parts, watch, signal));
  try {
    const asked = parts.tasks.get(task.id) ?? task;
    const kept = await keepBytes(asked, results, provider, parts);
    const made = await collect(asked, kept, provider, parts, signal);
    parts.unwritten.delete(task.id);
    return made;
  } catch (error) {
    holdOn(task.id, results, error, parts);
    throw error;
  }
}

/** Bytes are paid for, and asked for anew they would be paid for again, unless the journal speaks of them. What is no picture is not held. */
function holdOn(id: string, results: Results, error: unknown, { tasks, unwritten }: RunParts): void {
  const cameAlong = results.places.some(({ kind }) => kind === 'bytes');
  const isNoted = tasks.get(id)?.work.kind === 'places';
  if (cameAlong && !isNoted && !isBadAnswer(error)) unwritten.set(id, results);
  else unwritten.delete(id);
}

async function resultsOf(
  task: TaskRecord,
  provider: Provider,
  parts: RunParts,
  watch: Watch,
  signal: AbortSignal,
): Promise<Results> {
  const { work } = task;
  if (work.kind === 'job' && provider.jobs !== null) {
    const found = await followAgain(provider.jobs, work, watch, signal);
    if (found !== null) return found;
  }
  // Of an earlier job that is gone: they were paid for, and are none of this one's.
  const isTask = (id: string): boolean => id !== task.id && parts.tasks.get(id) !== null;
  await parts.outbox.setRestAside(task.id, task.key, isTask);
  parts.askedAgain.delete(task.id);
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
