import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { electronPath } from '../../../build/electron-path.mjs';
import { cleanEnvironment } from '../../support/environment';

const LIMIT_MS = 60_000;

/** An Electron that has just said, by its line, that its first screen is painted. */
export interface Started {
  readonly pid: number;
  /** From the spawn to the line, ms. */
  readonly readyMs: number;
}

/** Starts Electron with these arguments, hands over what is known once it is usable, and ends it after that. */
export async function whileStarted<T>(
  args: readonly string[],
  userDataDir: string,
  look: (started: Started) => T | Promise<T>,
): Promise<T> {
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
    return await look({ pid: app.pid ?? -1, readyMs: performance.now() - began });
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
