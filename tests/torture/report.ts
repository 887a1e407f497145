import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** What came of one scenario. */
export interface Outcome {
  /** What was done, for people. */
  readonly what: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** What did not hold; empty when all did. */
  readonly broken: readonly string[];
}

/** The same seed makes the same files, faults and moments. `scale` below 1 is a smaller run, for a quick look. */
export type Scenario = (seed: number, scale: number) => Promise<Outcome>;

const BROKEN_SHOWN = 20;

interface Report extends Outcome {
  readonly when: string;
  readonly seconds: number;
  readonly seed: number;
  readonly machine: string;
}

const RESULTS = path.join(import.meta.dirname, 'results');

export interface Run {
  readonly name: string;
  readonly seed: number;
  readonly scale: number;
  /** ms since 1970. */
  readonly began: number;
}

/** Shows an outcome; of a run at full scale it is kept as results/NAME.json, and the last ones of all as one page. */
export async function writeReport({ name, seed, scale, began }: Run, outcome: Outcome): Promise<void> {
  const seconds = Math.round((Date.now() - began) / 1000);
  const report: Report = { when: new Date(began).toISOString(), seconds, seed, machine: machine(), ...outcome };
  console.log(section(name, report));
  if (scale !== 1) return;
  await mkdir(RESULTS, { recursive: true });
  await writeFile(path.join(RESULTS, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(path.join(import.meta.dirname, 'results.md'), await page());
}

function machine(): string {
  const cpus = os.cpus();
  return `${cpus.length} × ${cpus[0]?.model.trim() ?? 'CPU'}, ${os.type()} ${os.arch()}, Node ${process.versions.node}`;
}

async function page(): Promise<string> {
  const files = (await readdir(RESULTS)).filter((file) => file.endsWith('.json')).sort();
  const sections = await Promise.all(
    files.map(async (file) => {
      const report: Report = JSON.parse(await readFile(path.join(RESULTS, file), 'utf8'));
      return section(path.basename(file, '.json'), report);
    }),
  );
  return [
    '# What transfers survive\n',
    'The last run of each scenario (`npm run torture -- NAME`).\n',
    ...sections,
  ].join('\n');
}

function section(name: string, { what, facts, broken, when, seconds, seed, machine: where }: Report): string {
  const rows = Object.entries(facts).map(([fact, value]) => `| ${fact} | ${value} |`);
  const lines = broken.slice(0, BROKEN_SHOWN).map((line) => `- ${line}`);
  const verdict = broken.length === 0 ? '**Held.**' : `**Broken (${broken.length}):**\n\n${lines.join('\n')}`;
  const head = [`## ${name}`, '', what, '', '| | |', '| --- | --- |', ...rows, '', verdict, ''];
  return [...head, `${when}, ${seconds} s, \`npm run torture -- ${name} --seed=${seed}\`, ${where}.`, ''].join('\n');
}

/** `1.2 GB`, for the report. */
export function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** `timeout 3, reset 2`, the most frequent first. */
export function list(tally: Readonly<Record<string, number>>): string {
  const entries = Object.entries(tally).sort(([, a], [, b]) => b - a);
  return entries.length === 0 ? 'none' : entries.map(([name, times]) => `${name} ${times}`).join(', ');
}
