import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { assetIdOf } from '../../../electron/core/library/asset-id';
import { createR2Store } from '../../../electron/core/store/r2-store';
import type { ObjectStore } from '../../../electron/core/store/object-store';
import { systemClock } from '../../../electron/core/transfers/clock';
import { R2_COPIES } from '../../../electron/core/transfers/copy/copy-job';
import { NO_CONVERTER } from '../../../electron/core/transfers/upload/image-converter';
import { createTransfers } from '../../../electron/core/transfers/transfers';
import type { DownloadObject, Transfers } from '../../../electron/core/transfers/transfers-api';
import type { ConnectionProfile } from '../../../shared/connection';
import { DEFAULT_UPLOADS } from '../../../shared/upload-settings';
import type { MoverJob, MoverReport } from './mover-job';

// The transfers as the app's main process runs them: the real queue, journal and store, no window. Reads its job from the file
// that FLOW_MEDIA_BENCH_JOB names; says `ready`, waits for a line, moves, tells what it took, and ends with its input.

const CONNECTION = 'bench';
const RESOLUTION_MS = 5;
const never = new AbortController().signal;

async function main(): Promise<void> {
  const job: MoverJob = JSON.parse(readFileSync(process.env['FLOW_MEDIA_BENCH_JOB'] ?? '', 'utf8'));
  const store = createR2Store(job.store);
  const transfers = transfersOn(store, job);
  await transfers.start();
  const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  console.log('ready');
  await input.next();
  console.log(JSON.stringify(await measured(() => move(transfers, store, job))));
  await input.next();
  process.exit(0);
}

async function measured(work: () => Promise<void>): Promise<MoverReport> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const began = performance.now();
  await work();
  const ms = performance.now() - began;
  delay.disable();
  return { ms, delayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS), peakBytes: peakBytes() };
}

/** Of this process alone, in its whole life. Not `maxRSS`: that counts what the parent held when it began this one. */
function peakBytes(): number {
  const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kib ?? Number.NaN) * 1024;
}

async function move(transfers: Transfers, store: ObjectStore, job: MoverJob): Promise<void> {
  const idle = whenIdle(transfers);
  if (job.direction === 'up') {
    await transfers.addPaths({ connectionId: CONNECTION, prefix: job.prefix, paths: job.paths });
  } else {
    await mkdir(job.folder, { recursive: true });
    const objects = await listAll(store, job.prefix);
    await transfers.addDownloads({ connectionId: CONNECTION, folder: job.folder, objects });
  }
  await idle;
}

async function listAll(store: ObjectStore, prefix: string): Promise<readonly DownloadObject[]> {
  const objects: DownloadObject[] = [];
  let continuationToken: string | null = null;
  do {
    const page = await store.list({ prefix, delimiter: '', continuationToken, maxKeys: 1000 }, never);
    objects.push(...page.objects.map((one) => ({ ...one, relativePath: one.key.slice(prefix.length) })));
    ({ continuationToken } = page);
  } while (continuationToken !== null);
  return objects;
}

/** Resolves when all that was added is done; what fails ends the bench. */
function whenIdle(transfers: Transfers): Promise<void> {
  return new Promise((resolve, reject) => {
    const open = new Set<string>();
    transfers.subscribe(({ item }) => {
      if (item.state.kind === 'failed' || item.state.kind === 'conflict') reject(new Error(JSON.stringify(item)));
      if (item.state.kind === 'waiting') console.error(item.key, item.state.failure);
      if (item.state.kind === 'done') open.delete(item.id);
      else open.add(item.id);
      // The last of a batch is on the list before the first of it is done.
      if (open.size === 0) resolve();
    });
  });
}

function transfersOn(store: ObjectStore, { root, store: config }: MoverJob): Transfers {
  const profile: ConnectionProfile = {
    id: CONNECTION,
    name: 'Bench',
    address: { kind: 'sandbox' },
    bucket: config.bucket,
    publicBase: null,
    publicDomains: [],
    accessKeyId: config.accessKeyId,
    secret: 'stored',
    apiToken: 'none',
    rights: { write: null, delete: null, listBuckets: null },
    createdAt: 0,
    keysSince: 0,
    keysRemindedAt: null,
    keysTerm: null,
    apiTokenTerm: null,
    reachAccepted: false,
  };
  const nothing = (): void => undefined;
  return createTransfers({
    root,
    handedOver: { script: root, generated: root },
    storeOf: () => Promise.resolve(store),
    profileOf: () => profile,
    hooks: {
      uploadsQueued: nothing,
      uploadDone: nothing,
      uploadGone: nothing,
      uploadFailed: nothing,
      copyDone: nothing,
      packDone: nothing,
    },
    publish: nothing,
    conflictRule: () => 'ask',
    downloadRule: () => 'ask',
    uploadSettings: () => DEFAULT_UPLOADS,
    converter: NO_CONVERTER,
    assetIdOf,
    copyLimits: R2_COPIES,
    clock: systemClock,
    randomId: randomUUID,
    random: Math.random,
  });
}

await main();
