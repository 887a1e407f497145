// node build/e2e.mjs [Playwright arguments]: the end-to-end tests on the built app. Without arguments all of them: first with
// an unlocked keyring, then those that are about having none. With arguments: those, with a keyring (KEYRING=none: without).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root, show } from './setup/run.mjs';

const args = process.argv.slice(2);
const reports = path.join(root, 'test-results');
mkdirSync(reports, { recursive: true });

const playwright = (report, rest) => ({
  command: ['node_modules/@playwright/test/cli.js', 'test', '--output', path.join(reports, report), ...rest],
  env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, `${report}.json`) },
});

function withKeyring({ command, env }) {
  return onDisplay([process.execPath, 'build/with-keyring.mjs', process.execPath, ...command], env);
}

/** Not even the person's own: no session bus, no desktop that would tell Electron which keyring to ask. */
function withoutKeyring({ command, env }) {
  const bare = { ...env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
  delete bare.XDG_CURRENT_DESKTOP;
  return onDisplay([process.execPath, ...command], bare);
}

function onDisplay(command, env) {
  return show(process.execPath, ['build/with-display.mjs', ...command], { env });
}

if (args.length > 0) {
  const run = playwright('e2e', args.some((arg) => arg.startsWith('--project')) ? args : ['--project=app', ...args]);
  process.exit(process.env.KEYRING === 'none' ? withoutKeyring(run) : withKeyring(run));
}
const first = withKeyring(playwright('e2e', ['--project=app']));
const second =
  process.platform === 'linux' ? withoutKeyring(playwright('e2e-no-keyring', ['--project=no-keyring'])) : 0;
process.exit(first || second);
