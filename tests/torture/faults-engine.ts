import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startFaultProxy, type FaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { Bucket } from '../support/bucket';
import { startSandbox } from '../support/sandbox';
import { Dice } from './dice';
import { TORTURE_HOST, type EngineJob, type EngineReport, type FromEngine, type ToEngine } from './engine-job';
import { judgeBucket, judgeFolder } from './judge';
import { makeFolder, type Material } from './material';
import { gigabytes, list, type Outcome } from './report';
import { readTaken, type Taken } from './server-log';
import { Weather } from './weather';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FILES = 2000;
const DOWNLOADS = 300;
const LARGEST = 40 * 1024 * 1024;
const SHARE = 0.2;
const LIMIT_MS = 9 * 60_000;
/** Requests between two times that the network is gone, and how long it is. */
const OUTAGE_EVERY = 900;
const OUTAGE_MS = 3000;

/** 2,000 files up and 300 of them down again, with a fifth of all requests failing in every way there is. */
export async function faultsEngine(seed: number, scale: number): Promise<Outcome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-faults-'));
  const dice = new Dice(seed);
  const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
  const proxy = await startFaultProxy(sandbox.endpoint);
  const bucket = new Bucket(sandbox);
  try {
    const source = path.join(folder, 'source');
    const files = await makeFolder(source, Math.ceil(FILES * scale), dice, LARGEST);
    const fetched = files.slice(0, Math.ceil(DOWNLOADS * scale));
    const target = path.join(folder, 'target');
    await mkdir(target);
    const weather = new Weather(dice, SHARE);
    proxy.fault = weather.fault;
    const { port } = new URL(proxy.url);
    const job: EngineJob = {
      address: { ...sandbox, endpoint: `http://${TORTURE_HOST}:${port}` },
      root: path.join(folder, 'queue'),
      source,
      target,
      limitMs: LIMIT_MS,
      downloads: fetched.map(({ relative, size }) => ({
        key: `source/${relative}`.normalize('NFC'),
        size,
        relativePath: relative,
      })),
    };
    const report = await runEngine(job, proxy);
    const broken = [
      ...judgeReport(report, files),
      ...(await judgeBucket(bucket, files, 'source/')),
      ...(await judgeFolder(target, fetched)),
    ];
    const taken = await readTaken(path.join(folder, 'bucket'));
    if (taken.objectsAgain > 0) broken.push(`${taken.objectsAgain} objects were made twice`);
    return { what: WHAT, facts: factsOf(files, taken, weather, report, proxy.seen.length), broken };
  } finally {
    bucket.close();
    await proxy.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const WHAT =
  'The transfers of the app in a process of their own, behind a proxy that lets 20 % of all requests fail: 429, 500 and 503 with ' +
  'and without Retry-After, resets before, in the middle of and after bodies both ways, wrong ETags, silence, trickles; now and then a ' +
  'host name that cannot be looked up while all connections break, or a port that is closed. A failed item is retried as a ' +
  'person would. Every object is then read back past the proxy.';

async function runEngine(job: EngineJob, proxy: FaultProxy): Promise<EngineReport> {
  const script = path.join(ROOT, 'build/run-ts.mjs');
  const child = fork(script, ['tests/torture/engine.ts', JSON.stringify(job)], { cwd: ROOT });
  const outages = new Outages(proxy, child);
  try {
    return await new Promise<EngineReport>((resolve, reject) => {
      child.on('message', (message: FromEngine) => {
        if (message.kind === 'report') resolve(message.report);
        else console.log(`… ${message.phase}`);
      });
      child.once('exit', (code) => reject(new Error(`The engine ended by itself (${code}).`)));
    });
  } finally {
    await outages.stop();
    child.kill('SIGKILL');
  }
}

/** The network goes away for a moment, in turn as a name that nobody knows and as a port where nobody listens. */
class Outages {
  readonly #proxy: FaultProxy;
  readonly #child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  #next = OUTAGE_EVERY;
  #turn = 0;
  #busy: Promise<void> = Promise.resolve();

  constructor(proxy: FaultProxy, child: ChildProcess) {
    this.#proxy = proxy;
    this.#child = child;
    this.#timer = setInterval(() => {
      if (proxy.seen.length < this.#next) return;
      this.#next = Number.POSITIVE_INFINITY;
      this.#busy = this.#goAway();
    }, 100);
  }

  async #goAway(): Promise<void> {
    const dns = this.#turn++ % 2 === 0;
    if (dns) this.#tell({ kind: 'dns', works: false });
    await this.#proxy.close();
    if (dns) await this.#proxy.open();
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    if (dns) this.#tell({ kind: 'dns', works: true });
    else await this.#proxy.open();
    this.#next = this.#proxy.seen.length + OUTAGE_EVERY;
  }

  #tell(message: ToEngine): void {
    if (this.#child.connected) this.#child.send(message);
  }

  stop(): Promise<void> {
    clearInterval(this.#timer);
    return this.#busy;
  }
}

function judgeReport(report: EngineReport, files: readonly Material[]): string[] {
  const broken = report.stuck.slice(0, 20).map((item) => `never came to its end: ${item}`);
  if (report.added !== files.length) broken.push(`${report.added} of ${files.length} files were queued`);
  if (report.doneTwice > 0) broken.push(`${report.doneTwice} items were done twice`);
  return broken;
}

function factsOf(
  files: readonly Material[],
  taken: Taken,
  weather: Weather,
  report: EngineReport,
  requests: number,
): Outcome['facts'] {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return {
    'files up': `${report.uploaded} of ${files.length}, ${gigabytes(bytes)}`,
    'files down': report.downloaded,
    requests,
    'faults met': list(Object.fromEntries(weather.met)),
    'waits of items, by cause': list(report.waits),
    'retries by hand, by cause': list(report.retries),
    'parts that the server took twice (their answer was broken)': taken.partsAgain,
    'objects that the server took twice': taken.objectsAgain,
    'peak memory of the process': `${report.peakMegabytes} MB`,
  };
}
