// node build/start.mjs [arguments]: the built app, as it would start for a person.
import { spawn } from 'node:child_process';
import { electronPath } from './electron-path.mjs';
import { hasDisplay } from './setup/display.mjs';
import { root } from './setup/run.mjs';

if (!hasDisplay()) {
  console.error('There is no display here to open a window on. `npm run demo` works without one.');
  process.exit(1);
}
// Chromium refuses to run its sandbox as root.
const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const app = spawn(electronPath(), [...flags, root, ...process.argv.slice(2)], { stdio: 'inherit' });
app.once('exit', (code) => process.exit(code ?? 1));
