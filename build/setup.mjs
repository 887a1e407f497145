// Brings a machine with Node and npm to where everything in package.json "scripts" works. Safe to run again: it does only
// what is missing. Uses nothing but Node itself, since it runs before the packages are there.
import { reportAndExit, SetupProblem } from './setup/problem.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { ensureConformancePeer, ensureNpmPackages } from './setup/npm-packages.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

try {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new SetupProblem(`Node ${process.versions.node} is too old.`, 'install Node 20 or later: https://nodejs.org');
  }
  ensureNpmPackages();
  if (process.argv.includes('--for-tests')) ensureConformancePeer();
  // What never opens a window (`npm run sandbox`) asks for no more than this.
  if (!process.argv.includes('--packages-only')) {
    ensureSystemPackages();
    await ensureElectron();
  }
} catch (error) {
  reportAndExit(error);
}
