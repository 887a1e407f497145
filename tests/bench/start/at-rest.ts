import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { privateBytes } from '../library/memory';
import { familyOf } from '../transfers/usage';
import { whileStarted } from './started';

/** The decoder's window has gone by then, as after every use. */
const REST_MS = 30_000;

/** Memory by kinds of processes, bytes: pages that several share are counted once. */
export type MemoryByKind = Readonly<Record<string, number>>;

/** What all processes of an Electron hold when nobody has touched it for half a minute. */
export function memoryAtRest(args: readonly string[], userDataDir: string): Promise<MemoryByKind> {
  return whileStarted(args, userDataDir, async ({ pid }) => {
    await pause(REST_MS);
    const byKind: Record<string, number> = {};
    for (const one of familyOf(pid)) {
      const kind = kindOf(one);
      byKind[kind] = (byKind[kind] ?? 0) + privateBytes([one]);
    }
    return byKind;
  });
}

export function sumOf(memory: MemoryByKind): number {
  return Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
}

function kindOf(pid: number): string {
  const words = textOf(`/proc/${pid}/cmdline`).split('\0').join(' ');
  const [, type = 'main'] = /--type=(\S+)/.exec(words) ?? [];
  const [, service] = /--utility-sub-type=(\S+)/.exec(words) ?? [];
  return service?.startsWith('network') === true ? 'network' : type;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended since it was listed.
    return '';
  }
}
