import type { Desk } from '../support/desk';
import { draftOf } from '../support/desk';
import type { SandboxAddress } from '../support/sandbox';
import type { TransferSummary } from '../../shared/transfer';

const LOOK_MS = 250;

/** Keeps a connection to the bucket; answers its id. */
export async function connect(desk: Desk, address: SandboxAddress): Promise<string> {
  const profile = await desk.call('connections.save', { draft: draftOf(address), replaces: null });
  return profile.id;
}

/** How the queue of the running app stands; `kinds` leaves out what there is none of. */
export async function countsOf(
  desk: Desk,
): Promise<{ readonly open: number; readonly failed: number; readonly kinds: Readonly<Record<string, number>> }> {
  const { slices } = await desk.call('app.snapshot', null);
  const { counts }: TransferSummary = slices.transfers.summary;
  const sum = Object.values(counts).reduce((total, number) => total + number, 0);
  return {
    open: sum - counts.done - counts.skipped - counts.failed,
    failed: counts.failed,
    kinds: Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0)),
  };
}

/** Asks again and again; false when the limit is over first. */
export async function until(limitMs: number, holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}
