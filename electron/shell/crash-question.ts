import { dialog } from 'electron';
import type { Language } from '../../shared/settings';
import { nativeWords } from './native-words';

/** Whether a window that crashes again and again is to be opened once more; else the app quits. */
export async function askAfterCrashes(language: Language): Promise<boolean> {
  const words = nativeWords(language);
  const answer = await dialog.showMessageBox({
    type: 'warning',
    message: words.crashes,
    detail: words.crashesDetail,
    buttons: [words.openAgain, words.quit],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer.response === 0;
}
