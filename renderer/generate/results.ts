import type { GenerationTask } from '../../shared/generation';

/** What is being made and what was made last, and what came before. */
export interface Results {
  readonly now: readonly GenerationTask[];
  readonly earlier: readonly GenerationTask[];
}

/** True while a task goes on by itself. */
export function isUnderWay({ state }: GenerationTask): boolean {
  return state.kind === 'queued' || state.kind === 'waiting' || state.kind === 'running' || state.kind === 'uploading';
}

/** Newest first; the pictures of one batch in the order they were asked for. */
export function resultsOf(newestFirst: readonly GenerationTask[]): Results {
  const batches = [...batchesOf(newestFirst).values()];
  const isNow = (batch: readonly GenerationTask[], index: number): boolean => index === 0 || batch.some(isUnderWay);
  return {
    now: batches.filter(isNow).flat(),
    earlier: batches.filter((batch, index) => !isNow(batch, index)).flat(),
  };
}

function batchesOf(tasks: readonly GenerationTask[]): ReadonlyMap<string, readonly GenerationTask[]> {
  const batches = new Map<string, GenerationTask[]>();
  for (const task of tasks) {
    const batch = batches.get(task.batchId) ?? [];
    batch.unshift(task);
    batches.set(task.batchId, batch);
  }
  return batches;
}

/** What failed, and not for good. */
export function retriable(tasks: readonly GenerationTask[]): readonly GenerationTask[] {
  return tasks.filter(({ state }) => state.kind === 'failed' && state.failure.retry.kind !== 'never');
}

/** What can leave the list without anything being lost: a picture that has not arrived yet stays on it, here or at its service. */
export function forgettable(tasks: readonly GenerationTask[]): readonly GenerationTask[] {
  return tasks.filter((task) => !isUnderWay(task) && !isKept(task) && !isResumable(task));
}

/** Its service may have made it: without the task it could not be fetched. */
export function isResumable({ state }: GenerationTask): boolean {
  return state.kind === 'failed' && state.resumable === true && state.failure.retry.kind !== 'never';
}

/** The picture is made and safe, and only its upload failed or was called off. */
export function isKept({ state }: GenerationTask): boolean {
  return (state.kind === 'failed' || state.kind === 'cancelled') && state.kept === true;
}
