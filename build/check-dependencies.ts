import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { highFindings, isSupported, wrongWith, type Audit, type Exceptions, type Lock } from './dependencies';

const root = path.resolve(import.meta.dirname, '..');
const LOCKS = ['package-lock.json', 'tests/conformance/miniflare/package-lock.json'];
const PATIENCE_MS = 60_000;

/**
 * `npm run check:dependencies [-- --online]`: licences, install scripts, checksums and origins of all packages, from the lock files
 * alone. `--online` asks the registry on top: for known holes, and whether this Electron still gets fixes; a release needs both.
 */
export async function run(args: readonly string[]): Promise<number> {
  const locks = Object.fromEntries(LOCKS.map((file) => [file, read<Lock>(file)]));
  const wrong = wrongWith(locks, read<Exceptions>('build/dependencies.json'));
  for (const line of wrong) console.error(line);
  const count = Object.values(locks).reduce((sum, lock) => sum + Object.keys(lock.packages).length - 1, 0);
  console.log(`${count} packages looked at, ${wrong.length} wrong`);
  const online = args.includes('--online') ? [isAudited(), isElectronCurrent()] : [];
  return wrong.length === 0 && online.every(Boolean) ? 0 : 1;
}

function isAudited(): boolean {
  const answer = ask<Audit>(['audit', '--json']) ?? {};
  const found = highFindings(answer);
  if (found === null) console.error('The registry gave no answer to npm audit: not audited.');
  else console.log(found.length === 0 ? 'npm audit: nothing high or critical' : `npm audit: ${found.join(', ')}`);
  return found?.length === 0;
}

function isElectronCurrent(): boolean {
  const { electron = '' } = read<{ devDependencies: Readonly<Record<string, string>> }>('package.json').devDependencies;
  const latest = ask<string>(['view', 'electron', 'dist-tags.latest', '--json']);
  if (latest === null) console.error('The registry does not tell the newest Electron.');
  else console.log(`Electron ${electron}; the newest is ${latest}`);
  return latest !== null && isSupported(electron, latest);
}

/** null for what is no answer. */
function ask<T>(args: readonly string[]): T | null {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: root, encoding: 'utf8', timeout: PATIENCE_MS, shell: process.platform === 'win32' } as const;
  const { stdout } = spawnSync(npm, [...args], options);
  try {
    return JSON.parse(stdout) as T;
  } catch {
    return null;
  }
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
}
