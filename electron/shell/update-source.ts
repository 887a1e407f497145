import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { isLoopbackHost } from '../../shared/links';
import type { UpdateState } from '../../shared/updates';

/** Where newer versions are announced, and whose signature an announcement must bear. */
export interface UpdateSource {
  /** https, with a slash at its end; in a run from the sources on this machine. */
  readonly feed: string;
  /** Ed25519, raw, Base64. */
  readonly publicKey: string;
}

/** The switch of a run that follows on an update that could not be installed. */
export const INSTALL_FAILED = 'update-not-installed';

/** What the build was given (build/targets.ts); '' in a build without updates. */
declare const __UPDATE_FEED__: string;
declare const __UPDATE_KEY__: string;

/**
 * A packaged app knows only what its build was given. A run from the source tree may name a feed on this machine
 * (`FLOW_MEDIA_UPDATE_FEED`, `FLOW_MEDIA_UPDATE_KEY`), for the tests.
 */
export function updateSource(): UpdateSource | Extract<UpdateState, { kind: 'off' }> {
  const { FLOW_MEDIA_UPDATE_FEED: named = '', FLOW_MEDIA_UPDATE_KEY: key = '' } = app.isPackaged ? {} : process.env;
  const [feed, publicKey] = app.isPackaged ? [__UPDATE_FEED__, __UPDATE_KEY__] : [named, key];
  if (!URL.canParse(feed) || publicKey === '') return { kind: 'off', why: 'no-feed' };
  const url = new URL(feed);
  const isAllowed = app.isPackaged ? url.protocol === 'https:' : isLoopbackHost(url.hostname);
  if (!isAllowed) return { kind: 'off', why: 'no-feed' };
  if (!updatesItself()) return { kind: 'off', why: 'package' };
  return { feed: feed.endsWith('/') ? feed : `${feed}/`, publicKey };
}

/**
 * An AppImage, an app of macOS, and what the installer of Windows has put there, each where it can be replaced; the others are updated
 * as they came.
 */
function updatesItself(): boolean {
  if (process.platform === 'linux') return canReplace(process.env['APPIMAGE'] ?? '');
  if (process.platform === 'win32')
    return existsSync(path.join(path.dirname(process.execPath), 'Uninstall Flow Media.exe'));
  return process.platform === 'darwin' && isInItsPlace(process.execPath);
}

/** An AppImage is removed, and another put beside it. */
export function canReplace(appImage: string): boolean {
  if (!path.isAbsolute(appImage)) return false;
  return [appImage, path.dirname(appImage)].every((one) => refusalToWrite(one) === null);
}

/**
 * Not in the image that it was handed out in, nor where macOS runs what was not moved out of its download (App Translocation). Who may
 * not write there is asked by Squirrel.
 */
export function isInItsPlace(program: string): boolean {
  return !program.includes('/AppTranslocation/') && refusalToWrite(program) !== 'EROFS';
}

/** Why the system lets nothing be written; null where it does. */
function refusalToWrite(file: string): string | null {
  try {
    accessSync(file, constants.W_OK);
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
