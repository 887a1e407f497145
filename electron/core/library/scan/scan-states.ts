import type { Failure } from '../../../../shared/failure';
import type { PartlyRead, ScanState } from '../../../../shared/library';
import type { CompleteScan, ScanProgress } from './scan-notes';

/** The scans that a state is told of: the last that came to its end, and the one that has not. */
export interface KnownScans {
  readonly complete: CompleteScan | null;
  readonly progress: ScanProgress | null;
}

/** What is known without a scan under way. */
export function restingState(complete: CompleteScan | null): ScanState {
  return complete === null ? { kind: 'never' } : { kind: 'complete', at: complete.at, requests: complete.requests };
}

/** `left`: about so many requests are still to come; null where nothing is known to judge it by. */
export function scanningState(scans: KnownScans, left: number | null): ScanState {
  return { kind: 'scanning', ...partly(scans, left) };
}

/** `by`: who or what ended it before its end. */
export function stoppedState(by: 'person' | 'size', scans: KnownScans, left: number | null): ScanState {
  return { kind: 'stopped', by, ...partly(scans, left) };
}

/** What was known before stays. */
export function failedState(failure: Failure, complete: CompleteScan | null): ScanState {
  return { kind: 'failed', failure, knownAt: complete?.at ?? null };
}

function partly({ complete, progress }: KnownScans, left: number | null): PartlyRead {
  const { found = 0, requests = 0 } = progress ?? {};
  return { found, requests, left, knownAt: complete?.at ?? null };
}
