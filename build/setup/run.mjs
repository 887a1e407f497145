import { spawnSync } from 'node:child_process';
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
export function npm(args, options = {}) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return show(process.execPath, [own, ...args], options);
  return show(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    shell: process.platform === 'win32',
    ...options,
  });
}
