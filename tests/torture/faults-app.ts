import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startFaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { Bucket } from '../support/bucket';
import { Desk } from '../support/desk';
import { RunningApp } from '../support/running-app';
import { startSandbox } from '../support/sandbox';
import { connect, countsOf, until } from './app-questions';
import { Dice } from './dice';
import { judgeBucket } from './judge';
import { makeFolder } from './material';
import { gigabytes, list, type Outcome } from './report';
import { readTaken } from './server-log';
import { Weather } from './weather';

const FILES = 200;
const LARGEST = 20 * 1024 * 1024;
const SHARE = 0.2;
const LIMIT_MS = 5 * 60_000;

/** The same weather over the real app, with a folder of 200 files. */
export async function faultsApp(seed: number, scale: number): Promise<Outcome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-faults-'));
  const dice = new Dice(seed);
  const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
  const proxy = await startFaultProxy(sandbox.endpoint);
  const bucket = new Bucket(sandbox);
  const app = await RunningApp.start({ userDataDir: path.join(folder, 'profile') });
  try {
    const source = path.join(folder, 'source');
    const files = await makeFolder(source, Math.ceil(FILES * scale), dice, LARGEST);
    const desk = new Desk(app);
    const connectionId = await connect(desk, { ...sandbox, endpoint: proxy.url });
    const weather = new Weather(dice, SHARE);
    proxy.fault = weather.fault;
    await desk.call('transfers.addPaths', { connectionId, prefix: '', paths: [source], choices: null });
    let retries = 0;
    const settled = await until(LIMIT_MS, async () => {
      const counts = await countsOf(desk);
      if (counts.open > 0 || counts.failed === 0) return counts.open === 0;
      retries += counts.failed;
      await desk.call('transfers.retry', { which: 'all' });
      return false;
    });
    const { kinds } = await countsOf(desk);
    const broken = [
      ...(settled ? [] : [`not at its end after ${LIMIT_MS} ms: ${list(kinds)}`]),
      ...(await judgeBucket(bucket, files, 'source/')),
    ];
    const taken = await readTaken(path.join(folder, 'bucket'));
    const facts = {
      files: `${files.length}, ${gigabytes(files.reduce((sum, { size }) => sum + size, 0))}`,
      requests: proxy.seen.length,
      'faults met': list(Object.fromEntries(weather.met)),
      'retries by hand': retries,
      'parts that the server took twice (their answer was broken)': taken.partsAgain,
      'objects that the server took twice': taken.objectsAgain,
      'states at the end': list(kinds),
    };
    return { what: WHAT, facts, broken };
  } finally {
    if (!app.hasEnded) await app.kill();
    bucket.close();
    await proxy.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const WHAT = 'The same weather (20 % of all requests fail) over the real app in Electron, with a folder of files.';
