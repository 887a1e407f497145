import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { electronPath } from '../../build/electron-path.mjs';
import { cleanEnvironment } from '../support/environment';
import { median, row, type BenchResult } from './report';

// Start of the built app, from spawn to a screen that can be used, against a window with one line of HTML on the same
// Electron. Every run is a new process; the two take turns, so that a busy moment of the machine hits both.

const ROOT = path.resolve(import.meta.dirname, '../..');
const BARE = path.join(import.meta.dirname, 'bare-electron/main.mjs');
const RUNS = 5;
const LIMIT_MS = 60_000;

export async function start(): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-start-'));
  try {
    const known = path.join(folder, 'known');
    // Fills the sandbox bucket and the thumbnail cache, as the first day's use would; and warms the disk's cache for both.
    await usableAfter([ROOT, '--demo'], known);
    await usableAfter([BARE], path.join(folder, 'warm-up'));
    const first = await takeTurns((run) => usableAfter([ROOT], path.join(folder, `first-${run}`)), folder);
    const next = await takeTurns(() => usableAfter([ROOT], known), folder);
    return {
      commands: ['npm run bench -- start'],
      rows: [
        row('First start, to the wizard', first.ours, first.bare, 'ms', 'ratio ≤ 1.25'),
        row('Later start, to the library with pictures', next.ours, next.bare, 'ms', 'ratio ≤ 1.25'),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
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
async function usableAfter(args: readonly string[], userDataDir: string): Promise<number> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const began = performance.now();
  const app = spawn(electronPath(), [...flags, ...args, `--user-data-dir=${userDataDir}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: cleanEnvironment({ FLOW_MEDIA_REPORT_READY: '1' }),
  });
  const late = setTimeout(() => app.kill('SIGKILL'), LIMIT_MS);
  const exit = once(app, 'exit');
  try {
    await readyLine(app, args);
    return performance.now() - began;
  } finally {
    clearTimeout(late);
    app.kill();
    await exit;
  }
}

async function readyLine({ stdout }: ChildProcess, args: readonly string[]): Promise<void> {
  if (stdout === null) throw new Error('The app has no standard output.');
  for await (const line of createInterface({ input: stdout })) if (line.startsWith('flow-media:ready')) return;
  throw new Error(`It ended without having been usable: ${args.join(' ')}`);
}
