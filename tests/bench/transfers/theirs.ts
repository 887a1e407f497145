import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from '../../support/environment';
import type { SandboxAddress } from '../../support/sandbox';
import type { Tool } from './tools';
import { cpuOfEnded, UsageWatch } from './usage';

/** How rclone is run beside ours; told in the report. */
export const VARIANTS = {
  /** As it verifies by itself. */
  verified: [],
  'no checksums': ['--s3-disable-checksum', '--ignore-checksum'],
  tuned: [
    '--transfers',
    '16',
    '--checkers',
    '16',
    '--s3-upload-concurrency',
    '8',
    '--s3-chunk-size',
    '16M',
    '--s3-no-head',
    '--multi-thread-streams',
    '8',
  ],
} as const;

export type Variant = keyof typeof VARIANTS;

export interface TheirRun {
  readonly ms: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** `rclone copy FROM TO`, from its start to its end; `remote:` is the bucket. */
export async function runRclone(
  rclone: Tool,
  variant: Variant,
  bucket: SandboxAddress & { readonly endpoint: string },
  [from, to]: readonly [string, string],
  caFile: string,
): Promise<TheirRun> {
  const args = ['copy', from, to, '--ca-cert', caFile, '--config', '', ...VARIANTS[variant]];
  const cpuBefore = cpuOfEnded();
  const began = performance.now();
  const child = spawn(rclone.file, args, { stdio: ['ignore', 'inherit', 'inherit'], env: rcloneEnvironment(bucket) });
  const exit = once(child, 'exit');
  const watch = new UsageWatch([child.pid ?? 0]);
  const [status] = await exit;
  const ms = performance.now() - began;
  const { peakBytes } = watch.end();
  if (status !== 0) throw new Error(`rclone ${args.join(' ')} ended with ${status}`);
  return { ms, cpuSeconds: cpuOfEnded() - cpuBefore, peakBytes };
}

/** Its remote as Cloudflare's documentation sets it up (r2/examples/rclone). */
export function rcloneEnvironment({ endpoint, accessKeyId, secretAccessKey }: SandboxAddress): Record<string, string> {
  const settings = {
    TYPE: 's3',
    PROVIDER: 'Cloudflare',
    ACCESS_KEY_ID: accessKeyId,
    SECRET_ACCESS_KEY: secretAccessKey,
    ENDPOINT: endpoint,
    REGION: 'auto',
    NO_CHECK_BUCKET: 'true',
  };
  const named = Object.entries(settings).map(([name, value]) => [`RCLONE_CONFIG_REMOTE_${name}`, value]);
  return cleanEnvironment(Object.fromEntries(named));
}
