import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem } from './problem.mjs';
import { npm, root } from './run.mjs';

/** Brings node_modules to what package-lock.json says; does nothing when it is there already. */
export function ensureNpmPackages() {
  // No package needs its install script, and Electron's binary is fetched by the next step.
  ensurePackagesIn('.', ['--ignore-scripts']);
}

/** Miniflare and the Node that it needs (its install script brings it), for the conformance suite alone. */
export function ensureConformancePeer() {
  ensurePackagesIn('tests/conformance/miniflare', []);
}

function ensurePackagesIn(folder, options) {
  const reason = whyStale(folder);
  if (!reason) return;
  console.log(`Installing npm packages${folder === '.' ? '' : ` of ${folder}`} (${reason}) …`);
  const command = ['ci', ...(folder === '.' ? [] : ['--prefix', folder]), ...options];
  const status = npm([...command, '--no-fund', '--no-audit', '--loglevel=error']);
  if (status !== 0) {
    throw new SetupProblem(`npm could not install the packages (exit status ${status}).`, `npm ${command.join(' ')}`);
  }
}

function whyStale(folder) {
  const lock = path.posix.join(folder, 'package-lock.json');
  const wanted = packagesOf(lock);
  if (!wanted) throw new SetupProblem(`${lock} is missing or broken.`, `git checkout ${lock}`);
  const present = packagesOf(path.posix.join(folder, 'node_modules/.package-lock.json'));
  if (!present) return 'none yet';
  const wrong = Object.entries(wanted).find(([where, entry]) => {
    if (where === '' || entry.link) return false;
    const found = present[where];
    // Packages for other systems are in the lock but never installed.
    return found ? found.version !== entry.version : !entry.optional && !entry.devOptional;
  });
  return wrong && `${wrong[0].replace(/^node_modules\//, '')} is not at ${wrong[1].version}`;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
