import { dialog } from 'electron';
import { drop } from '../../shared/drop';
import type { Language } from '../../shared/settings';
import type { SetAside } from '../core/transfers/journal/journal';
import { withoutSecrets } from '../core/store/redact';
import { nativeWords, type StartPart } from './native-words';

/** Says which files could not be read whole, and where they are kept. Holds nothing up. */
export function tellDamaged(copies: readonly string[], language: Language): void {
  const words = nativeWords(language);
  drop(dialog.showMessageBox({ type: 'warning', message: words.damaged, detail: words.damagedDetail(copies) }));
}

/** Says that transfers of the last run do not go on, and where what is known of them lies. Holds nothing up. */
export function tellSetAside({ why, path }: SetAside, language: Language): void {
  const words = nativeWords(language);
  const message = why === 'newer' ? words.journalNewer : words.journalDamaged;
  const detail = why === 'newer' ? words.journalNewerDetail(path) : words.journalDamagedDetail(path);
  drop(dialog.showMessageBox({ type: 'warning', message, detail }));
}

/** Says what of the app is missing until the next start, and what has hindered the first of it. Holds nothing up. */
export function tellNotStarted(parts: readonly StartPart[], why: unknown, language: Language): void {
  const words = nativeWords(language);
  const text = withoutSecrets(why instanceof Error ? why.message : String(why));
  const detail = words.notStartedDetail({ parts: parts.map((part) => words.parts[part]), why: text });
  drop(dialog.showMessageBox({ type: 'warning', message: words.notStarted, detail }));
}
