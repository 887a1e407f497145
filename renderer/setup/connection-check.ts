import { useEffect, useState } from 'react';
import { drop } from '../../shared/drop';
import { CHECK_LINES, type CheckLine, type ConnectionCheck, type ConnectionDraft } from '../../shared/connection';
import { ask } from '../bridge';
import { useSlice } from '../mirror';

/** How a connection check stands, for the draft as it is now. */
export type CheckStanding =
  | { readonly kind: 'idle' }
  /** A check was made, of other values than those that stand there now. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'running' }
  /** The keys were refused; they may be too new, and are tried again. */
  | { readonly kind: 'trying-again' }
  | { readonly kind: 'finished'; readonly outcome: CheckVerdict };

/** `works`: all that was asked for. `limited`: enough to be of use. */
export type CheckVerdict = 'works' | 'limited' | 'fails';

const WAITING: readonly CheckLine[] = CHECK_LINES.map((name) => ({ name, outcome: { kind: 'waiting' } }));

/** What a finished check is worth. */
export function verdictOf(lines: readonly CheckLine[]): CheckVerdict {
  const isPassed = (name: CheckLine['name']): boolean =>
    lines.some((line) => line.name === name && line.outcome.kind === 'passed');
  const noFailure = lines.every(
    ({ outcome }) => outcome.kind === 'passed' || (outcome.kind === 'skipped' && outcome.reason === 'no-public-domain'),
  );
  if (noFailure) return 'works';
  return isPassed('list') || isPassed('write') || isPassed('read') ? 'limited' : 'fails';
}

interface Started {
  readonly checkId: string;
  readonly draft: string;
}

/** Runs connection checks of a draft, and tells the lines of the last one that was made of it. */
export function useConnectionCheck(draft: ConnectionDraft): {
  readonly lines: readonly CheckLine[];
  readonly listsBuckets: boolean | null;
  readonly standing: CheckStanding;
  readonly run: () => void;
  readonly stop: () => void;
} {
  const slice = useSlice('check');
  const [started, setStarted] = useState<Started | null>(null);
  const [broken, setBroken] = useState<ConnectionCheck | null>(null);
  const asText = JSON.stringify(draft);
  const check = broken ?? (slice !== null && slice.checkId === started?.checkId ? slice : null);
  useStopWhenLeft(started?.checkId ?? null);
  const run = (): void => {
    const checkId = crypto.randomUUID();
    setStarted({ checkId, draft: asText });
    setBroken(null);
    drop(start(checkId, draft, setBroken));
  };
  const stop = (): void => {
    if (started !== null) drop(ask('connections.stopCheck', { checkId: started.checkId }));
  };
  const { lines = WAITING, listsBuckets = null } = check ?? {};
  return { lines, listsBuckets, standing: standingOf(started, asText, check), run, stop };
}

/** A check that nobody looks at any more does not go on for a minute. */
function useStopWhenLeft(checkId: string | null): void {
  useEffect(() => {
    if (checkId === null) return undefined;
    return () => drop(ask('connections.stopCheck', { checkId }));
  }, [checkId]);
}

/** The lines come as state; only a check that could not be made at all answers for itself. */
async function start(
  checkId: string,
  draft: ConnectionDraft,
  onBroken: (check: ConnectionCheck) => void,
): Promise<void> {
  const result = await ask('connections.check', { checkId, draft });
  if (result.ok) return;
  const lines = CHECK_LINES.map((name, index): CheckLine => {
    if (index === 0) return { name, outcome: { kind: 'failed', failure: result.failure } };
    return { name, outcome: { kind: 'skipped', reason: 'needs-list' } };
  });
  onBroken({ checkId, lines, listsBuckets: null, stage: 'finished' });
}

function standingOf(started: Started | null, draft: string, check: ConnectionCheck | null): CheckStanding {
  if (started === null) return { kind: 'idle' };
  if (started.draft !== draft) return { kind: 'outdated' };
  if (check?.stage === 'finished') return { kind: 'finished', outcome: verdictOf(check.lines) };
  return { kind: check?.stage ?? 'running' };
}
