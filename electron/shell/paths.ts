import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';

/** Where everything that a run writes lies, all below one folder. */
export interface DataPaths {
  readonly root: string;
  readonly settings: string;
  readonly logs: string;
  readonly cache: string;
  readonly transfers: string;
  readonly generation: string;
  readonly sandbox: string;
  readonly usage: string;
  readonly watch: string;
  readonly incoming: string;
  readonly updates: string;
}

/** With `--user-data-dir=DIR` all data is in DIR, so that tests and second profiles never touch a person's own. */
export function dataRoot(): string {
  const asked = app.commandLine.getSwitchValue('user-data-dir');
  return asked === '' ? app.getPath('userData') : path.resolve(asked);
}

/** Settles the data folder, before the app is ready; nothing that a run writes lies outside of it. */
export function settleDataPaths(root: string): DataPaths {
  app.setPath('userData', root);
  app.setPath('sessionData', path.join(root, 'chromium'));
  app.setPath('crashDumps', path.join(root, 'crashes'));
  app.setAppLogsPath(path.join(root, 'logs'));
  const below = (name: string): string => path.join(root, name);
  return {
    root,
    settings: below('settings'),
    logs: below('logs'),
    cache: below('cache'),
    transfers: below('transfers'),
    generation: below('generation'),
    sandbox: below('sandbox'),
    usage: below('usage'),
    watch: below('watch'),
    incoming: below('incoming'),
    updates: below('updates'),
  };
}

/** For what Chromium writes in a run that may not use its data folder; goes when the run ends. */
export function passingFolder(): string {
  const folder = mkdtempSync(path.join(app.getPath('temp'), 'flow-media-'));
  app.once('quit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** What the build made, beside this bundle (`dist/main/`), in the source tree and in the package alike. */
export function builtFile(...parts: readonly string[]): string {
  return path.join(import.meta.dirname, '..', ...parts);
}
