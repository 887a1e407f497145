import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Desk } from '../support/desk';
import { furnish, keptFiles, startDamaged } from '../support/fuzz/damage';
import { DAMAGES } from '../support/fuzz/damages';
import { RunningApp } from '../support/running-app';
import { startSandbox } from '../support/sandbox';
import { connect } from './app-questions';
import { Dice } from './dice';
import { list, type Outcome } from './report';

const STARTS = 100;

const WHAT =
  'The real app is started on copies of a data folder in which one file of its own is damaged: a byte, a block of zeros, cut off, ' +
  'emptied, written over, a piece of it twice. It must start, lose no more than stood in that file, keep the damaged file and say so ' +
  'where anything was lost.';

/** Damage at any place of each file that the app keeps. */
export async function fuzzFiles(seed: number, scale: number): Promise<Outcome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-files-'));
  const dice = new Dice(seed);
  const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
  const profile = path.join(folder, 'profile');
  const broken: string[] = [];
  const met: Record<string, number> = {};
  try {
    const app = await RunningApp.start({ userDataDir: profile });
    const desk = new Desk(app);
    await mkdir(path.join(folder, 'watched'));
    const whole = await furnish(desk, path.join(folder, 'watched'), await connect(desk, sandbox));
    await app.quit();
    const files = await keptFiles(profile);
    const ways = Object.keys(DAMAGES);
    const starts = Math.ceil(STARTS * scale);
    for (let start = 0; start < starts; start += 1) {
      const how = ways[dice.whole(0, ways.length - 1)] ?? '';
      const damage = { file: files[start % files.length] ?? '', how, share: dice.next() };
      met[how] = (met[how] ?? 0) + 1;
      const copy = path.join(folder, 'copy');
      broken.push(...(await startDamaged(profile, copy, damage, whole)));
      await rm(copy, { recursive: true, maxRetries: 5 });
    }
    return { what: WHAT, facts: { files: files.length, starts, damages: list(met) }, broken };
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
