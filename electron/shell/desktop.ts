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
  /** The picture on the clipboard as PNG; null when there is none. */
  clipboardPicture(): Promise<Uint8Array | null>;
  /** Moves a file to the system's trash; rejects when the system refuses. */
  trash(path: string): Promise<void>;
  /** A small text file that the person picked. */
  readTextFile(path: string): Promise<string>;
}

/** The clipboard of the system, for text that must not stay on it. */
export const textClipboard: TextClipboard = {
  read: async () => clipboard.readText(),
  write: async (text) => {
    await clipboard.writeText(text);
  },
  clear: async () => clipboard.clear(),
};

async function clipboardPicture(): Promise<Uint8Array | null> {
  // Older Electrons than that of the types read it in one step.
  const readImage: unknown = Reflect.get(clipboard, 'readImage');
  if (typeof readImage === 'function') {
    const image = readImage.call(clipboard) as Electron.NativeImage;
    return image.isEmpty() ? null : image.toPNG();
  }
  const item = (await clipboard.read()).find(({ types }) => types.includes('image/png'));
  if (item === undefined) return null;
  const png = await item.getType<string>('image/png');
  return Buffer.from(await (png as Blob).arrayBuffer());
}

export const desktop: Desktop = {
  openExternal,
  revealFile: (path) => shell.showItemInFolder(path),
  clipboardPicture,
  trash: (path) => shell.trashItem(path),
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
