import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/settings';

export type SpokenLanguage = Exclude<Language, 'system'>;

const WORDS = {
  en: async () => (await import('./en')).en,
  'zh-CN': async () => (await import('./zh-CN')).zhCN,
  // The language that `pseudo.ts` makes up, for a test that finds what was not translated and what has no room.
  'en-XA': async () => (await import('./pseudo')).pseudoWords((await import('./en')).en),
} as const;

/** In place of any other, where a test has said so before the page was loaded. */
function inTest(language: SpokenLanguage): keyof typeof WORDS {
  return Reflect.get(globalThis, 'flowPseudoLanguage') === true ? 'en-XA' : language;
}

/** The language that a choice means on a system with this locale. */
export function spokenLanguage(choice: Language, systemLocale: string): SpokenLanguage {
  if (choice !== 'system') return choice;
  return systemLocale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Begins to load the words of a language, which whoever needs them then finds. */
export async function fetchWords(language: SpokenLanguage): Promise<void> {
  await WORDS[language]();
}

/** Starts the words in one language; await it before the first render. */
export async function startI18n(language: SpokenLanguage): Promise<void> {
  const spoken = inTest(language);
  const words = await WORDS[spoken]();
  await i18next.use(initReactI18next).init({
    lng: spoken,
    fallbackLng: false,
    defaultNS: 'common',
    resources: { [spoken]: words },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
  });
  document.documentElement.lang = spoken;
}

/** Changes the language of everything that is on show. */
export async function changeLanguage(language: SpokenLanguage): Promise<void> {
  const spoken = inTest(language);
  if (i18next.language === spoken) return;
  for (const [namespace, words] of Object.entries(await WORDS[spoken]()))
    i18next.addResourceBundle(spoken, namespace, words);
  await i18next.changeLanguage(spoken);
  document.documentElement.lang = spoken;
}
