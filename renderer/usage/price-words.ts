import i18next from 'i18next';

export { formatMonth as monthWords } from '../ui/format';

/** `$0.015`: a list price with all its digits. */
export function priceWords(dollars: number): string {
  const options = { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 4 } as const;
  return new Intl.NumberFormat(i18next.language, options).format(dollars);
}

/** `Sun, Nov 29`, of `2026-11-29`. */
export function dayWords(day: string): string {
  return wordsOfDay(day, { weekday: 'short', month: 'short', day: 'numeric' });
}

/** `Nov 29`. */
export function shortDayWords(day: string): string {
  return wordsOfDay(day, { month: 'short', day: 'numeric' });
}

function wordsOfDay(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(i18next.language, { ...options, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
