import path from 'node:path';
import type { RunningApp } from '../running-app';

/**
 * Nothing that commands do leaves a folder: dialogs answer with places in it, and what would open programs, drag, or move
 * files to the system's trash is done by nobody.
 */
export async function makeHarmless(app: RunningApp, folder: string): Promise<void> {
  await app.keepFromBrowser();
  await app.answerQuestions('cancel');
  const places = {
    folder: path.join(folder, 'chosen'),
    file: path.join(folder, 'files/note.txt'),
    saved: path.join(folder, 'chosen/saved'),
  };
  await app.electron.evaluate(({ dialog, shell, BrowserWindow }, { folder: chosen, file, saved }) => {
    let asked = 0;
    dialog.showOpenDialog = (...given: unknown[]) => {
      const { properties = [] } = given.at(-1) as Electron.OpenDialogOptions;
      const canceled = ++asked % 4 === 0;
      return Promise.resolve({
        canceled,
        filePaths: canceled ? [] : [properties.includes('openDirectory') ? chosen : file],
      });
    };
    dialog.showSaveDialog = () => {
      const canceled = ++asked % 4 === 0;
      return Promise.resolve({ canceled, filePath: canceled ? '' : `${saved}-${asked}` });
    };
    shell.showItemInFolder = () => undefined;
    shell.trashItem = () => Promise.resolve();
    for (const window of BrowserWindow.getAllWindows()) window.webContents.startDrag = () => undefined;
  }, places);
}
