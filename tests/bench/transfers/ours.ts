import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { electronPath } from '../../../build/electron-path.mjs';
import { nodeBundle } from '../../../build/targets';
import { cleanEnvironment } from '../../support/environment';
import type { MoverJob, MoverReport } from './mover-job';
import { familyOf, UsageWatch } from './usage';

export interface OurRun extends MoverReport {
  readonly cpuSeconds: number;
  /** Of the moving process and all that belong to it. */
  readonly allBytes: number;
}

/** In which program the mover runs: Electron's main process as the app does, or plain Node to tell the two apart. */
export type Host = 'electron' | 'node';

/** Bundles the mover as the app's main process is bundled; answers its file. */
export async function buildMover(): Promise<string> {
  const outDir = path.resolve(import.meta.dirname, '../../../.setup/bench-mover');
  const input = { mover: path.join(import.meta.dirname, 'mover.ts') };
  await build(nodeBundle({ mode: 'production', outDir, input, format: 'es' }));
  return path.join(outDir, 'mover.js');
}

/** One run in a process of its own, which is up before it is told to begin, as the app is before a drop. */
export async function runOurs(mover: string, host: Host, job: MoverJob, caFile: string): Promise<OurRun> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-mover-'));
  const jobFile = path.join(folder, 'job.json');
  await writeFile(jobFile, JSON.stringify(job));
  const [command, ...args] = commandOf(host, mover, folder);
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: cleanEnvironment({
      FLOW_MEDIA_BENCH_JOB: jobFile,
      FLOW_MEDIA_BENCH_MOVER: mover,
      NODE_EXTRA_CA_CERTS: caFile,
    }),
  });
  const exit = once(child, 'exit');
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const answer = async (): Promise<string> => {
      const line = await lines.next();
      if (line.done) throw new Error('The moving process ended in the middle.');
      return line.value;
    };
    while ((await answer()) !== 'ready');
    const watch = new UsageWatch(familyOf(child.pid ?? 0));
    child.stdin.write('go\n');
    const report: MoverReport = JSON.parse(await answer());
    const usage = watch.end();
    child.stdin.end('end\n');
    await exit;
    return { ...report, cpuSeconds: usage.cpuSeconds, allBytes: usage.peakBytes };
  } finally {
    child.kill('SIGKILL');
    await exit;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function commandOf(host: Host, mover: string, folder: string): readonly [string, ...string[]] {
  if (host === 'node') return [process.execPath, mover];
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const main = path.join(import.meta.dirname, 'electron-main.mjs');
  return [electronPath(), ...flags, main, `--user-data-dir=${path.join(folder, 'data')}`];
}
