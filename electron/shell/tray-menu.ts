import type { MenuItemConstructorOptions } from 'electron';
import { nameOfKey } from '../../shared/keys';
import type { ArrivedUpload } from '../core/links/after-upload';

/** What the menu of the tray says. */
export interface TrayWords {
  readonly open: string;
  readonly upload: string;
  readonly recent: string;
  readonly none: string;
  readonly quit: string;
}

export interface TrayMenuOptions {
  readonly words: TrayWords;
  readonly recent: readonly ArrivedUpload[];
  /** There is a bucket to upload to, and its token may. */
  readonly canUpload: boolean;
  readonly open: () => void;
  readonly upload: () => void;
  readonly copyLink: (file: ArrivedUpload) => void;
  readonly quit: () => void;
}

const LONGEST = 44;

/** The menu of the icon in the tray: the window, uploads, and the links of what was uploaded last. */
export function trayTemplate(options: TrayMenuOptions): MenuItemConstructorOptions[] {
  const { words, recent, canUpload, open, upload, copyLink, quit } = options;
  return [
    { label: words.open, click: open },
    { label: words.upload, enabled: canUpload, click: upload },
    { type: 'separator' },
    { label: recent.length === 0 ? words.none : words.recent, enabled: false },
    ...recent.map((file) => ({ label: menuLabel(nameOfKey(file.key)), click: () => copyLink(file) })),
    { type: 'separator' },
    { label: words.quit, click: quit },
  ];
}

/** A file's name as one line of a menu: an ampersand is one, and what turns or breaks the line is left out. */
function menuLabel(name: string): string {
  const letters = Array.from(name.replace(/[\p{Cc}\p{Cf}]/gu, ''));
  const half = Math.floor(LONGEST / 2);
  const shown =
    letters.length <= LONGEST
      ? letters.join('')
      : `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
  return shown.replaceAll('&', '&&');
}
