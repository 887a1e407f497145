import { Menu } from 'electron';
import type { Language } from '../../shared/settings';
import { menuTemplate, type MenuOptions } from './menu-template';
import { CHINESE_MENU, ENGLISH_MENU } from './menu-words';
import { spokenLanguage } from './native-words';

/** The application menu, in the language of the page. */
export class AppMenu {
  #language: Language | null = null;

  constructor(readonly actions: Pick<MenuOptions, 'ask' | 'openPage' | 'development'>) {}

  /** Puts it up, and again when the language has changed. */
  speak(language: Language): void {
    if (language === this.#language) return;
    this.#language = language;
    const words = spokenLanguage(language) === 'zh-CN' ? CHINESE_MENU : ENGLISH_MENU;
    const template = menuTemplate({ ...this.actions, words, mac: process.platform === 'darwin' });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }
}
