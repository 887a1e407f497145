// node build/package-smoke.mjs: packages the app and starts it. First as people get it (its fuses are read back, it must report a
// painted window, and run nobody else's code), then the same with the one fuse open that lets Playwright use it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { hasDisplay } from './setup/display.mjs';
import { attempts, CHECKS_ASAR, listen } from './package-tampering.mjs';
import { root, show } from './setup/run.mjs';

const GONE_MS = 20_000;
const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);
const FUSES = {
  [FuseV1Options.RunAsNode]: OFF,
  [FuseV1Options.EnableCookieEncryption]: ON,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: OFF,
  [FuseV1Options.EnableNodeCliInspectArguments]: OFF,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ON,
  [FuseV1Options.OnlyLoadAppFromAsar]: ON,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: OFF,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: OFF,
};

function executable(release) {
  const place = {
    linux: 'linux-unpacked/flow-media',
    win32: 'win-unpacked/Flow Media.exe',
    darwin: `${process.arch === 'arm64' ? 'mac-arm64' : 'mac'}/Flow Media.app/Contents/MacOS/Flow Media`,
  }[process.platform];
  return path.join(root, release, place);
}

async function checkFuses(program) {
  const wire = await getCurrentFuseWire(program);
  const wrong = Object.entries(FUSES).filter(([fuse, state]) => wire[fuse] !== state);
  for (const [fuse] of wrong) console.error(`The fuse ${FuseV1Options[fuse]} is not as it must be.`);
  return wrong.length === 0;
}

/** Starts it on an empty data folder, with more arguments and variables if so told; answers what it has said by the time it is painted. */
async function startOnce(program, { args = [], env = {} } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'flow-media-packaged-'));
  const flags = [...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${folder}`];
  const [command, ...words] = hasDisplay() ? [program, ...flags] : ['xvfb-run', '-a', program, ...flags];
  const app = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FLOW_MEDIA_REPORT_READY: '1', ...env },
    // A group of its own: under xvfb-run the app is a grandchild.
    detached: true,
  });
  const ended = new Promise((resolve) => app.once('exit', resolve));
  const said = await listen(app, async () => {
    endGroup(app);
    await ended;
    await groupGone(app);
  });
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  return said;
}

function endGroup(app) {
  if (app.exitCode !== null || app.signalCode !== null) return;
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', `${app.pid}`, '/t', '/f']);
  else process.kill(-app.pid, 'SIGTERM');
}

/** Under xvfb-run the app itself may still be finishing when its parent has ended. */
async function groupGone(app) {
  if (process.platform === 'win32') return;
  const last = Date.now() + GONE_MS;
  while (isRunning(-app.pid) && Date.now() < last) await pause(100);
  if (isRunning(-app.pid)) process.kill(-app.pid, 'SIGKILL');
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function must(ok, what) {
  console.log(`${ok ? 'passed' : 'FAILED'}  ${what}`);
  if (!ok) process.exit(1);
}

must(show(process.execPath, ['build/package.mjs', '--for-tests']) === 0, 'the package is built');
must(await checkFuses(executable('release')), 'its fuses are set');
must((await startOnce(executable('release'))).includes('flow-media:ready'), 'it starts and paints its window');
for (const [what, isRefused] of Object.entries(attempts(executable('release'), startOnce)))
  must(await isRefused(), `it ${what}`);
if (!CHECKS_ASAR) console.log('skipped a changed archive: on this system Electron does not hold it against its hash');
const e2e = ['build/package.mjs', '--for-tests', '--dir', '--config', 'electron-builder.e2e.yml'];
must(show(process.execPath, e2e) === 0, 'the package for Playwright is built');
const env = { ...process.env, APP_EXE: executable('release/e2e') };
must(show(process.execPath, ['build/e2e.mjs', '--project=packaged'], { env }) === 0, 'it can be used');
