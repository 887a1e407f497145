import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What the sandbox prints once it serves. */
export interface SandboxAddress {
  readonly endpoint: string;
  readonly publicBase: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
}

export interface RunningSandbox extends SandboxAddress {
  readonly process: ChildProcess;
  /** Stops it and, when the folder was its own, removes that too. */
  close(): Promise<void>;
}

export interface SandboxChoice {
  /** Where its objects lie; a temporary folder without it. */
  readonly dir?: string;
  /** How a real token may behave: `full`, `object-scoped`, `read-only`, `slow`, `failing` … (see `npm run sandbox`). */
  readonly profile?: string;
  readonly port?: number;
}

const CLI = path.resolve(import.meta.dirname, '../../dist/sandbox/cli.js');

/** Starts the built sandbox bucket in a process of its own and waits until it serves. */
export async function startSandbox({ dir, profile = 'full', port = 0 }: SandboxChoice = {}): Promise<RunningSandbox> {
  const folder = dir ?? (await mkdtemp(path.join(os.tmpdir(), 'sandbox-bucket-')));
  const args = [CLI, '--dir', folder, '--port', `${port}`, '--profile', profile];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await firstLine(server);
  return {
    ...address,
    process: server,
    async close() {
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit');
        server.kill();
        await ended;
      }
      if (dir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(server: ChildProcess): Promise<SandboxAddress> {
  if (server.stdout === null) throw new Error('The sandbox has no standard output.');
  for await (const line of createInterface({ input: server.stdout })) {
    const address: SandboxAddress = JSON.parse(line);
    return address;
  }
  throw new Error(`The sandbox ended without a word (status ${server.exitCode}). Is it built? npm run build`);
}
