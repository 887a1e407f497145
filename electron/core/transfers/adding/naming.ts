import { rowOf } from '../../../../shared/row-of';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/tiff': 'tiff',
  'image/svg+xml': 'svg',
};

/** What a pasted picture is called: by the moment, local time. */
export function pastedName(now: number, contentType: string): string {
  const date = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  return `pasted-${day}-${time}.${rowOf(EXTENSIONS, type) ?? 'bin'}`;
}

/** A prefix ends with a slash, unless it is the top. */
export function asPrefix(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}
