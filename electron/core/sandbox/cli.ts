import { parseArgs } from 'node:util';
import { PROFILES } from './profiles';
import { startSandbox } from './sandbox';
import type { Profile } from './types';

const USAGE = `Usage: sandbox --port N --dir DIR [--profile ${Object.keys(PROFILES).join('|')}] [--bucket NAME]`;

/** Fails with a message that tells the person at the terminal what to change. */
function readOptions() {
  const text = { type: 'string' } as const;
  const options = { port: text, dir: text, profile: text, bucket: text };
  const { dir = '', port = '0', bucket, profile: name = 'full' } = parseArgs({ options }).values;
  if (dir === '') throw new Error('--dir is missing: the folder that holds the bucket.');
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, not "${port}".`);
  }
  const profile = new Map<string, Profile>(Object.entries(PROFILES)).get(name);
  if (profile === undefined) throw new Error(`There is no profile "${name}".`);
  return { dir, port: Number(port), profile, ...(bucket === undefined ? {} : { bucket }) };
}

let usage = `${USAGE}\n`;
try {
  const options = readOptions();
  usage = '';
  const { setProfile: _setProfile, setKeys: _setKeys, close, ...info } = await startSandbox(options);
  process.stdout.write(`${JSON.stringify(info)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 1;
}
