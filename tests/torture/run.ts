import { faultsApp } from './faults-app';
import { faultsEngine } from './faults-engine';
import { fuzzContract } from './fuzz-contract';
import { fuzzFiles } from './fuzz-files';
import { killsDownload, killsFolder, killsRename, killsUpload } from './kills';
import { killsGeneration } from './kills-generation';
import { queue } from './queue';
import { writeReport, type Scenario } from './report';
import { scroll } from './scroll';
import { soak } from './soak';

/**
 * `npm run torture -- NAME… [--seed=N] [--scale=0.1]`: each scenario's outcome is shown and, at full scale, written
 * to results/SCENARIO.json and results.md.
 */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'faults-engine': faultsEngine,
  'faults-app': faultsApp,
  'kills-upload': killsUpload,
  'kills-folder': killsFolder,
  'kills-download': killsDownload,
  'kills-rename': killsRename,
  'kills-generation': killsGeneration,
  queue,
  scroll,
  soak,
  'fuzz-contract': fuzzContract,
  'fuzz-files': fuzzFiles,
};
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  faults: ['faults-engine', 'faults-app'],
  fuzz: ['fuzz-contract', 'fuzz-files'],
  kills: ['kills-upload', 'kills-folder', 'kills-download', 'kills-rename', 'kills-generation'],
};

export async function run(args: readonly string[]): Promise<number> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const seed = numberOf(args, 'seed') ?? Date.now() % 1_000_000;
  const scale = numberOf(args, 'scale') ?? 1;
  const names = args.filter((arg) => !arg.startsWith('--')).flatMap((name) => GROUPS[name] ?? [name]);
  if (names.length === 0 || names.some((name) => !Object.hasOwn(SCENARIOS, name))) {
    const known = [...Object.keys(GROUPS), ...Object.keys(SCENARIOS)].join('|');
    console.error(`Usage: npm run torture -- ${known} [--seed=N] [--scale=0.1]`);
    return 2;
  }
  let broken = 0;
  for (const name of names) {
    console.log(`${name}, seed ${seed} …`);
    const began = Date.now();
    const outcome = await SCENARIOS[name]?.(seed, scale);
    if (outcome === undefined) continue;
    broken += outcome.broken.length;
    await writeReport({ name, seed, scale, began }, outcome);
  }
  return broken === 0 ? 0 : 1;
}

function numberOf(args: readonly string[], option: string): number | null {
  const given = args.find((arg) => arg.startsWith(`--${option}=`));
  return given === undefined ? null : Number(given.slice(option.length + 3));
}
