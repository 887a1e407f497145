import { createHash } from 'node:crypto';
import { isMet, median, type BenchRow } from '../report';
import { rowsOf, type CaseRuns } from './compared';

const MIB = 1024 * 1024;

/** CPU seconds that the MD5 of so many bytes costs by itself on this machine, in one chain. */
export function md5Seconds(megabytes: number): number {
  const piece = Buffer.alloc(MIB, 'flow');
  const hash = createHash('md5');
  const before = process.cpuUsage();
  for (let n = 0; n < megabytes; n++) hash.update(piece);
  hash.digest();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** What was moved, to tell what one unit of it costs. */
export interface Scale {
  /** CPU seconds of hashing the large file. */
  readonly md5: number;
  /** Small files. */
  readonly count: number;
}

/** Which targets of each case were missed, and what bounds it. */
export function notesOfMissed(all: readonly CaseRuns[], scale: Scale): readonly string[] {
  return all.flatMap((runs) => {
    const missed = rowsOf(runs).filter((row) => isMet(row) === false);
    return missed.length === 0 ? [] : [`Missed: ${missed.map(told).join('; ')}. ${boundOf(runs, scale)}`];
  });
}

function told({ name, ours, unit, ratio, target }: BenchRow): string {
  return `${name} is ${target.endsWith(` ${unit}`) ? `${ours} ${unit}` : ratio.toFixed(2)}, to be ${target}`;
}

function boundOf({ files, ours, theirs }: CaseRuns, { md5, count }: Scale): string {
  const mine = median(ours.map((run) => run.cpuSeconds));
  const others = [...theirs].map(([name, runs]) => [name, median(runs.map((run) => run.cpuSeconds))] as const);
  if (files === 'small') {
    const each = (seconds: number): string => `${((1000 * seconds) / count).toFixed(2)} ms`;
    const costs = others.map(([name, seconds]) => `${each(seconds)} of rclone (${name})`);
    return `Bound by the CPU that client and server share: a file takes ${each(mine)} of ours, ${costs.join(', ')}. The profile: tests/bench/transfers-profile.md.`;
  }
  const share = (seconds: number): string => (md5 / seconds).toFixed(2);
  const shares = others.map(([name, seconds]) => `${share(seconds)} of all that rclone (${name}) uses`);
  const whole = `MD5 in one chain takes ${md5.toFixed(2)} s of CPU by itself: ${shares.join(', ')}, ${share(mine)} of all of ours`;
  return `${whole}, which hashes four parts at once. The profile: tests/bench/transfers-profile.md.`;
}
