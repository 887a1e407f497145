import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startSandbox } from '../support/sandbox';
import { bareTransfers, CONNECTION } from './bare-transfers';
import type { Outcome } from './report';

const ENTRIES = 100_000;
const A_FOLDER = 500;
/** Twice what the house allows while bytes move: this machine may be busy with other things. */
const DELAY_P99_MS = 100;
const MIB = 1024 * 1024;

const WHAT =
  'A folder tree with 100,000 files of a few bytes is added to the queue while its first files are sent already; then the queue is ' +
  'paused, read, and taken up by another start, which cancels it.';

/** A queue of 100,000 entries. */
export async function queue(_seed: number, scale: number): Promise<Outcome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-queue-'));
  const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
  try {
    const entries = Math.ceil(ENTRIES * scale);
    const source = path.join(folder, 'source');
    await makeTree(source, entries);
    return await measure({ source, entries, root: path.join(folder, 'queue'), address: sandbox });
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function makeTree(source: string, entries: number): Promise<void> {
  for (let start = 0; start < entries; start += A_FOLDER) {
    const folder = path.join(source, `folder ${start / A_FOLDER}`);
    await mkdir(folder, { recursive: true });
    const numbers = Array.from({ length: Math.min(A_FOLDER, entries - start) }, (_, n) => start + n);
    await Promise.all(numbers.map((n) => writeFile(path.join(folder, `${n}.txt`), `${n}`)));
  }
}

interface Place {
  readonly source: string;
  readonly entries: number;
  readonly root: string;
  readonly address: Parameters<typeof bareTransfers>[0];
}

async function measure({ source, entries, root, address }: Place): Promise<Outcome> {
  let done = 0;
  const transfers = bareTransfers(address, root, () => (done += 1));
  await transfers.start();
  const heapBefore = process.memoryUsage().heapUsed;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const { added } = await transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [source] });
  const addedMs = performance.now() - began;
  const doneWhileAdding = done;
  transfers.pause('all');
  // Of what is done the list keeps the last thousand; what is not, all.
  const shown = transfers.rows(0, 500, 'active');
  const waiting = entries - done;
  delay.disable();
  const heap = (process.memoryUsage().heapUsed - heapBefore) / MIB;
  await transfers.stop();
  const doneBefore = done;

  const again = bareTransfers(address, root, () => undefined);
  const restarted = performance.now();
  const { restored } = await again.start();
  const restartMs = performance.now() - restarted;
  again.cancel('all');
  const left = again.slice().summary.counts.paused;
  await again.stop();

  const p99 = delay.percentile(99) / 1e6;
  const broken = [
    ...(added === entries ? [] : [`${added} of ${entries} were added`]),
    ...(restored + doneBefore === entries ? [] : [`${restored} were restored of ${entries - doneBefore}`]),
    ...(shown.total === waiting && shown.rows.length === Math.min(500, waiting)
      ? []
      : [`the list shows ${shown.total} of ${waiting}`]),
    ...(doneWhileAdding > 0 ? [] : ['nothing was sent while the folder was walked']),
    ...(left === 0 ? [] : [`${left} are left after all were cancelled`]),
    ...(p99 <= DELAY_P99_MS ? [] : [`the event loop is held up: p99 ${p99.toFixed(0)} ms`]),
  ];
  const facts = {
    'entries added': added,
    'time to add them': `${(addedMs / 1000).toFixed(1)} s`,
    'sent while they were added': doneWhileAdding,
    'event-loop delay while they were added': `p99 ${p99.toFixed(0)} ms, longest ${(delay.max / 1e6).toFixed(0)} ms`,
    'heap for them': `${heap.toFixed(0)} MiB, with garbage`,
    'taken up again': `${restored} in ${(restartMs / 1000).toFixed(1)} s`,
  };
  return { what: WHAT, facts, broken };
}
