// node build/e2e.mjs [Playwright arguments]: the end-to-end tests on the built app, or those that the arguments name, each
// worker in a desktop session of its own (build/sessions.mjs). What is tagged @long (faults, damage, tours of all dialogs) runs where
// it is named, and with `npm run e2e:long`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openSessions, workerCount } from './sessions.mjs';
import { root } from './setup/run.mjs';

const args = process.argv.slice(2);
const reports = path.join(root, 'test-results');
mkdirSync(reports, { recursive: true });

// The packaged app is tested where there is one: build/package-smoke.mjs.
const projects = args.some((arg) => arg.startsWith('--project')) ? [] : ['--project=app', '--project=no-keyring'];
const shortOnes = args.length === 0 ? ['--grep-invert', '@long'] : [];
const command = ['node_modules/@playwright/test/cli.js', 'test', '--output', path.join(reports, 'e2e')];

const sessions = await openSessions(workerCount());
process.exitCode = sessions === undefined ? 1 : await run(sessions);
await sessions?.close();

async function run({ variables }) {
  const playwright = spawn(process.execPath, [...command, ...projects, ...shortOnes, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      FLOW_TEST_SESSIONS: JSON.stringify(variables),
      PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, 'e2e.json'),
    },
  });
  const [status] = await once(playwright, 'exit');
  return status ?? 1;
}
