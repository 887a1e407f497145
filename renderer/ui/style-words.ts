import i18next from 'i18next';

/** A style's name in the language on show: as its model calls it, where the app has no word for it. */
export function styleName(style: string): string {
  const own = `generate:styles.${style}`;
  return i18next.exists(own) ? i18next.t(own as 'generate:styles.Paper') : style;
}
