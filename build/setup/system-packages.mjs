import { ask, show } from './run.mjs';
import { SetupProblem } from './problem.mjs';

// Names with alternatives: Debian 13 and Ubuntu 24.04 renamed libraries to …t64.
const FOR_THE_APP = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libsecret-1-0'],
  ['ca-certificates'],
  ['unzip'],
];
const FOR_TESTS = [['xvfb'], ['xauth'], ['dbus'], ['gnome-keyring'], ['fonts-noto-cjk']];

/** On Debian-like Linux: installs the system libraries that Electron and its tests need, if any is missing. */
export function ensureSystemPackages() {
  if (process.platform !== 'linux' || !ask('dpkg-query', ['--version']).ok) return;
  const missingForApp = missing(FOR_THE_APP);
  const missingForTests = missing(FOR_TESTS);
  const wanted = [...missingForApp, ...missingForTests];
  if (wanted.length === 0) return;

  const asRoot = rootPrefix();
  if (!asRoot) return explainWithoutRoot(missingForApp, missingForTests);
  console.log(`Installing system packages: ${wanted.map((names) => names.at(-1)).join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const isUpdated = run(asRoot, ['apt-get', 'update', '-qq'], env) === 0;
  // One list that is out of reach, of a program that is none of ours, is no reason why the others should not do.
  if (!isUpdated) console.warn('Not all package lists could be read (above); going on with those that could.');
  install(asRoot, ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...wanted.map(installable)], env);
}

function missing(packages) {
  const names = packages.flat();
  const listed = ask('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]).out;
  const installed = new Set(
    listed
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return packages.filter((alternatives) => !alternatives.some((name) => installed.has(name)));
}

/** The first alternative that this system's package lists know. */
function installable(alternatives) {
  const known = (name) =>
    /Candidate: (?!\(none\))/.test(ask('apt-cache', ['policy', name], { env: { ...process.env, LC_ALL: 'C' } }).out);
  return alternatives.find(known) ?? alternatives.at(-1);
}

/** How to become root without asking anyone: not at all, through sudo, or (undefined) impossible. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return ask('sudo', ['-n', 'true']).ok ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

function run(prefix, args, env) {
  const [command, ...rest] = [...prefix, ...args];
  return show(command, rest, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function install(prefix, args, env) {
  const status = run(prefix, args, env);
  if (status !== 0)
    throw new SetupProblem(
      `${args.join(' ')} failed (exit status ${status}).`,
      `sudo apt-get update; sudo ${args.join(' ').replaceAll(' -qq', '')}`,
    );
}

function explainWithoutRoot(forApp, forTests) {
  const command = (packages) =>
    `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.map(installable).join(' ')}`;
  if (forApp.length > 0) {
    throw new SetupProblem(
      `These system libraries are missing, and installing them needs root: ${forApp.map(installable).join(' ')}.`,
      command([...forApp, ...forTests]),
    );
  }
  console.warn(`Not installed, wanted only by tests and by machines without a display:\n  ${command(forTests)}`);
}
