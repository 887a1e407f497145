import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupProblem } from './problem.mjs';
import { npm, root } from './run.mjs';

/** Brings node_modules to what package-lock.json says; does nothing when it is there already. */
export function ensureNpmPackages() {
  const reason = whyStale();
  if (!reason) return;
  console.log(`Installing npm packages (${reason}) …`);
  // No package needs its install script, and Electron's binary is fetched by the next step.
  const status = npm(['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error']);
  if (status !== 0) {
    throw new SetupProblem(`npm could not install the packages (exit status ${status}).`, 'npm ci --ignore-scripts');
  }
}

function whyStale() {
  const wanted = packagesOf('package-lock.json');
  if (!wanted) throw new SetupProblem('package-lock.json is missing or broken.', 'git checkout package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
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
