import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { SandboxInfo } from '../../electron/core/sandbox/types';

const CLI = fileURLToPath(new URL('../../electron/core/sandbox/cli.ts', import.meta.url));

/** Bundles the command as the build does, so that it can run in a process of its own. Returns the file to run. */
export async function bundleCli(outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: CLI, outDir, target: 'node20', rolldownOptions: { output: { entryFileNames: 'cli.mjs' } } },
  });
  return join(outDir, 'cli.mjs');
}

export interface SandboxProcess {
  readonly info: SandboxInfo;
  readonly child: ChildProcess;
  /** Ends it, with its exit code or the signal that ended it. */
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | string>;
}

export async function startProcess(cli: string, args: readonly string[]): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]: string[]) => first ?? ''),
    exited.then(() => Promise.reject(new Error('The sandbox ended before it was ready.'))),
  ]);
  return {
    info: JSON.parse(line) as SandboxInfo,
    child,
    async kill(signal) {
      child.kill(signal);
      const [code, killer] = await exited;
      return code ?? killer ?? '';
    },
  };
}

/** Runs the command to its end. */
export async function runCli(cli: string, args: readonly string[]): Promise<{ code: number; error: string }> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, error: Buffer.concat(chunks).toString('utf8') };
}

/** The most memory that a process has had resident so far, in bytes; Linux only. */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
