import { assertNever } from '../../../shared/assert';
import { failure } from '../../../shared/failure';
import type { GenerationState } from '../../../shared/generation';
import type { TransferItem } from '../../../shared/transfer';
import type { TaskRecord } from './records';

/** What the last run left of a task. */
export interface Remains {
  /** The picture lies in the outbox. */
  readonly picture: boolean;
  readonly transfer: TransferItem | null;
  /** The provider makes the same picture again for nothing. */
  readonly repeatable: boolean;
}

export type NextMove =
  | { readonly kind: 'leave' }
  | { readonly kind: 'run' }
  /** Goes on with what the service has been asked for. */
  | { readonly kind: 'resume' }
  | { readonly kind: 'upload' }
  | { readonly kind: 'become'; readonly state: GenerationState };

/** What a start does about a task. */
export function moveAfterStart(task: TaskRecord, remains: Remains, now: number): NextMove {
  const { state } = task;
  switch (state.kind) {
    case 'queued':
      return { kind: 'run' };
    case 'waiting':
      return { kind: 'leave' };
    case 'running':
      if (remains.transfer !== null) return { kind: 'become', state: stateOfTransfer(remains.transfer) };
      // Before what lies in the outbox: it may be the first of several.
      if (task.work.kind !== 'none') return { kind: 'resume' };
      if (remains.picture) return { kind: 'upload' };
      if (task.picture !== null) return { kind: 'become', state: arrived(now) };
      return remains.repeatable ? { kind: 'run' } : { kind: 'become', state: cutOff() };
    case 'uploading':
      if (remains.transfer !== null) return { kind: 'become', state: stateOfTransfer(remains.transfer) };
      return remains.picture ? { kind: 'upload' } : { kind: 'become', state: arrived(now) };
    case 'failed':
      return state.kept && !remains.picture ? { kind: 'become', state: { ...state, kept: false } } : { kind: 'leave' };
    case 'done':
    case 'cancelled':
      return { kind: 'leave' };
    default:
      return assertNever(state);
  }
}

/** A picture that was in the outbox and is there no more: the queue removes it only after a verified upload. */
function arrived(now: number): GenerationState {
  return { kind: 'done', finishedAt: now };
}

function cutOff(): GenerationState {
  const detail =
    'The app ended while the provider was at work, and this provider cannot be asked for the result again.';
  return { kind: 'failed', failure: failure('connection-lost', {}, detail), kept: false };
}

/** A task's state by the transfer that carries its picture. */
export function stateOfTransfer(item: TransferItem): GenerationState {
  switch (item.state.kind) {
    case 'done':
      return { kind: 'done', finishedAt: item.state.finishedAt };
    case 'failed':
      return { kind: 'failed', failure: item.state.failure, kept: true };
    case 'skipped':
      if (item.state.identical === true) return arrived(item.addedAt);
      return { kind: 'failed', failure: failure('already-exists', { key: item.key }), kept: true };
    case 'queued':
    case 'conflict':
    case 'moving':
    case 'verifying':
    case 'paused':
    case 'waiting':
      return { kind: 'uploading', transferId: item.id };
    default:
      return assertNever(item.state);
  }
}
