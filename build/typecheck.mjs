// Every environment has its own tsconfig, so that a wrong import does not compile; all of them are checked.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './setup/run.mjs';

const PROJECTS = [
  'shared/tsconfig.json',
  'electron/core/tsconfig.json',
  'electron/tsconfig.json',
  'electron/tsconfig.page.json',
  'renderer/tsconfig.json',
  'tests/tsconfig.json',
  'build/tsconfig.json',
];

const failed = PROJECTS.filter((project) => {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], { cwd: root, stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) console.error(`Does not compile: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
