import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { proxyOf, throughProxy } from './proxy.mjs';
import { root, show } from './run.mjs';

const REACH_MS = 5_000;
const DOWNLOAD_MS = 10 * 60_000;

/** The official Electron, downloaded if it is not here yet; undefined where it cannot be had. `binary`: its name in the distribution. */
export async function officialElectron(wanted, binary) {
  const dist = path.join(root, 'node_modules/electron/dist');
  const executable = path.join(dist, binary);
  if (versionIn(dist) === wanted) return executable;
  const proxy = proxyOf(process.env);
  // Node's fetch goes by no proxy, so its answer would say nothing.
  if (!proxy && !(await hostAnswers(wanted))) return undefined;
  console.log(`Downloading Electron ${wanted}${proxy ? ` through the proxy in ${proxy.name}` : ''} …`);
  const env = { ...process.env, ...(proxy ? throughProxy(proxy) : {}) };
  const status = show(process.execPath, ['node_modules/electron/install.js'], { env, timeout: DOWNLOAD_MS });
  return status === 0 && existsSync(executable) ? executable : undefined;
}

/** What a person can do where it could not be had. A proxy is named by its variable: its address may hold a password. */
export function downloadRemedy() {
  const proxy = proxyOf(process.env);
  const mirror = 'set ELECTRON_MIRROR=https://… to use a mirror';
  if (proxy) {
    return `the same command again, with a proxy in ${proxy.name} that answers and lets github.com through   (or ${mirror})`;
  }
  return `node node_modules/electron/install.js   (${mirror}; behind a proxy set HTTPS_PROXY=http://… and run the same command again)`;
}

/** Asked first, with a short limit, since the installer itself retries for a long time where GitHub cannot be reached. */
async function hostAnswers(version) {
  const env = process.env;
  if (env.ELECTRON_GET_USE_PROXY) return true;
  const base =
    env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/';
  try {
    const url = new URL(`v${version}/SHASUMS256.txt`, base);
    const reply = await fetch(url, { method: 'HEAD', redirect: 'follow', signal: AbortSignal.timeout(REACH_MS) });
    return reply.ok;
  } catch {
    return false;
  }
}

function versionIn(dist) {
  try {
    return readFileSync(path.join(dist, 'version'), 'utf8').replace(/^v/, '');
  } catch {
    return undefined;
  }
}
