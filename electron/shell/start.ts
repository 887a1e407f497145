import { app, type BrowserWindow } from 'electron';
import type { Log } from './log';

/** The address of the development server; never anything in a packaged app. */
export function developmentServer(): string | null {
  return app.isPackaged ? null : (process.env['VITE_DEV_SERVER_URL'] ?? null);
}

/** A second start on the same data shows the first one's window instead. False when this is the second. */
export function holdSingleInstance(window: () => BrowserWindow | null): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    const first = window();
    if (first === null) return;
    if (first.isMinimized()) first.restore();
    first.focus();
  });
  return true;
}

/** Bugs are written down; the app goes on where it can. */
export function catchBugs(log: Log): void {
  process.on('uncaughtException', (error) => log.error('uncaught', error));
  process.on('unhandledRejection', (reason) => log.error('unhandled rejection', reason));
}

/** Runs `finish` once before the app quits, and quits when it is done. */
export function finishBeforeQuit(finish: () => Promise<void>, log: Log): void {
  let finished = false;
  app.on('before-quit', (event) => {
    if (finished) return;
    event.preventDefault();
    void finish()
      .catch((error: unknown) => log.error('quit', error))
      .then(() => {
        finished = true;
        app.quit();
      });
  });
}
