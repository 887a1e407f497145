import { assertNever } from '../../../../shared/assert';
import type { Failure, FailureCode } from '../../../../shared/failure';
import type { TransferState } from '../../../../shared/transfer';
import type { TransferRecord } from '../journal/records';

/** The queue's decisions, without a disk, a network or a clock of their own. */

export const MAX_TRIES = 8;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** How long a file that changed while it was read is left alone before the one new try. */
export const SETTLE_MS = 2000;

export type Command = 'pause' | 'resume' | 'retry' | 'cancel';

export type CommandMove =
  | { readonly kind: 'stay' }
  /** A try under way is broken off. */
  | { readonly kind: 'enter'; readonly state: TransferState }
  | { readonly kind: 'leave' };

const STAY: CommandMove = { kind: 'stay' };

/** What a person's command does to an item in a state. */
export function onCommand(state: TransferState, command: Command): CommandMove {
  switch (command) {
    case 'pause':
      return isGoing(state) ? { kind: 'enter', state: { kind: 'paused', movedBytes: movedBytesOf(state) } } : STAY;
    case 'resume':
      return state.kind === 'paused' ? { kind: 'enter', state: queuedAfter(state) } : STAY;
    case 'retry':
      return state.kind === 'failed' || state.kind === 'waiting' ? { kind: 'enter', state: queuedAfter(state) } : STAY;
    case 'cancel':
      return isFinished(state) ? STAY : { kind: 'leave' };
    default:
      return assertNever(command);
  }
}

/** On its way by itself: it moves, or will. */
function isGoing(state: TransferState): boolean {
  return isRunning(state) || state.kind === 'queued' || state.kind === 'waiting';
}

export function isRunning(state: TransferState): boolean {
  return state.kind === 'moving' || state.kind === 'verifying';
}

export function isFinished(state: TransferState): boolean {
  return state.kind === 'done' || state.kind === 'skipped';
}

/** Neither finished nor failed: what counts for the time that is left. */
export function isOpen(state: TransferState): boolean {
  return !isFinished(state) && state.kind !== 'failed';
}

export function movedBytesOf(state: TransferState): number {
  return 'movedBytes' in state ? (state.movedBytes ?? 0) : 0;
}

/** Back in the line, with what had been moved by then. */
export function queuedAfter(state: TransferState): TransferState {
  const movedBytes = movedBytesOf(state);
  return movedBytes === 0 ? { kind: 'queued' } : { kind: 'queued', movedBytes };
}

export interface Attempts {
  /** Tries that failed in a row without moving anything, this one included. */
  readonly failed: number;
  /** How often the source changed while it was read. */
  readonly sourceChanges: number;
}

export type FailureMove = { readonly kind: 'wait'; readonly ms: number } | { readonly kind: 'fail' };

/** Whether a failed try is followed by another one by itself, and when. `random` is 0 to 1. */
export function onFailure(cause: Failure, attempts: Attempts, random: number): FailureMove {
  if (cause.code === 'file-changed') {
    return attempts.sourceChanges <= 1 ? { kind: 'wait', ms: SETTLE_MS } : { kind: 'fail' };
  }
  if (attempts.failed >= MAX_TRIES) return { kind: 'fail' };
  switch (cause.retry.kind) {
    case 'backoff':
    case 'after':
      return { kind: 'wait', ms: waitMs(cause, attempts.failed, random) };
    case 'never':
    case 'when-mended':
      return { kind: 'fail' };
    default:
      return assertNever(cause.retry);
  }
}

/** How long to wait after the `failed`th failure in a row: as the server asked, or longer and longer. */
export function waitMs(cause: Failure, failed: number, random: number): number {
  return cause.retry.kind === 'after'
    ? Math.max(cause.retry.ms, 0) + random * FIRST_WAIT_MS
    : backoffMs(failed, random);
}

/** About 1, 2, 4 … 60 s: half of it certain, half by chance, so that what failed together does not come back together. */
function backoffMs(failed: number, random: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** (failed - 1), LONGEST_WAIT_MS);
  return Math.round(full * (0.75 + random * 0.5));
}

/** What reads in the middle of a file answer whose drive has been pulled, before its path is gone too (read(2), open(2)). */
const PULLED: ReadonlySet<string | null> = new Set(['EIO', 'ENXIO', 'ENODEV', 'ESTALE']);

/**
 * Whether a person's own file has gone, which may come back (a pulled drive, a share). What the app itself had laid down for a
 * transfer does not. A drive that is there and damaged answers like one that was pulled: after `failed` tries in a row, this
 * one included, it is taken for that.
 */
export function waitsForSource(record: TransferRecord, cause: Failure, failed: number): boolean {
  if (record.direction !== 'upload' || (record.origin !== 'files' && record.origin !== 'watched')) return false;
  return isPulled(cause) ? failed < MAX_TRIES : cause.code === 'file-missing';
}

/** Whether a drive was perhaps pulled in the middle of a read. */
export function isPulled({ code, detail }: Failure): boolean {
  return (code === 'file-missing' || code === 'file-unreadable') && PULLED.has(detail);
}

const OUT_OF_REACH: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'offline',
  'host-not-found',
  'connection-refused',
  'rate-limited',
  'connection-lost',
  'timeout',
  'proxy-unsupported',
  'proxy-login',
  'proxy-unreachable',
  'clock-skew',
  'tls',
  'not-an-s3-server',
  'key-id-shape',
  'unknown-key',
  'wrong-secret',
  'access-denied',
  'not-entitled',
  'secrets-unreadable',
  'secrets-unavailable',
  'secrets-locked',
  'no-connection',
  'sandbox-failed',
  // Mended here, and the parts that have arrived are still good.
  'file-missing',
  'file-unreadable',
  'disk-full',
]);

/**
 * Whether the parts that have arrived are of use once a person has mended this: then they stay for the retry, and a cancel
 * removes them. Else they go at once.
 */
export function keepsParts(cause: Failure): boolean {
  return OUT_OF_REACH.has(cause.code);
}
