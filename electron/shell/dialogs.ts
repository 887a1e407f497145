import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';

/** The system's file dialogs. Each answers the paths that were picked; none when the person changed their mind. */
export interface Dialogs {
  pickFiles(): Promise<readonly string[]>;
  pickFolders(): Promise<readonly string[]>;
  pickPicture(): Promise<string | null>;
  /** Where downloads shall go. */
  pickTargetFolder(): Promise<string | null>;
  /** Whose files shall be uploaded by themselves. */
  pickWatchedFolder(): Promise<string | null>;
  /** Where a ZIP file shall go; the system has asked whether it may replace what is there. */
  saveZip(name: string): Promise<string | null>;
  /** Where a table shall go. */
  saveCsv(name: string): Promise<string | null>;
  /** Where a configuration with keys in it shall go. */
  saveConfiguration(name: string): Promise<string | null>;
  pickEnvFile(): Promise<string | null>;
}

export function createDialogs(window: () => BrowserWindow | null): Dialogs {
  const pick = async (options: Electron.OpenDialogOptions): Promise<readonly string[]> => {
    const parent = window();
    const answer =
      parent === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
    return answer.canceled ? [] : answer.filePaths;
  };
  const pickOne = async (options: Electron.OpenDialogOptions): Promise<string | null> =>
    (await pick(options))[0] ?? null;
  const save = async (name: string, filter: Electron.FileFilter | null): Promise<string | null> => {
    const options = {
      defaultPath: path.join(app.getPath('downloads'), name),
      // `.env` and `credentials` have no ending that a filter could name.
      filters: filter === null ? [] : [filter],
      properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const, 'showHiddenFiles' as const],
    };
    const parent = window();
    const answer = await (parent === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(parent, options));
    return answer.canceled || answer.filePath === '' ? null : answer.filePath;
  };
  return {
    pickFiles: () => pick({ properties: ['openFile', 'multiSelections'] }),
    pickFolders: () => pick({ properties: ['openDirectory', 'multiSelections'] }),
    pickPicture: () =>
      pickOne({
        properties: ['openFile'],
        filters: [{ name: 'JPEG, PNG, WebP, GIF, AVIF', extensions: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif'] }],
      }),
    pickTargetFolder: () =>
      pickOne({ properties: ['openDirectory', 'createDirectory'], defaultPath: app.getPath('downloads') }),
    pickWatchedFolder: () => pickOne({ properties: ['openDirectory', 'createDirectory'] }),
    saveZip: (name) => save(name, { name: 'ZIP', extensions: ['zip'] }),
    saveCsv: (name) => save(name, { name: 'CSV', extensions: ['csv'] }),
    saveConfiguration: (name) => save(name, null),
    pickEnvFile: () => pickOne({ properties: ['openFile', 'showHiddenFiles'] }),
  };
}
