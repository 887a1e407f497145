import { readdirSync, readFileSync } from 'node:fs';

/** What processes have used in a stretch of time, told by Linux. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Of all together; pages that they share count for each. */
  readonly peakBytes: number;
}

const TICKS_A_SECOND = 100;
const LOOK_EVERY_MS = 50;

/** Watches processes from now on, until `end`, which must come while they still live. */
export class UsageWatch {
  readonly #pids: readonly number[];
  readonly #before: number;
  #peakBytes = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pids: readonly number[]) {
    this.#pids = pids;
    this.#before = cpuOf(pids);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
  }

  #look(): void {
    const now = this.#pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
    this.#peakBytes = Math.max(this.#peakBytes, now);
  }

  end(): Usage {
    this.#look();
    clearInterval(this.#timer);
    return { cpuSeconds: cpuOf(this.#pids) - this.#before, peakBytes: this.#peakBytes };
  }
}

/** CPU seconds of those children of this process that have ended. */
export function cpuOfEnded(): number {
  const [user = 0, system = 0] = statOf(process.pid)?.slice(13, 15) ?? [];
  return (user + system) / TICKS_A_SECOND;
}

/** A process and all below it. */
export function familyOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat !== null) parents.set(Number(name), stat[1] ?? 0);
  }
  const family = [root];
  for (const pid of family) for (const [child, parent] of parents) if (parent === pid) family.push(child);
  return family;
}

function cpuOf(pids: readonly number[]): number {
  const ticks = pids.reduce((sum, pid) => {
    const [user = 0, system = 0] = statOf(pid)?.slice(11, 13) ?? [];
    return sum + user + system;
  }, 0);
  return ticks / TICKS_A_SECOND;
}

/** The numbers of /proc/PID/stat from the third field on (the state, a letter, as NaN); null when the process is gone. */
function statOf(pid: number): readonly number[] | null {
  const text = textOf(`/proc/${pid}/stat`);
  const numbers = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return numbers?.map(Number) ?? null;
}

function residentBytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(kib ?? 0) * 1024;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Gone meanwhile.
    return null;
  }
}
