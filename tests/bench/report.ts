import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { electronRecord } from '../../build/electron-path.mjs';

/** One measured thing: ours against the named other, in the same unit. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
  /** ours / theirs, or the other way round where the name says so (times their speed). */
  readonly ratio: number;
  /** What `ratio` (or `ours`) is meant to stay under, in words. */
  readonly target: string;
}

export interface BenchResult {
  /** What another person types to see the same. */
  readonly commands: readonly string[];
  readonly rows: readonly BenchRow[];
  /** How it was measured and what bounds it, a sentence or two each. */
  readonly notes?: readonly string[];
}

/** `args`: what stands behind the name on the command line. */
export type Bench = (args: readonly string[]) => Promise<BenchResult>;

interface Report extends BenchResult {
  readonly when: string;
  readonly machine: string;
}

const RESULTS = path.join(import.meta.dirname, 'results');

/** Keeps a result as results/NAME.json, and all of them as one page for people. */
export async function writeReport(name: string, result: BenchResult): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const report: Report = { when: new Date().toISOString(), machine: machine(), ...result };
  await writeFile(path.join(RESULTS, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(path.join(import.meta.dirname, 'results.md'), await page());
  printResult(report);
}

/** A part of a bench, with the rows and words of the other parts as they were measured before. */
export async function withEarlier(name: string, part: BenchResult): Promise<BenchResult> {
  const text = await readFile(path.join(RESULTS, `${name}.json`), 'utf8').catch(() => null);
  if (text === null) return part;
  const before: Report = JSON.parse(text);
  const fresh = new Set(part.rows.map((one) => one.name));
  const notes = new Set([...(before.notes ?? []), ...(part.notes ?? [])]);
  return {
    commands: [...new Set([...before.commands, ...part.commands])],
    rows: [...before.rows.filter((one) => !fresh.has(one.name)), ...part.rows],
    notes: [...notes],
  };
}

export function printResult(result: BenchResult): void {
  console.log(table(result));
  for (const note of result.notes ?? []) console.log(`- ${note}`);
}

function machine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  const { version } = electronRecord();
  // What ran beside it shows in every time by the clock.
  const load = (os.loadavg()[1] ?? 0).toFixed(1);
  return `${cpus.length} × ${cpus[0]?.model.trim() ?? 'CPU'}, ${memory} GiB, ${os.type()} ${os.arch()}, Electron ${version}, load ${load}`;
}

async function page(): Promise<string> {
  const files = (await readdir(RESULTS)).filter((file) => file.endsWith('.json')).sort();
  const sections = await Promise.all(
    files.map(async (file) => {
      const report: Report = JSON.parse(await readFile(path.join(RESULTS, file), 'utf8'));
      const commands = report.commands.map((command) => `\`${command}\``).join(', ');
      const notes = (report.notes ?? []).map((note) => `- ${note}\n`).join('');
      const title = path.basename(file, '.json');
      return `## ${title}\n\n${table(report)}\n\n${notes}\n${report.when}, ${report.machine}. ${commands}\n`;
    }),
  );
  return ['# Measured\n', ...sections].join('\n');
}

/** Whether a row keeps its target (`≥ 1.3` of the ratio, `≤ 300 MiB` of ours); null where it has none. */
export function isMet({ ours, ratio, target }: BenchRow): boolean | null {
  const [, sign, limit, unit] = /^(?:ratio )?([≥≤]) ([\d.]+)(?: (\S+))?$/.exec(target) ?? [];
  if (sign === undefined) return null;
  const value = unit === undefined ? ratio : ours;
  return sign === '≥' ? value >= Number(limit) : value <= Number(limit);
}

function table({ rows }: BenchResult): string {
  const lines = rows.map(
    (one) =>
      `| ${one.name} | ${one.ours} ${one.unit} | ${one.theirs} ${one.unit} | ${one.ratio.toFixed(2)} | ${one.target} | ${metWord(one)} |`,
  );
  return ['| | ours | theirs | ratio | target | |', '| --- | --- | --- | --- | --- | --- |', ...lines].join('\n');
}

function metWord(one: BenchRow): string {
  const met = isMet(one);
  if (met === null) return '';
  return met ? 'met' : '**missed**';
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function row(name: string, ours: number, theirs: number, unit: string, target: string): BenchRow {
  return {
    name,
    ours: Math.round(ours),
    theirs: Math.round(theirs),
    unit,
    ratio: Number((ours / theirs).toFixed(3)),
    target,
  };
}
