import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import { DEFAULT_SETTINGS, type Language } from '../../shared/settings';
import { savedSettings } from '../../shared/settings-schemas';
import { nativeWords } from './native-words';

/** Says that a newer build's data lies in the folder, and ends; nothing there is touched. */
export async function refuseNewerData(newer: string, root: string): Promise<void> {
  const words = nativeWords(languageIn(root));
  const detail = words.dataNewerDetail({ own: app.getVersion(), newer, root });
  await dialog.showMessageBox({ type: 'warning', message: words.dataNewer, detail, buttons: [words.quit] });
  app.exit(1);
}

/** The language that a person has chosen, read without opening the settings: that could move a file aside. */
function languageIn(root: string): Language {
  try {
    const text = readFileSync(path.join(root, 'settings', 'settings.json'), 'utf8');
    const { document } = JSON.parse(text) as { document: unknown };
    return savedSettings.parse(document).language;
  } catch {
    return DEFAULT_SETTINGS.language;
  }
}
