// Desktop sessions for the end-to-end tests, one for each worker: an app under test shares neither display, clipboard nor
// keyring with the one beside it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { ask } from './setup/run.mjs';

/** What tells a program which display, session bus and keyring are its own. */
export const SESSION_VARIABLES = [
  'DISPLAY',
  'XAUTHORITY',
  'WAYLAND_DISPLAY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_CURRENT_DESKTOP',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
];
const MOST = 4;

/**
 * How many tests may run side by side: FLOW_TEST_WORKERS, else one a core. Only one where there is but one clipboard: on
 * macOS, on Windows, and without a virtual display.
 */
export function workerCount() {
  if (process.platform !== 'linux' || !ask('sh', ['-c', 'command -v xvfb-run']).ok) return 1;
  const chosen = Number(process.env.FLOW_TEST_WORKERS);
  return Number.isInteger(chosen) && chosen > 0 ? chosen : Math.min(os.availableParallelism(), MOST);
}

/** Opens that many; `undefined` when one could not be opened, which has been said then. `close` ends them all. */
export async function openSessions(count) {
  const opened = [];
  // One after the other, since each takes the next free display.
  for (let index = 0; index < count; index++) opened.push(await openSession(count > 1));
  const close = () => Promise.all(opened.map((session) => session.close()));
  if (opened.some(({ variables }) => variables === undefined)) return void (await close());
  return { variables: opened.map(({ variables }) => variables), close };
}

/** On a virtual display where it must be the session's own, else on the person's if there is one. */
async function openSession(alone) {
  const command = ['build/with-display.mjs', process.execPath, 'build/with-keyring.mjs'];
  const env = { ...process.env };
  if (alone) for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY']) delete env[name];
  const holder = spawn(process.execPath, [...command, process.execPath, 'build/session-holder.mjs'], {
    stdio: 'pipe',
    env,
  });
  const ended = once(holder, 'exit');
  // The bus tells of each service that it starts; that is worth reading only where there is no session.
  const said = [];
  holder.stderr.on('data', (chunk) => said.push(chunk));
  const variables = await firstLine(holder.stdout);
  if (variables === undefined) process.stderr.write(Buffer.concat(said));
  else holder.stderr.removeAllListeners('data').resume();
  return {
    variables,
    close: () => {
      holder.stdin.end();
      return ended;
    },
  };
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return JSON.parse(line);
  return undefined;
}
