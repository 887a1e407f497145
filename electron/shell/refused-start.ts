import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import { DEFAULT_SETTINGS, type Language } from '../../shared/settings';
import { savedSettings } from '../../shared/settings-schemas';
import { withoutSecrets } from '../core/store/redact';
import { nativeWords, type NativeWords } from './native-words';

/** Says that a newer build's data lies in the folder, and ends; nothing there is touched. */
export function refuseNewerData(newer: string, root: string): Promise<void> {
  return refuse(root, (words) => [words.dataNewer, words.dataNewerDetail({ own: app.getVersion(), newer, root })]);
}

/** Says that nothing can be written into the folder, and ends. `why`: the system's word for it. */
export function refuseClosedData(why: string, root: string): Promise<void> {
  return refuse(root, (words) => [words.dataClosed, words.dataClosedDetail({ root, why })]);
}

/** Says what keeps the app from working at all, and ends: a file of its own that it may not read, say. */
export function refuseBroken(error: unknown, root: string): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  return refuse(root, (words) => [words.broken, words.brokenDetail({ root, why: withoutSecrets(why) })]);
}

async function refuse(
  root: string,
  say: (words: NativeWords) => readonly [message: string, detail: string],
): Promise<void> {
  const words = nativeWords(languageIn(root));
  const [message, detail] = say(words);
  await dialog.showMessageBox({ type: 'warning', message, detail, buttons: [words.quit] });
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
