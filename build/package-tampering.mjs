// What a program on the same computer may try with the packaged app, and what must come of it: the fuses, proved by what they do.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FOREIGN = 'flow-media:foreign code ran';
const WAIT_MS = 60_000;

/** Where Electron holds the asar against its hash (electronjs.org/docs/latest/tutorial/asar-integrity). */
export const CHECKS_ASAR = process.platform === 'darwin' || process.platform === 'win32';

/** Attempts to run other code than the package's with its program; each answers whether that was refused. `start` starts a program once on an empty data folder, and answers all that it has said. */
export function attempts(program, start) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'flow-media-tampering-'));
  const script = path.join(folder, 'foreign.cjs');
  writeFileSync(script, `console.log(${JSON.stringify(FOREIGN)})`);
  const said = async (options) => (await start(program, options)).includes(FOREIGN);
  return {
    'does not run as Node': async () => !(await said({ env: { ELECTRON_RUN_AS_NODE: '1' }, args: [script] })),
    'does not take NODE_OPTIONS': async () => !(await said({ env: { NODE_OPTIONS: `--require=${script}` } })),
    'opens no debugger': async () => !(await start(program, { args: ['--inspect=0'] })).includes('Debugger listening'),
    'loads no folder in place of its archive': async () => {
      const copy = copyOf(program, folder);
      const app = path.join(resourcesOf(copy), 'app');
      mkdirSync(app);
      writeFileSync(
        path.join(app, 'package.json'),
        JSON.stringify({ name: 'x', version: '1.0.0', main: 'foreign.cjs' }),
      );
      cpSync(script, path.join(app, 'foreign.cjs'));
      return !(await start(copy, {})).includes(FOREIGN);
    },
    ...(CHECKS_ASAR
      ? { 'does not start from a changed archive': async () => !(await startsChanged(copyOf(program, folder), start)) }
      : {}),
    'leaves nothing behind': async () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
      return true;
    },
  };
}

async function startsChanged(program, start) {
  const archive = path.join(resourcesOf(program), 'app.asar');
  const bytes = readFileSync(archive);
  // A word of main's own bundle: the header, with the hashes, stays as it is.
  bytes.write('flow-media:READY', bytes.indexOf('flow-media:ready'));
  writeFileSync(archive, bytes);
  return /flow-media:ready/i.test(await start(program, {}));
}

/** The whole package once more, to be spoiled; answers its program. */
function copyOf(program, folder) {
  const top = process.platform === 'darwin' ? path.resolve(program, '../../..') : path.dirname(program);
  const copy = mkdtempSync(path.join(folder, 'copy-'));
  cpSync(top, copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, path.relative(top, program));
}

function resourcesOf(program) {
  const beside = path.join(path.dirname(program), 'resources');
  return existsSync(beside) ? beside : path.resolve(program, '../../Resources');
}

/** Starts it and listens until it is painted, ends, or the time is over; `end` ends it with all that it has started. */
export async function listen(app, end) {
  let said = '';
  const done = new Promise((resolve) => {
    for (const stream of [app.stdout, app.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
        if (said.includes('flow-media:ready')) resolve();
      });
    }
    app.once('exit', resolve);
    setTimeout(resolve, WAIT_MS).unref();
  });
  await done;
  await end();
  return said;
}
