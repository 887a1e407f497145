import type { GenerationTask } from '../../../shared/generation';
import { nameOfKey } from '../../../shared/keys';
import type { GenerationDependencies } from './generation';
import type { TaskRecord } from './records';
import type { Runner } from './runner';

/** A task as the page sees it, with what can be seen of its run. `isResumable`: failed, it would go on with what there is of its result. */
export function shownTask(
  record: TaskRecord,
  isResumable: boolean,
  runner: Runner,
  { assetIdOf }: Pick<GenerationDependencies, 'assetIdOf'>,
): GenerationTask {
  const { picture: _, work: __, ...task } = record;
  return {
    ...task,
    reference: task.reference?.name ?? null,
    assetId: assetIdOf(task.connectionId, task.key),
    name: nameOfKey(task.key),
    state: shownState(task, isResumable, runner),
  };
}

function shownState(
  { id, state }: Pick<TaskRecord, 'id' | 'state'>,
  isResumable: boolean,
  runner: Runner,
): GenerationTask['state'] {
  if (state.kind === 'failed' && isResumable) return { ...state, resumable: true };
  const sight = state.kind === 'running' ? runner.sightOf(id) : null;
  if (state.kind !== 'running' || sight === null) return state;
  return { ...state, progress: sight.progress ?? state.progress, ahead: sight.ahead, preview: sight.previews };
}
