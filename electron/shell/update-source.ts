import { existsSync } from 'node:fs';
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

/** An AppImage, an app of macOS, and what the installer of Windows has put there; the others are updated as they came. */
function updatesItself(): boolean {
  if (process.platform === 'linux') return path.isAbsolute(process.env['APPIMAGE'] ?? '');
  if (process.platform === 'win32')
    return existsSync(path.join(path.dirname(process.execPath), 'Uninstall Flow Media.exe'));
  return process.platform === 'darwin';
}
