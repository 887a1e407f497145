import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { privateBytes } from '../../bench/library/memory';
import { familyOf } from '../../bench/transfers/usage';
import type { RunningApp } from '../../support/running-app';

const MIB = 1024 * 1024;

/** What the app holds on to between two rounds, garbage collected before. */
export interface Measures {
  /** MiB: what JavaScript holds in main, its buffers with it. */
  readonly mainHeap: number;
  /** MiB. */
  readonly pageHeap: number;
  /** MiB of all processes, pages that they share counted once. */
  readonly memory: number;
  /** Elements of the page, those that are not on show any more with them. */
  readonly nodes: number;
  readonly listeners: number;
  /** Files and connections that main has open. */
  readonly handles: number;
  /** MiB on the disk. */
  readonly transfersJournal: number;
  readonly tasksJournal: number;
  readonly index: number;
}

export async function measuresOf(app: RunningApp): Promise<Measures> {
  const { userDataDir } = app.launch;
  const below = (...parts: readonly string[]): number => bytesBelow(path.join(userDataDir, ...parts)) / MIB;
  return {
    mainHeap: await mainHeap(app),
    ...(await pageMeasures(app)),
    memory: privateBytes(familyOf(app.pid)) / MIB,
    handles: readdirSync(`/proc/${app.pid}/fd`).length,
    transfersJournal: below('transfers', 'transfers.journal'),
    tasksJournal: below('generation', 'tasks.ndjson'),
    index: below('cache', 'index'),
  };
}

function mainHeap(app: RunningApp): Promise<number> {
  return app.electron.evaluate(() => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
    collect();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  });
}

async function pageMeasures(app: RunningApp): Promise<Pick<Measures, 'pageHeap' | 'nodes' | 'listeners'>> {
  const devtools = await app.electron.context().newCDPSession(app.page);
  await devtools.send('Performance.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  await devtools.detach();
  const told = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return { pageHeap: told('JSHeapUsedSize') / MIB, nodes: told('Nodes'), listeners: told('JSEventListeners') };
}

function bytesBelow(place: string): number {
  const facts = statSync(place, { throwIfNoEntry: false });
  if (facts === undefined) return 0;
  if (!facts.isDirectory()) return facts.size;
  return readdirSync(place).reduce((sum, name) => sum + bytesBelow(path.join(place, name)), 0);
}

/** More than this share, and more than this much, is growth: less may be chance. */
const SHARE = 1.15;
const LEAST: Partial<Record<keyof Measures, number>> = {
  mainHeap: 20,
  pageHeap: 20,
  memory: 20,
  nodes: 500,
  listeners: 100,
  handles: 20,
  index: 6,
};

/** What has grown from the second quarter of the rounds to the last: caches of a size of their own fill in the first. */
export function growthIn(rounds: readonly Measures[]): readonly string[] {
  if (rounds.length < 4) return [];
  const quarter = Math.ceil(rounds.length / 4);
  return (Object.entries(LEAST) as [keyof Measures, number][]).flatMap(([name, least]) => {
    const second = medianOf(rounds.slice(quarter, 2 * quarter), name);
    const last = medianOf(rounds.slice(-quarter), name);
    const grows = last > second * SHARE && last - second > least;
    return grows ? [`${name} grows: ${inWords(second)} in the second quarter, ${inWords(last)} in the last`] : [];
  });
}

/** `52 at the beginning, 61 in the second quarter, 60 in the last; most 70`. */
export function courseOf(rounds: readonly Measures[], name: keyof Measures): string {
  const quarter = Math.ceil(rounds.length / 4);
  const most = Math.max(...rounds.map((one) => one[name]));
  const [first, second, last] = [
    rounds[0]?.[name] ?? 0,
    medianOf(rounds.slice(quarter, 2 * quarter), name),
    medianOf(rounds.slice(-quarter), name),
  ].map(inWords);
  return `${first} at the beginning, ${second} in the second quarter, ${last} in the last; at most ${inWords(most)}`;
}

function medianOf(rounds: readonly Measures[], name: keyof Measures): number {
  const sorted = rounds.map((one) => one[name]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function inWords(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}
