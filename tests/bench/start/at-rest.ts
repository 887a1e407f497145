import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { privateBytes } from '../library/memory';
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
    for (const one of withChildren(pid)) {
      const kind = kindOf(one);
      byKind[kind] = (byKind[kind] ?? 0) + privateBytes([one]);
    }
    return byKind;
  });
}

export function sumOf(memory: MemoryByKind): number {
  return Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
}

function withChildren(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The name of a program may hold blanks and brackets: the fields begin behind its last one.
    const [, parent = '0'] = (textOf(`/proc/${name}/stat`).split(') ').at(-1) ?? '').split(' ');
    parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isBelow);
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
