import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Running, Target } from './target';

// Its own folder has packages of its own; the project's are found from there too.
const require = createRequire(new URL('miniflare/package.json', import.meta.url));

function resolve(specifier: string): string | undefined {
  try {
    return require.resolve(specifier);
  } catch {
    return undefined;
  }
}

const MIN_NODE = 22;

/** Miniflare wants Node 22; where the tests run on an older one, npm's `node` package has it. */
function findNode(): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= MIN_NODE) return process.execPath;
  const manifest = resolve('node/package.json');
  return manifest === undefined ? undefined : join(dirname(manifest), 'bin', 'node');
}

/** Why the suite cannot run against miniflare here, or undefined if it can. */
export function whyNoMiniflare(): string | undefined {
  if (resolve('miniflare') === undefined) return 'it is not installed: npm ci --prefix tests/conformance/miniflare';
  if (findNode() === undefined) return `it needs Node ${MIN_NODE}: npm ci --prefix tests/conformance/miniflare`;
  return undefined;
}

const CREDENTIALS = { accessKeyId: '0123456789abcdef'.repeat(2), secretAccessKey: 'fedcba9876543210'.repeat(4) };

async function start(): Promise<Running> {
  const [node, miniflare] = [findNode(), resolve('miniflare')];
  if (node === undefined || miniflare === undefined) throw new Error(whyNoMiniflare());
  const dir = await mkdtemp(join(tmpdir(), 'flow-miniflare-'));
  const settings = { dir, buckets: ['conformance', 'other'], ...CREDENTIALS };
  const script = fileURLToPath(new URL('miniflare-child.mjs', import.meta.url));
  const child = spawn(node, [script, miniflare, JSON.stringify(settings)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]: string[]) => first ?? ''),
    exited.then(() => Promise.reject(new Error('Miniflare ended before it was ready.'))),
  ]);
  return {
    endpoint: line,
    bucket: 'conformance',
    otherBucket: 'other',
    keepAlive: false,
    ...CREDENTIALS,
    async close() {
      child.stdin.end();
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Its answers were captured from R2; what its own head comment says that it leaves out is no ability here. */
export const miniflareTarget: Target = { name: "miniflare's R2", abilities: new Set(), start };
