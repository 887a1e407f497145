import i18next from 'i18next';

/** Sentences one after another, as the language sets them: with a blank between them, or with none. Empty ones are left out. */
export function sentences(...all: readonly string[]): string {
  const [first = '', ...others] = all.filter((one) => one !== '');
  return others.reduce((before, after) => i18next.t('common:sentences', { before, after }), first);
}
