import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median, row, type BenchResult } from './report';
import { memoryAtRest, sumOf, type MemoryByKind } from './start/at-rest';
import { installedSize, type Installed } from './start/installed';
import { whileStarted } from './start/started';

// Start of the built app, from spawn to a screen that can be used, against a window with one line of HTML on the same
// Electron. Every run is a new process; the two take turns, so that a busy moment of the machine hits both. Then what both hold in
// memory when nobody touches them, and what the package puts on the disk.

const ROOT = path.resolve(import.meta.dirname, '../..');
const BARE = path.join(import.meta.dirname, 'bare-electron/main.mjs');
const RUNS = 5;
const MIB = 1024 ** 2;
/** The samples are in the bucket by then, and their thumbnails are made. */
const FIRST_DAY_MS = 10_000;

export async function start(): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-start-'));
  try {
    const known = path.join(folder, 'known');
    // Fills the sandbox bucket and the thumbnail cache, as the first day's use would; and warms the disk's cache for both.
    await whileStarted([ROOT, '--demo'], known, () => pause(FIRST_DAY_MS));
    await usableAfter([BARE], path.join(folder, 'warm-up'));
    const first = await takeTurns((run) => usableAfter([ROOT], path.join(folder, `first-${run}`)), folder);
    const next = await takeTurns(() => usableAfter([ROOT], known), folder);
    const ours = await memoryAtRest([ROOT], known);
    const bare = await memoryAtRest([BARE], path.join(folder, 'at-rest'));
    const installed = installedSize();
    return {
      commands: ['npm run bench -- start'],
      rows: [
        row('First start, to the wizard', first.ours, first.bare, 'ms', 'ratio ≤ 1.25'),
        row('Later start, to the library with pictures', next.ours, next.bare, 'ms', 'ratio ≤ 1.25'),
        row('Memory of all processes at rest, the library on show', sumOf(ours) / MIB, sumOf(bare) / MIB, 'MiB', ''),
        row('Installed, unpacked, against Electron alone', installed.all / MIB, installed.electron / MIB, 'MiB', ''),
      ],
      notes: [
        `At rest: ${inWords(ours)}; of a bare window: ${inWords(bare)}. Main holds the index, the page React, Mantine and its pictures.`,
        `Installed: ${inWords(partsOf(installed))}. Electron comes with the languages that the app speaks alone.`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function partsOf({ all, parts }: Installed): Readonly<Record<string, number>> {
  const own = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  return { Electron: all - own, ...parts };
}

/** Largest first, MiB. */
function inWords(bytes: MemoryByKind): string {
  const largest = Object.entries(bytes).sort(([, a], [, b]) => b - a);
  return largest.map(([name, size]) => `${name} ${(size / MIB).toFixed(1)}`).join(', ');
}

async function takeTurns(
  ours: (run: number) => Promise<number>,
  folder: string,
): Promise<{ ours: number; bare: number }> {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let run = 0; run < RUNS; run += 1) {
    times.ours.push(await ours(run));
    times.bare.push(await usableAfter([BARE], await mkdtemp(path.join(folder, 'bare-'))));
  }
  return { ours: median(times.ours), bare: median(times.bare) };
}

/** Milliseconds from spawn to the line by which the app says that its first screen is painted. */
function usableAfter(args: readonly string[], userDataDir: string): Promise<number> {
  return whileStarted(args, userDataDir, ({ readyMs }) => readyMs);
}
