import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/settings';

export type SpokenLanguage = Exclude<Language, 'system'>;

const WORDS = {
  en: async () => (await import('./en')).en,
  'zh-CN': async () => (await import('./zh-CN')).zhCN,
} as const;

/** The language that a choice means on a system with this locale. */
export function spokenLanguage(choice: Language, systemLocale: string): SpokenLanguage {
  if (choice !== 'system') return choice;
  return systemLocale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Starts the words in one language; await it before the first render. */
export async function startI18n(language: SpokenLanguage): Promise<void> {
  const words = await WORDS[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    resources: { [language]: words },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
  });
  document.documentElement.lang = language;
}

/** Changes the language of everything that is on show. */
export async function changeLanguage(language: SpokenLanguage): Promise<void> {
  if (i18next.language === language) return;
  for (const [namespace, words] of Object.entries(await WORDS[language]()))
    i18next.addResourceBundle(language, namespace, words);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
