import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startForwardProxy } from '../../electron/core/store/forward-proxy.test-support';
import { COMMAND_NAMES } from '../../shared/contract';
import { Desk } from '../support/desk';
import { HostilePage } from '../support/fuzz/hostile-page';
import { RunningApp } from '../support/running-app';
import { startSandbox } from '../support/sandbox';
import { list, type Outcome } from './report';

const MESSAGES = 10_000;
const MIB = 1024 * 1024;

const WHAT =
  'The page of the real app sends generated and mutated messages of every command through the bridge, half of them as the schemas ' +
  'want them, on ids, keys and paths that exist. Each must come back as a value or as a failure that has words, without the secret in ' +
  'it; nothing uncaught and no bug of a command may stand in the log, and main must answer afterwards and quit.';

/** A page that says anything. */
export async function fuzzContract(seed: number, scale: number): Promise<Outcome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-fuzz-'));
  const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
  const nowhere = await startForwardProxy(() => null);
  const app = await RunningApp.start({
    userDataDir: path.join(folder, 'profile'),
    args: [`--proxy-server=${nowhere.url}`],
  });
  try {
    const page = new HostilePage({ desk: new Desk(app), sandbox, folder });
    const { outcomes, neverDone, broken } = await page.send(Math.ceil(MESSAGES * scale), seed);
    const { rss } = await app.electron.evaluate(() => process.memoryUsage());
    await app.quit();
    const facts = {
      commands: COMMAND_NAMES.length,
      messages: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
      'what came of them': list(outcomes),
      'commands that never had a value': neverDone.length === 0 ? 'none' : neverDone.join(', '),
      'hosts asked for by the way (none was reached)': new Set(nowhere.asked).size,
      'memory of main at the end': `${Math.round(rss / MIB)} MiB`,
    };
    return { what: WHAT, facts, broken };
  } finally {
    if (!app.hasEnded) await app.kill();
    await nowhere.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
