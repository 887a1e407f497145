import { parseArgs } from 'node:util';
import { PROFILES } from './profiles';
import { startSandbox } from './sandbox';
import type { Profile } from './types';

const NAMES = Object.keys(PROFILES).join('|');
const USAGE = `Usage: sandbox --dir DIR [--port N] [--profile ${NAMES}] [--bucket NAME]`;

/** Fails with a message that tells the person at the terminal what to change. */
function readOptions() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { port: text, dir: text, profile: text, bucket: text } });
  const { dir = '', port = '0', bucket = 'sandbox', profile: name = 'full' } = values;
  if (dir === '') throw new Error(`--dir is missing: the folder that holds the bucket.\n${USAGE}`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, not "${port}".`);
  const profile = new Map<string, Profile>(Object.entries(PROFILES)).get(name);
  if (profile === undefined) throw new Error(`There is no profile "${name}", but ${NAMES}.`);
  return { dir, port: Number(port), profile, bucket };
}

try {
  // What can be called is not printed: JSON has no word for it.
  const { close, ...info } = await startSandbox(readOptions());
  process.stdout.write(`${JSON.stringify(info)}\n`);
  const end = (): void => void close().then(() => process.exit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
} catch (error) {
  // Electron's utility processes do not end by themselves when nothing is left to do.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
