import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { createLibrary } from '../../../electron/core/library/create-library';
import { indexThread } from '../../../electron/core/library/index/index-thread';
import { createR2Store } from '../../../electron/core/store/r2-store';
import { systemClock } from '../../../electron/core/transfers/clock';
import type { LibraryState } from '../../../shared/library';
import type { SandboxAddress } from '../../support/sandbox';
import { median, row, type BenchRow } from '../report';
import { rcloneEnvironment } from '../transfers/theirs';
import { rclone, type Tool } from '../transfers/tools';
import { cpuOfEnded } from '../transfers/usage';
import { startSeededSandbox } from './seeded-sandbox';

const OBJECTS = 100_000;
const INDEX_SCRIPT = path.resolve(import.meta.dirname, '../../../dist/index/index-worker.cjs');
const CONNECTION = 'bench';

export interface ScanBench {
  readonly rows: readonly BenchRow[];
  readonly note: string;
}

/** Milliseconds by the clock, and of the processor's by the client alone. */
interface Scan {
  readonly ms: number;
  readonly cpuMs: number;
}

/** A bucket into an empty index, against rclone that prints its keys: in turns on the same server. */
export async function benchScan(folder: string, rounds: number): Promise<ScanBench> {
  const tool = await rclone();
  const sandbox = await startSeededSandbox(path.join(folder, 'scan-bucket'), OBJECTS);
  const [ours, theirs]: [Scan[], Scan[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(await theirScan(tool, sandbox));
      ours.push(await ourScan(sandbox, folder));
    }
  } finally {
    await sandbox.close();
  }
  const name = `Scan of ${OBJECTS.toLocaleString('en')} objects into the index`;
  const of = (scans: readonly Scan[], what: keyof Scan): number => median(scans.map((scan) => scan[what]));
  const ratio = median(theirs.map(({ ms }, round) => ms / (ours[round]?.ms ?? Number.NaN)));
  const speed = row(`${name}: times the speed of rclone`, of(ours, 'ms'), of(theirs, 'ms'), 'ms', '≥ 1.3');
  const rows = [
    { ...speed, ratio: Number(ratio.toFixed(3)) },
    row(`${name}: CPU of the client against rclone`, of(ours, 'cpuMs'), of(theirs, 'cpuMs'), 'ms', ''),
  ];
  const note = `Scan: ${tool.version}, lsf -R --fast-list; ours from an empty index to the whole one on disk, in plain Node with its thread; ${rounds} rounds in turns, median of ratios.`;
  return { rows, note };
}

/** Milliseconds from the library's beginning until it knows all. */
async function ourScan(address: SandboxAddress, folder: string): Promise<Scan> {
  const cacheDir = await mkdtemp(path.join(folder, 'scan-'));
  const store = createR2Store({ ...address, region: 'auto' });
  let heard: (slice: LibraryState) => void = () => undefined;
  const began = performance.now();
  const before = process.cpuUsage();
  const library = createLibrary({
    cacheDir,
    storeOf: () => store,
    knows: () => true,
    isInItsBucket: () => true,
    factsOf: () => null,
    transferOfAsset: () => null,
    clock: systemClock,
    startIndex: () => indexThread(INDEX_SCRIPT),
    publish: (slice) => heard(slice),
    report: (error) => console.error(error),
  });
  const complete = new Promise<void>((resolve, reject) => {
    heard = ({ scan, objectCount }) => {
      if (scan.kind === 'complete' && objectCount === OBJECTS) resolve();
      if (scan.kind === 'failed') reject(new Error(`The scan failed: ${scan.failure.code}`));
    };
  });
  await library.open(CONNECTION);
  await complete;
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  await library.close();
  store.close();
  await rm(cacheDir, { recursive: true, force: true });
  return { ms, cpuMs: (user + system) / 1000 };
}

async function theirScan({ file }: Tool, bucket: SandboxAddress): Promise<Scan> {
  const args = ['lsf', '-R', '--fast-list', '--config', '', `remote:${bucket.bucket}`];
  const [began, before] = [performance.now(), cpuOfEnded()];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], env: rcloneEnvironment(bucket) });
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  });
  const [status] = await once(child, 'close');
  const ms = performance.now() - began;
  const cpuMs = (cpuOfEnded() - before) * 1000;
  // Folders have a line as well.
  if (status !== 0 || lines < OBJECTS) throw new Error(`rclone ended with ${status} after ${lines} lines.`);
  return { ms, cpuMs };
}
