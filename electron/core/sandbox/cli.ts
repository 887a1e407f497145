import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox';
import { PROFILE_NAMES } from './types';
import type { ProfileName, SandboxOptions } from './types';

const USAGE = `Usage: sandbox --port N --dir DIR [--profile ${PROFILE_NAMES.join('|')}] [--bucket NAME]`;

/** A message that tells the person at the terminal what to change. */
class UsageError extends Error {}

export function parseOptions(args: readonly string[]): SandboxOptions {
  const text = { type: 'string' } as const;
  const { values } = (() => {
    try {
      return parseArgs({ args: [...args], options: { port: text, dir: text, profile: text, bucket: text } });
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  })();
  const { dir, port, bucket, profile = 'full' } = values;
  if (dir === undefined || dir === '') throw new UsageError('--dir is missing: the folder that holds the bucket.');
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65_535)) {
    throw new UsageError(`--port must be a number from 0 to 65535, not "${port}".`);
  }
  const known = PROFILE_NAMES.find((name): name is ProfileName => name === profile);
  if (known === undefined) throw new UsageError(`There is no profile "${profile}".`);
  return {
    ...{ dir, profile: known },
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(bucket === undefined ? {} : { bucket }),
  };
}

function describe(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n${USAGE}`;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${String(error.port)} is in use: choose another with --port, or leave it out.`;
  }
  return error.message;
}

try {
  const { endpoint, publicBase, accessKeyId, secretAccessKey, bucket, close } = await startSandbox(
    parseOptions(process.argv.slice(2)),
  );
  process.stdout.write(`${JSON.stringify({ endpoint, publicBase, accessKeyId, secretAccessKey, bucket })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}
