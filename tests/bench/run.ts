import { library } from './library';
import { start } from './start';
import { printResult, withEarlier, writeReport, type Bench } from './report';
import { transfers } from './transfers';

const KEEP = '--keep';
const BENCHES: Readonly<Record<string, Bench>> = { library, start, transfers };

/**
 * `npm run bench -- NAME`: one measurement, written to results/NAME.json and results.md. With further arguments it is a look of
 * one's own, which is printed and changes no file; unless `--keep` is among them: then its rows take their places in the results.
 */
export async function run([name = '', ...args]: readonly string[]): Promise<number> {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (bench === undefined) {
    console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [arguments]`);
    return 2;
  }
  const result = await bench(args.filter((arg) => arg !== KEEP));
  if (args.length === 0) await writeReport(name, result);
  else if (args.includes(KEEP)) await writeReport(name, await withEarlier(name, result));
  else printResult(result);
  return 0;
}
