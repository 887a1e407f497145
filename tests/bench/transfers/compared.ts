import { median, type BenchRow } from '../report';
import type { OurRun } from './ours';
import type { TheirRun, Variant } from './theirs';

const MIB = 1024 * 1024;
const MOVER_LIMIT_MIB = 300;
const DELAY_LIMIT_MS = 50;

/** All runs of one case, in the order of the rounds. */
export interface CaseRuns {
  readonly title: string;
  readonly files: 'large' | 'small';
  readonly way: 'near' | 'far';
  readonly ours: readonly OurRun[];
  readonly theirs: ReadonlyMap<Variant, readonly TheirRun[]>;
}

/** What is to be reached (issue 3), as times rclone's speed. */
function speedTarget({ files, way, title }: CaseRuns, variant: Variant): string {
  if (files === 'large') {
    if (variant === 'tuned') return '';
    if (variant === 'verified') return '≥ 1.3';
    return title.includes(' up') ? '≥ 1.0' : '';
  }
  if (variant === 'tuned') return '≥ 1.0';
  return way === 'far' && variant === 'verified' ? '≥ 1.2' : '';
}

export function rowsOf(runs: CaseRuns): readonly BenchRow[] {
  const { title, files, ours, theirs } = runs;
  const rows: BenchRow[] = [];
  for (const [variant, others] of theirs) {
    const name = `${title}: times the speed of rclone (${variant})`;
    const pick = (run: { readonly ms: number }): number => run.ms;
    rows.push(compared(name, ours.map(pick), others.map(pick), 'ms', speedTarget(runs, variant), 'theirs/ours'));
  }
  for (const [variant, others] of theirs) {
    const pick = (run: { readonly cpuSeconds: number }): number => run.cpuSeconds * 1000;
    const target = variant === 'verified' ? (files === 'large' ? '≤ 0.6' : '≤ 1.2') : '';
    const name = `${title}: CPU against rclone (${variant})`;
    rows.push(compared(name, ours.map(pick), others.map(pick), 'ms', target, 'ours/theirs'));
  }
  const all = ours.map((run) => run.allBytes / MIB);
  for (const [variant, others] of theirs) {
    const name = `${title}: memory of all processes against rclone (${variant})`;
    const peaks = others.map((run) => run.peakBytes / MIB);
    rows.push(compared(name, all, peaks, 'MiB', '', 'ours/theirs'));
  }
  rows.push(
    against(
      `${title}: memory of the moving process`,
      ours.map((run) => run.peakBytes / MIB),
      MOVER_LIMIT_MIB,
      'MiB',
    ),
  );
  rows.push(
    against(
      `${title}: event-loop delay, p99`,
      ours.map((run) => run.delayP99Ms),
      DELAY_LIMIT_MS,
      'ms',
    ),
  );
  return rows;
}

/** Medians of both, and the median of the ratios of each round. */
function compared(
  name: string,
  ours: readonly number[],
  theirs: readonly number[],
  unit: string,
  target: string,
  direction: 'ours/theirs' | 'theirs/ours',
): BenchRow {
  const ratios = ours.map((mine, round) => {
    const other = theirs[round] ?? Number.NaN;
    return direction === 'ours/theirs' ? mine / other : other / mine;
  });
  const ratio = Number(median(ratios).toFixed(3));
  return { name, ours: Math.round(median(ours)), theirs: Math.round(median(theirs)), unit, ratio, target };
}

/** Held against a limit instead of another program. */
function against(name: string, ours: readonly number[], limit: number, unit: string): BenchRow {
  const mine = median(ours);
  const ratio = Number((mine / limit).toFixed(3));
  return { name, ours: Math.round(mine), theirs: limit, unit, ratio, target: `≤ ${limit} ${unit}` };
}
