import { readdir, readFile } from 'node:fs/promises';
import type { RunningApp } from './running-app';
import { formsInBytes } from './secret-forms';

export interface ProcessWords {
  readonly pid: number;
  /** Its whole command line and environment, as any program of the same person can read them. */
  readonly argv: Buffer;
  readonly environment: Buffer;
}

/** The processes of a running app: main, all that Chromium has started, and programs that the app has; Linux tells them in /proc. */
export async function processesOf(app: RunningApp): Promise<readonly ProcessWords[]> {
  if (process.platform !== 'linux' || app.hasEnded) return [];
  const parents = await parentOfEach();
  const isOfApp = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === app.pid) return true;
    return false;
  };
  const own = [...parents.keys()].filter(isOfApp);
  const told = await Promise.all(own.map(wordsOf));
  return told.filter((words) => words !== null);
}

/** Which of the secrets stand in the argv or the environment of which process, in whatever form. */
export async function secretsInProcesses(app: RunningApp, secrets: readonly string[]): Promise<readonly string[]> {
  // What the test itself has put into the environment is there from the start.
  const given = Object.values(app.launch.env ?? {});
  const hidden = secrets.filter((secret) => !given.some((value) => value.includes(secret)));
  const all = await processesOf(app);
  return hidden.flatMap((secret) => {
    const forms = formsInBytes(secret);
    const holds = (bytes: Buffer): boolean => forms.some((form) => bytes.includes(form));
    return all
      .filter(({ argv, environment }) => holds(argv) || holds(environment))
      .map(({ argv }) => argv.toString().replaceAll('\0', ' '));
  });
}

async function parentOfEach(): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name before it may hold blanks and brackets.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [pid, parent] as const;
    }),
  );
  return new Map(parents.filter(([, parent]) => Number.isInteger(parent)));
}

async function wordsOf(pid: number): Promise<ProcessWords | null> {
  try {
    return { pid, argv: await readFile(`/proc/${pid}/cmdline`), environment: await readFile(`/proc/${pid}/environ`) };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}
