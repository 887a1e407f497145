import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox';
import { PROFILE_NAMES } from './types';

const USAGE = `Usage: sandbox --port N --dir DIR [--profile ${PROFILE_NAMES.join('|')}] [--bucket NAME]`;

/** Fails with a message that tells the person at the terminal what to change. */
function readOptions() {
  const text = { type: 'string' } as const;
  const options = { port: text, dir: text, profile: { ...text, default: 'full' }, bucket: text };
  const { dir = '', port = '0', bucket = 'sandbox', profile: wanted } = parseArgs({ options }).values;
  if (dir === '') throw new Error('--dir is missing: the folder that holds the bucket.');
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, not "${port}".`);
  }
  const profile = PROFILE_NAMES.find((name) => name === wanted);
  if (profile === undefined) throw new Error(`There is no profile "${wanted}".`);
  return { dir, port: Number(port), bucket, profile };
}

let usage = `${USAGE}\n`;
try {
  const options = readOptions();
  usage = '';
  const { setProfile: _setProfile, close, ...info } = await startSandbox(options);
  process.stdout.write(`${JSON.stringify(info)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 1;
}
