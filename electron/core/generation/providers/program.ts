import { execFile, spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { drop } from '../../../../shared/drop';
import { failure, FailureError } from '../../../../shared/failure';
import { errnoOf } from '../../transfers/file-failure';

/** ms between asking a program to end and ending it. */
export const GRACE = 5000;

/** Ends a process and all that it has started, by its id. */
export type TreeKiller = (pid: number) => Promise<void>;

/** Windows' own. It finds what a process has started by way of that process, which therefore has to be there still. */
export const taskkill: TreeKiller = async (pid) => {
  const file = path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  await promisify(execFile)(file, ['/pid', String(pid), '/t', '/f'], { timeout: GRACE, windowsHide: true });
};

/** A program to be run, and the folder that it is run in. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
}

/** What programs are run on. */
export interface ProgramSystem {
  readonly platform: NodeJS.Platform;
  /** Asked on Windows alone, which has no groups of processes. */
  readonly killTree: TreeKiller;
}

/** What the system says at once against starting a program is thrown; what it says a moment later the program's `error` tells. */
export function startProgram({ program, args, folder }: ProgramCall, { platform }: ProgramSystem) {
  try {
    return spawn(program, args, {
      cwd: folder,
      env: environmentOn(platform),
      shell: false,
      // A group of its own, so that what it starts can be ended with it.
      detached: platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    const cause = UNFIT_ARGUMENTS.has(errno)
      ? failure('invalid-input', { field: 'prompt' }, errno)
      : failure('program-not-found', { program }, errno);
    throw new FailureError(cause, { cause: error });
  }
}

/** Where Homebrew and installers put programs on a Mac. An app begun from the Finder does not have them in its path; a shell does. */
const MAC_FOLDERS: readonly string[] = ['/opt/homebrew/bin', '/usr/local/bin'];

/** The app's own. On a Mac a script finds its interpreter there, too, behind what the person's own path has. */
function environmentOn(platform: NodeJS.Platform): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  if (platform !== 'darwin' || PATH === undefined) return process.env;
  const own = PATH.split(':');
  return { ...process.env, PATH: [...own, ...MAC_FOLDERS.filter((folder) => !own.includes(folder))].join(':') };
}

/** A line too long for the system (Windows takes 32,767 letters in all), or with a NUL in it. */
const UNFIT_ARGUMENTS: ReadonlySet<string> = new Set(['E2BIG', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

/** Ends a program that was started here, and what it has started. */
export function endProgram(child: ChildProcess, { platform, killTree }: ProgramSystem): void {
  if (child.pid === undefined) return;
  if (platform === 'win32') drop(endTree(child, child.pid, killTree));
  else endGroup(child, child.pid);
}

/** At once: Windows has no word that asks a program to end. */
async function endTree(child: ChildProcess, pid: number, killTree: TreeKiller): Promise<void> {
  // Of one that has ended the number may be another program's by now.
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    await killTree(pid);
  } catch {
    // Without what it has started, rather than not at all.
    child.kill();
  }
}

function endGroup(child: ChildProcess, pid: number): void {
  const kill = (by: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      process.kill(-pid, by);
    } catch (error) {
      // It has ended by itself.
      if (errnoOf(error) !== 'ESRCH') throw error;
    }
  };
  kill('SIGTERM');
  const harder = setTimeout(() => kill('SIGKILL'), GRACE);
  child.once('close', () => clearTimeout(harder));
}
