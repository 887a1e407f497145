import { start } from './start';
import { writeReport, type Bench } from './report';

/** `npm run bench -- NAME`: one measurement, written to results/NAME.json and results.md. */
const BENCHES: Readonly<Record<string, Bench>> = { start };

export async function run(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
  if (names.length === 0 || unknown.length > 0) {
    console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join('|')}`);
    return 2;
  }
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench) await writeReport(name, await bench());
  }
  return 0;
}
