import type { ConnectionCheck } from '../../../shared/connection';
import type { FailureCode } from '../../../shared/failure';
import { isAbort } from '../store/abort';

/** ms that new or changed keys may need until all of R2 knows them. */
const YOUNG_MS = 60_000;
const PAUSES_MS: readonly number[] = [2000, 4000, 8000, 15_000];

const REFUSALS: ReadonlySet<FailureCode> = new Set<FailureCode>(['unknown-key', 'wrong-secret', 'access-denied']);

export interface Patience {
  /** When a check with these keys was first begun, ms since 1970. */
  readonly since: number;
  readonly now: () => number;
  /** Rejects with an AbortError when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

type Tell = (check: ConnectionCheck) => void;

/**
 * Makes a check again, quietly, while all that it met may be keys that are not known everywhere yet: until it goes better, or
 * a minute has passed. A cancel then ends it with what the last one found; one during the first rejects with its AbortError.
 */
export async function checkPatiently(
  attempt: (tell: Tell, signal: AbortSignal) => Promise<ConnectionCheck>,
  patience: Patience,
  tell: Tell,
  signal: AbortSignal,
): Promise<ConnectionCheck> {
  let check = await attempt(whileRunning(tell), signal);
  for (let tries = 0; isRefusedAltogether(check); tries++) {
    const left = patience.since + YOUNG_MS - patience.now();
    if (left <= 0) break;
    tell({ ...check, stage: 'trying-again' });
    const pause = Math.min(left, PAUSES_MS[tries] ?? 15_000);
    const again = await unlessStopped(async () => {
      await patience.wait(pause, signal);
      return attempt(whileRunning(onceListed(tell)), signal);
    });
    if (again === null) break;
    check = again;
  }
  tell(check);
  return check;
}

/** The refusal may be of keys that R2 does not know everywhere yet, and nothing speaks against it. */
function isRefusedAltogether({ lines }: ConnectionCheck): boolean {
  const [first] = lines;
  if (first?.outcome.kind !== 'failed' || !REFUSALS.has(first.outcome.failure.code)) return false;
  return lines.every(({ name, outcome }) => name === 'clock' || outcome.kind !== 'passed');
}

async function unlessStopped<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}

/** The end of one attempt is not yet the end of the check. */
function whileRunning(tell: Tell): Tell {
  return (check) => {
    if (check.stage === 'running') tell(check);
  };
}

/** What was refused before stays on view until it goes better. */
function onceListed(tell: Tell): Tell {
  return (check) => {
    if (check.lines[0]?.outcome.kind === 'passed') tell(check);
  };
}
