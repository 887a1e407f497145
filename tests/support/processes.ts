import { expect } from '@playwright/test';
import type { RunningApp } from './running-app';

/** The process of a page of the app: the one in the window, or the hidden one that decodes; null when there is none. */
export function pageProcess(app: RunningApp, page: 'flow' | 'decoder'): Promise<number | null> {
  return app.electron.evaluate(({ webContents }, host) => {
    const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith(`app://${host}/`));
    return contents?.getOSProcessId() ?? null;
  }, page);
}

/** A helper process by its name, as the system's list of processes would show it. */
export function helperProcess(app: RunningApp, name: string): Promise<number | null> {
  return app.electron.evaluate(({ app: electronApp }, wanted) => {
    const metrics = electronApp.getAppMetrics();
    return metrics.find(({ name: own, serviceName }) => own === wanted || serviceName === wanted)?.pid ?? null;
  }, name);
}

/** Ends a process as a crash would. */
export function killProcess(pid: number | null): void {
  if (pid === null || pid <= 1) throw new Error('There is no such process to kill.');
  process.kill(pid, 'SIGKILL');
}

/** Ends the process of the window's page, and waits until another one has taken its place. */
export async function killPage(app: RunningApp): Promise<void> {
  const old = await pageProcess(app, 'flow');
  killProcess(old);
  await expect.poll(() => pageProcess(app, 'flow')).not.toBe(old);
  await expect.poll(() => pageProcess(app, 'flow')).toBeGreaterThan(0);
}

/**
 * Runs a script in the window's page, which Playwright gives up for good once it has crashed; null while there is no whole page.
 */
export function inPage(app: RunningApp, script: string): Promise<unknown> {
  return app.electron.evaluate(({ webContents }, code) => {
    const page = webContents.getAllWebContents().find((one) => one.getURL().startsWith('app://flow/'));
    if (page === undefined || page.isCrashed() || page.isLoading()) return null;
    return page.executeJavaScript(code) as Promise<unknown>;
  }, script);
}
