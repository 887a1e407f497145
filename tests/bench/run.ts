import { library } from './library';
import { start } from './start';
import { printResult, writeReport, type Bench } from './report';
import { transfers } from './transfers';

const BENCHES: Readonly<Record<string, Bench>> = { library, start, transfers };

/**
 * `npm run bench -- NAME`: one measurement, written to results/NAME.json and results.md. With further arguments it is a look of
 * one's own, which is printed and changes no file.
 */
export async function run([name = '', ...args]: readonly string[]): Promise<number> {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (bench === undefined) {
    console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [arguments]`);
    return 2;
  }
  const result = await bench(args);
  if (args.length === 0) await writeReport(name, result);
  else printResult(result);
  return 0;
}
