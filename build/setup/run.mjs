import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Runs a command with its output shown. Returns the exit status (127 when the program does not exist). */
export function show(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  return result.error ? 127 : (result.status ?? 1);
}

/** Runs a command quietly. `ok` is false when it failed or does not exist. */
export function ask(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });
  return { ok: !result.error && result.status === 0, out: result.stdout ?? '', err: result.stderr ?? '' };
}

/** npm as the caller has it: under `npm run` that very npm, else the one on PATH. */
function npmCommand(args) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return { command: process.execPath, args: [own, ...args], shell: false };
  const windows = process.platform === 'win32';
  return { command: windows ? 'npm.cmd' : 'npm', args, shell: windows };
}

/** Runs npm with its output shown. Returns the exit status. */
export function npm(args, options = {}) {
  const { command, args: all, shell } = npmCommand(args);
  return show(command, all, { shell, ...options });
}

/** Runs npm beside whatever else runs. Answers its exit status and what it has said, on either stream. */
export async function npmQuietly(args) {
  const { command, args: all, shell } = npmCommand(args);
  const child = spawn(command, all, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const status = await new Promise((resolve) => {
    child.once('close', (code) => resolve(code ?? 1));
    child.once('error', (error) => {
      said.push(Buffer.from(`${error.message}\n`));
      resolve(127);
    });
  });
  return { status, output: Buffer.concat(said).toString() };
}
