// node build/sandbox.mjs --port N --dir DIR: the sandbox bucket alone. Standard output carries its one JSON line and nothing else.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root, show } from './setup/run.mjs';

const toStandardError = { stdio: ['ignore', 2, 2] };
const built =
  show(process.execPath, ['build/setup.mjs', '--packages-only'], toStandardError) ||
  show(process.execPath, ['build/run-ts.mjs', 'build/build-sandbox.ts'], toStandardError);
if (built !== 0) process.exit(built);

const server = spawn(process.execPath, [path.join(root, 'dist/sandbox/cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.once('exit', (code) => process.exit(code ?? 1));
