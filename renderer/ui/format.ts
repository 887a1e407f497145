import i18next from 'i18next';

/** How numbers, sizes and times are written in the language on show. Each asks Intl, but for the blanks beside units. */

const cache = new Map<string, unknown>();

function cached<T>(name: string, make: (locale: string) => T): T {
  const locale = i18next.language || 'en';
  const id = `${locale}/${name}`;
  const known = cache.get(id) as T | undefined;
  if (known !== undefined) return known;
  const made = make(locale);
  cache.set(id, made);
  return made;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `3.1 MB`; decimal units, as Cloudflare counts them. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = Math.max(0, bytes);
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  const name = BYTE_UNITS[unit] ?? 'byte';
  const format = cached(
    `bytes/${name}/${digits}`,
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: name,
        unitDisplay: unit === 0 ? 'long' : 'short',
        maximumFractionDigits: digits,
      }),
  );
  return spaced(format, value);
}

/** `24 MB/s`. */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `128,402`. */
export function formatCount(count: number): string {
  // Nothing to group, and both languages have these digits. To make a first NumberFormat takes longer than a frame while the app starts.
  if (Number.isInteger(count) && count >= 0 && count < 1000) return String(count);
  return cached('count', (locale) => new Intl.NumberFormat(locale)).format(count);
}

/** `128K` where there is little room. */
export function formatCountShort(count: number): string {
  const options = { notation: 'compact', maximumFractionDigits: 1 } as const;
  return cached('short', (locale) => new Intl.NumberFormat(locale, options)).format(count);
}

/** `64%` of a share between 0 and 1; rounded down, so that 100% is only said when it is. */
export function formatPercent(share: number): string {
  const whole = Math.floor(Math.min(1, Math.max(0, share)) * 100) / 100;
  return cached('percent', (locale) => new Intl.NumberFormat(locale, { style: 'percent' })).format(whole);
}

/** `14 sec`, `3 min`, `1 hr 5 min`: how long something takes, in seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return unitOf(whole, 'second');
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return unitOf(minutes, 'minute');
  if (minutes < 24 * 60) return listOf(unitOf(Math.floor(minutes / 60), 'hour'), minutes % 60, 'minute');
  const hours = Math.round(whole / 3600);
  return listOf(unitOf(Math.floor(hours / 24), 'day'), hours % 24, 'hour');
}

type DurationUnit = 'second' | 'minute' | 'hour' | 'day';

function unitOf(value: number, unit: DurationUnit): string {
  const options = { style: 'unit', unit, unitDisplay: 'short' } as const;
  return spaced(
    cached(`duration/${unit}`, (locale) => new Intl.NumberFormat(locale, options)),
    value,
  );
}

/** With a blank before the unit in Chinese too, where Intl sets one before Latin units only: the app's own texts have it. */
function spaced(format: Intl.NumberFormat, value: number): string {
  const parts = format.formatToParts(value);
  const isGlued = (at: number): boolean => parts[at]?.type === 'unit' && parts[at - 1]?.type !== 'literal';
  return parts.map(({ value: text }, at) => (isGlued(at) ? ` ${text}` : text)).join('');
}

function listOf(first: string, rest: number, unit: DurationUnit): string {
  return rest === 0 ? first : `${first} ${unitOf(rest, unit)}`;
}

/** `0:13`, `1:02:45`: the length of a clip, in milliseconds. */
export function formatClock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

const DAY = 86_400_000;

/** `Today, 21:14`, `Mar 4, 2026`: short, for lists. `now` in ms. */
export function formatDay(at: number, now: number = Date.now()): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  if (days === 0) return i18next.t('time.today', { time: formatTime(at) });
  if (days === 1) return i18next.t('time.yesterday', { time: formatTime(at) });
  const options = { dateStyle: 'medium' } as const;
  return cached('day', (locale) => new Intl.DateTimeFormat(locale, options)).format(at);
}

/** `Mar 4, 2026`, today's too. */
export function formatDate(at: number): string {
  return cached('date', (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })).format(at);
}

/** `March 4, 2026 at 21:14:05`: whole, for facts. */
export function formatDateTime(at: number): string {
  const options = { dateStyle: 'long', timeStyle: 'medium' } as const;
  return cached('whole', (locale) => new Intl.DateTimeFormat(locale, options)).format(at);
}

/** `November 2026`, of `2026-11`. */
export function formatMonth(yearAndMonth: string): string {
  const options = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  const format = cached('month', (locale) => new Intl.DateTimeFormat(locale, options));
  return format.format(new Date(`${yearAndMonth}-01T00:00:00Z`));
}

/** `21:14`. */
export function formatTime(at: number): string {
  return cached('time', (locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' })).format(at);
}

/** `$0.0045`; small amounts keep the digits that tell them from nothing. */
export function formatDollars(amount: number): string {
  const digits = amount !== 0 && amount < 0.01 ? 7 : 2;
  const options = { style: 'currency', currency: 'USD', maximumFractionDigits: digits } as const;
  return cached(`dollars/${digits}`, (locale) => new Intl.NumberFormat(locale, options)).format(amount);
}

function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
