import { existsSync } from 'node:fs';
import { app, type BrowserWindow } from 'electron';
import { drop } from '../../shared/drop';
import type { Log } from './log';

/** The address of the development server; never anything in a packaged app. */
export function developmentServer(): string | null {
  return app.isPackaged ? null : (process.env['VITE_DEV_SERVER_URL'] ?? null);
}

/** Who starts the app without Chromium's sandbox as root has no other choice; for anybody else the log says what is missing. */
export function tellOfNoSandbox(log: Pick<Log, 'info'>, user: number | undefined): void {
  if (user === 0 || !app.commandLine.hasSwitch('no-sandbox')) return;
  log.info(
    "Chromium's sandbox is off (--no-sandbox): docs/security.md says when an AppImage does so, and what to use in its place.",
  );
}

/** A second start on the same data shows the first one's window instead, which hears of its arguments. False when this is the second. */
export function holdSingleInstance(
  showWindow: (args: readonly string[]) => void,
  heard: (args: readonly string[]) => void,
): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, args) => {
    showWindow(args);
    heard(args);
  });
  return true;
}

/** Brings the app up over all others, as a person has asked for it, with its window; one that is about to be opened follows. */
export function bringToFront(window: BrowserWindow | null, platform = process.platform): void {
  if (window?.isMinimized() === true) window.restore();
  if (platform !== 'darwin') return window?.focus();
  // On a Mac a window takes the focus within its own app alone, and none while that is hidden.
  window?.show();
  app.focus({ steal: true });
}

/** Bugs are written down; the app goes on where it can. */
export function catchBugs(log: Log): void {
  process.on('uncaughtException', (error) => log.error('uncaught', error));
  process.on('unhandledRejection', (reason) => log.error('unhandled rejection', reason));
  // Each is begun again by whoever uses it: graphics and network by Chromium, the sandbox bucket by its next call.
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.info(`The process ${name ?? type} is gone: ${reason}, exit code ${exitCode}.`);
  });
}

/**
 * A word from the system to end (a log-out, a service manager, Ctrl+C) is taken as one to quit. Left to Chromium, it ends the process
 * at once where a quit is held up until the work is at its end. A second one is heard by the system alone.
 */
export function quitOnSignals(systemEnds: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(signal, () => {
      systemEnds();
      app.quit();
    });
}

/** Begins to quit, and ends with `last` in place of a plain end. */
export type QuitWith = (last: () => void) => void;

export interface Ending {
  readonly quitWith: QuitWith;
  /**
   * Asked by whoever would show the window. True where the end cannot be stopped any more: then no window is opened on what is being
   * closed, and the app starts anew after it. `args`: those of the start that asks; without, this run's own.
   */
  readonly comesBack: (args?: readonly string[]) => boolean;
}

/**
 * Starts the app when this run has ended. An app that is one file runs from a folder that goes with it; where that file has been moved,
 * the folder is all there is. `args` begin with the program.
 */
export function startAgain(args: readonly string[] = process.argv): void {
  const { APPIMAGE, PORTABLE_EXECUTABLE_FILE } = process.env;
  const file = APPIMAGE ?? PORTABLE_EXECUTABLE_FILE;
  const execPath = file !== undefined && existsSync(file) ? file : process.execPath;
  app.relaunch({ execPath, args: args.slice(1) });
}

/** All that is under way is taken up at the next start, as after a kill: nobody waits longer than this for a tidy end, ms. */
const LONGEST_END_MS = 8000;
/** A window is closed when its page has let go of it: one whose page stands still is not waited for longer after that, ms. */
const LONGEST_CLOSE_MS = 3000;
/** What ends the app in place of a plain end has this long: a Mac unpacks and proves an update in it, ms. */
const LONGEST_LAST_MS = 120_000;

/** Asks whether the app may quit, then runs `finish` once, and quits when it is done, or takes too long. */
export function finishBeforeQuit(mayQuit: () => Promise<boolean>, finish: () => Promise<void>, log: Log): Ending {
  let stage: 'running' | 'leaving' | 'finishing' | 'finished' = 'running';
  let isWanted = false;
  const plainEnd = (): void => app.quit();
  let end = plainEnd;
  const endWith = (last: () => void): void => {
    setTimeout(() => app.exit(), last === plainEnd ? LONGEST_CLOSE_MS : LONGEST_LAST_MS).unref();
    last();
  };
  const leave = async (): Promise<void> => {
    let leaves = true;
    try {
      leaves = await mayQuit();
    } catch (error) {
      // Who cannot be asked, or whose answer cannot be kept (a full disk), is not held here for good.
      log.error('quit', error);
    }
    if (!leaves) {
      stage = 'running';
      end = plainEnd;
      return;
    }
    stage = 'finishing';
    await Promise.race([finish(), tooLong()]).catch((error: unknown) => log.error('quit', error));
    stage = 'finished';
    try {
      endWith(end);
    } catch (error) {
      log.error('quit', error);
      endWith(plainEnd);
    }
  };
  app.on('before-quit', (event) => {
    if (stage === 'finished') return;
    event.preventDefault();
    if (stage !== 'running') return;
    stage = 'leaving';
    drop(leave());
  });
  return {
    quitWith(last) {
      end = last;
      app.quit();
    },
    comesBack(args) {
      if (stage === 'running' || stage === 'leaving') return false;
      // Whatever else ends the app starts it anew by itself.
      if (end === plainEnd && !isWanted) startAgain(args);
      isWanted = true;
      return true;
    },
  };
}

function tooLong(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => reject(new Error('The work did not come to its end in time.'));
    setTimeout(end, LONGEST_END_MS).unref();
  });
}
