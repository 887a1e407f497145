// What npm itself goes by, its own settings last: it hands those to the scripts that it runs.
const NAMES = ['HTTPS_PROXY', 'https_proxy', 'npm_config_https_proxy', 'npm_config_proxy'];

/** The proxy for https that this environment names, and the variable that does; undefined where there is none. */
export function proxyOf(env) {
  const name = NAMES.find((each) => env[each]);
  if (name === undefined) return undefined;
  const address = env[name];
  // Written without a scheme it would be taken for one: `proxy:8080`.
  return { name, address: address.includes('://') ? address : `http://${address}` };
}

/**
 * The variables with which Electron's installer takes that way: it asks for the first (@electron/get, dist/index.js). Of the other
 * two undici reads the small one first (lib/dispatcher/env-http-proxy-agent.js), even where it is empty.
 */
export function throughProxy({ address }) {
  return { ELECTRON_GET_USE_PROXY: '1', HTTPS_PROXY: address, https_proxy: address };
}
