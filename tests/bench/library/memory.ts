import { readFileSync } from 'node:fs';

/** Memory of some processes together, each page that they share counted once (PSS, by Linux). */
export function privateBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + proportionalBytes(pid), 0);
}

function proportionalBytes(pid: number): number {
  try {
    const told = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(told?.[1] ?? 0) * 1024;
  } catch {
    // It has ended since it was listed.
    return 0;
  }
}
