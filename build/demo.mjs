// `npm run demo`. With a display: the app on the sandbox bucket, with a few samples in it, for a person to play with. Without
// one: the main job done by itself in a virtual display, each step with its link, screenshots in demo-screenshots/.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hasDisplay } from './setup/display.mjs';
import { npm, show } from './setup/run.mjs';

const node = process.execPath;

console.log('Building …');
const built = npm(['run', '--silent', 'build']);
if (built !== 0) process.exit(built);
process.exit(hasDisplay() ? forAPerson() : byItself());

/** On a data folder of its own, so that a demo never touches what a person really works with. */
function forAPerson() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'flow-media-demo-'));
  console.log(
    'Opening Flow Media on its sandbox bucket. Nothing leaves this machine; close the window to end the demo.',
  );
  const status = show(node, ['build/start.mjs', '--demo', `--user-data-dir=${folder}`]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  return status;
}

function byItself() {
  console.log('No display here: the demo runs in a virtual one and does the main job by itself.');
  const run = [node, 'build/run-ts.mjs', 'tests/e2e/demo/run.ts'];
  return show(node, ['build/with-display.mjs', node, 'build/with-keyring.mjs', ...run]);
}
