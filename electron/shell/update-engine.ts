import { statfsSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app } from 'electron';
import { AppImageUpdater, MacUpdater, NsisUpdater, type AppUpdater, type Logger } from 'electron-updater';
import type { AppAdapter } from 'electron-updater/out/AppAdapter';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor';
import { failure, FailureError } from '../../shared/failure';
import type { UpdateEngine } from '../core/updates/updates';
import { SignedFeed } from './signed-feed';
import { startAgain } from './start';
import { INSTALL_FAILED, type UpdateSource } from './update-source';

export interface UpdateEngineDeps {
  readonly source: UpdateSource;
  /** Where a version lies until it is installed. */
  readonly folder: string;
  readonly log: (text: string) => void;
}

/** electron-updater, which fetches a version, holds it against the SHA-512 of the feed, and hands it to the system. */
export async function createUpdateEngine({ source, folder, log }: UpdateEngineDeps): Promise<UpdateEngine> {
  const updater = openUpdater(await ownPlaces(folder));
  let fetched = '';
  updater.logger = loggerOf(log);
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // One road and one check: whole files only.
  updater.disableDifferentialDownload = true;
  updater.forceDevUpdateConfig = !app.isPackaged;
  updater.setFeedURL({
    provider: 'custom',
    updateProvider: class extends SignedFeed {
      constructor(_options: unknown, _updater: unknown, runtime: ConstructorParameters<typeof SignedFeed>[1]) {
        super(source, runtime);
      }
    },
  });
  return {
    find: () => told(() => find(updater)),
    async fetch(onShare) {
      [fetched = ''] = await told(() => fetchUpdate(updater, onShare));
    },
    install: () => install(updater, fetched, log),
  };
}

/** Where that fails the run is over all the same, its work having been brought to an end: the version that runs starts again. */
function install(updater: AppUpdater, fetched: string, log: (text: string) => void): void {
  const failed = (error: unknown): void => {
    log(`The update could not be installed: ${textOf(error)}`);
    startAgain([...process.argv, `--${INSTALL_FAILED}`]);
    app.quit();
  };
  updater.once('error', failed);
  try {
    if (!hasRoom(fetched, process.env['APPIMAGE'])) throw new Error('The disk of the AppImage is full.');
    // The next version starts while this one ends.
    app.releaseSingleInstanceLock();
    updater.quitAndInstall(true, true);
  } catch (error) {
    // Told of once.
    updater.off('error', failed);
    failed(error);
  }
}

/** electron-updater removes the old AppImage before it moves the new one there, which from another disk is a copy. */
function hasRoom(fetched: string, appImage: string | undefined): boolean {
  if (process.platform !== 'linux' || appImage === undefined) return true;
  const folder = path.dirname(appImage);
  const { dev, size } = statSync(fetched);
  if (statSync(folder).dev === dev) return true;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > size;
}

/** Takes errors as well as text, as electron-updater hands them over. What it calls an error it throws or emits, too. */
export function loggerOf(log: (text: string) => void): Logger {
  return {
    info: () => undefined,
    warn: (said: unknown) => log(textOf(said)),
    error: () => undefined,
  };
}

function textOf(said: unknown): string {
  return said instanceof Error ? (said.stack ?? said.message) : String(said);
}

async function find(updater: AppUpdater): Promise<string | null> {
  const found = await updater.checkForUpdates();
  return found?.isUpdateAvailable === true ? found.updateInfo.version : null;
}

async function fetchUpdate(updater: AppUpdater, onShare: (share: number) => void): Promise<readonly string[]> {
  const onProgress = ({ percent }: { readonly percent: number }): void => onShare(percent / 100);
  updater.on('download-progress', onProgress);
  return await updater.downloadUpdate().finally(() => updater.off('download-progress', onProgress));
}

/** Errors by which a version is not what was announced. */
const UNTRUSTED = /^ERR_(?:CHECKSUM_MISMATCH|UPDATER_NO_CHECKSUM|UPDATER_INVALID_SIGNATURE)$/;

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FailureError) throw error;
    const code = error instanceof Error ? String(Reflect.get(error, 'code') ?? error.name) : 'unknown';
    throw new FailureError(failure(UNTRUSTED.test(code) ? 'update-untrusted' : 'update-failed', {}, code), {
      cause: error,
    });
  }
}

function openUpdater(places: AppAdapter): AppUpdater {
  const Updater =
    process.platform === 'win32' ? NsisUpdater : process.platform === 'darwin' ? MacUpdater : AppImageUpdater;
  const updater: AppUpdater = new Updater(undefined, places);
  // With places of one's own it is left to the caller, as in electron-updater's own tests.
  Reflect.set(updater, 'httpExecutor', new ElectronHttpExecutor());
  return updater;
}

/** All that it writes lies in the app's own cache folder. */
async function ownPlaces(folder: string): Promise<AppAdapter> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const development = path.join(folder, 'dev-app-update.yml');
  if (!app.isPackaged) await writeFile(development, 'updaterCacheDirName: versions\n');
  return {
    version: app.getVersion(),
    name: app.getName(),
    isPackaged: app.isPackaged,
    appUpdateConfigPath: app.isPackaged ? path.join(process.resourcesPath, 'app-update.yml') : development,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => app.whenReady(),
    relaunch: () => app.relaunch(),
    quit: () => app.quit(),
    onQuit: (handler) => app.once('quit', (_event, exitCode) => handler(exitCode)),
  };
}
