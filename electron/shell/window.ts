import path from 'node:path';
import { BrowserWindow, nativeTheme, type WebPreferences } from 'electron';

/** What the page may do: nothing of Node, nothing of Electron. Frozen, and tested to have exactly these keys. */
export const WEB_PREFERENCES = Object.freeze({
  nodeIntegration: false,
  contextIsolation: true,
  sandbox: true,
  webviewTag: false,
  spellcheck: false,
} satisfies WebPreferences);

export interface WindowOptions {
  readonly preload: string;
  readonly bounds: WindowBounds | null;
}

export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** It filled the screen; the place is the one that it goes back to. */
  readonly maximized: boolean;
}

const INK = '#1b1a1e';
const PAPER = '#ffffff';

/** The colour that the page will have, as the system or the settings want it. */
export function pageColour(): string {
  return nativeTheme.shouldUseDarkColors ? INK : PAPER;
}

/** Opens the one window, unseen until its page has painted, in the colour that the page will have. */
export function createMainWindow(options: WindowOptions): BrowserWindow {
  const { maximized = false, ...place } = options.bounds ?? {};
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...place,
    minWidth: 860,
    minHeight: 560,
    show: false,
    backgroundColor: pageColour(),
    autoHideMenuBar: true,
    title: 'Flow Media',
    webPreferences: { ...WEB_PREFERENCES, preload: path.resolve(options.preload) },
  });
  if (maximized) window.once('ready-to-show', () => window.maximize());
  window.once('ready-to-show', () => window.show());
  return window;
}
