import { readFile, stat } from 'node:fs/promises';
import { clipboard, shell } from 'electron';
import { fail } from '../../shared/failure';
import type { TextClipboard } from '../core/connections/secret-clipboard';
import { openExternal } from './open-external';

const MAX_TEXT_BYTES = 200_000;

/** What the desktop does for the commands. */
export interface Desktop {
  openExternal(address: string): Promise<void>;
  revealFile(path: string): void;
  copyText(text: string): Promise<void>;
  /** A small text file that the person picked. */
  readTextFile(path: string): Promise<string>;
}

/** The same clipboard, for what must not stay there. */
export const textClipboard: TextClipboard = {
  read: async () => clipboard.readText(),
  write: async (text) => {
    await clipboard.writeText(text);
  },
  clear: async () => clipboard.clear(),
};

export const desktop: Desktop = {
  openExternal,
  revealFile: (path) => shell.showItemInFolder(path),
  // In newer Electron writing is asynchronous; awaiting serves both.
  copyText: async (text) => {
    await clipboard.writeText(text);
  },
  readTextFile: async (path) => {
    const { size } = await stat(path).catch(() => fail('file-missing', { path }));
    if (size > MAX_TEXT_BYTES) fail('too-large', { path });
    return readFile(path, 'utf8').catch(() => fail('file-unreadable', { path }));
  },
};
