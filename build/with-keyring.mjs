// node build/with-keyring.mjs COMMAND…: in a private D-Bus session with an unlocked, empty keyring, never the person's own.
// KEYRING_HOME=DIR keeps the keyring in DIR, so that a second run can read what the first one wrote.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { reportAndExit, SetupProblem } from './setup/problem.mjs';

// The daemon stays in the foreground of the session, so that it ends with it; whoever asks too early would start a second one.
const SESSION = `
printf %s test-password | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
keyring=$!
trap 'kill $keyring 2>/dev/null; wait $keyring' EXIT
serving() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'
}
until serving; do
  kill -0 $keyring 2>/dev/null || exit 127
  sleep 0.05
done
"$@"
`;

const command = process.argv.slice(2);

try {
  process.exit(process.platform === 'linux' ? inPrivateSession() : plainly());
} catch (error) {
  reportAndExit(error);
}

/** macOS and Windows have their keychain without any session of ours. */
function plainly() {
  return spawnSync(command[0], command.slice(1), { stdio: 'inherit' }).status ?? 1;
}

function inPrivateSession() {
  const kept = process.env.KEYRING_HOME;
  const home = kept ?? mkdtempSync(path.join(os.tmpdir(), 'keyring-'));
  const runtime = mkdtempSync(path.join(os.tmpdir(), 'runtime-'));
  try {
    const result = spawnSync('dbus-run-session', ['--', 'sh', '-c', SESSION, 'sh', ...command], {
      stdio: 'inherit',
      env: { ...process.env, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: runtime, XDG_CURRENT_DESKTOP: 'GNOME' },
    });
    if (result.error?.code === 'ENOENT' || result.status === 127) {
      throw new SetupProblem(
        'No keyring could be started for the tests.',
        'sudo apt-get install -y dbus gnome-keyring',
      );
    }
    return result.status ?? 1;
  } finally {
    if (!kept) rmSync(home, { recursive: true, force: true });
    rmSync(runtime, { recursive: true, force: true });
  }
}
