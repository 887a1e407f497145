import type { GenerationTask } from '../../../shared/generation';
import { nameOfKey } from '../../../shared/keys';
import type { GenerationDependencies } from './generation';
import type { TaskRecord } from './records';
import type { Runner } from './runner';

/** What is left of a task's result: a picture that was not sent, or something with which a failed one would go on. */
export interface LeftOver {
  readonly isKept: boolean;
  readonly isResumable: boolean;
}

/** A task as the page sees it, with what can be seen of its run. */
export function shownTask(
  record: TaskRecord,
  left: LeftOver,
  runner: Runner,
  { assetIdOf }: Pick<GenerationDependencies, 'assetIdOf'>,
): GenerationTask {
  const { picture: _, work: __, ...task } = record;
  return {
    ...task,
    reference: task.reference?.name ?? null,
    assetId: assetIdOf(task.connectionId, task.key),
    name: nameOfKey(task.key),
    state: shownState(task, left, runner),
  };
}

function shownState(
  { id, state }: Pick<TaskRecord, 'id' | 'state'>,
  { isKept, isResumable }: LeftOver,
  runner: Runner,
): GenerationTask['state'] {
  if (state.kind === 'cancelled' && isKept) return { ...state, kept: true };
  if (state.kind === 'failed' && isResumable) return { ...state, resumable: true };
  const sight = state.kind === 'running' ? runner.sightOf(id) : null;
  if (state.kind !== 'running' || sight === null) return state;
  return { ...state, progress: sight.progress ?? state.progress, ahead: sight.ahead, preview: sight.previews };
}
