import { R2_LIMITS } from './r2';

/**
 * A key as it stands in a URL: each segment RFC 3986-encoded, `/` kept. The same bytes as the AWS SDK sends; R2 refuses a raw
 * `!` in a signature (openclaw/clawhub#2723) and a raw `+` (bradenmacdonald/s3-lite-client#62).
 */
export function encodeKey(key: string): string {
  return key.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The part after the last slash; for a folder marker (`a/b/`) the part before it. */
export function nameOfKey(key: string): string {
  const end = key.endsWith('/') ? key.slice(0, -1) : key;
  return end.slice(end.lastIndexOf('/') + 1);
}

/** The prefix that a key lies in, with its slash; '' at the top. */
export function prefixOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

/** UTF-8 bytes of a key: what R2 counts. */
export function keyBytes(key: string): number {
  let bytes = 0;
  for (const char of key) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Why a key cannot be uploaded under, if it cannot. Other people's keys of such a shape can still be listed and deleted. */
export type KeyProblem = 'empty' | 'too-long' | 'control-character' | 'dot-segment' | 'empty-segment' | 'surrogate';

/**
 * R2 refuses empty and over-long keys; browsers rewrite `.` and `..` and some proxies `//` and `\`, so that a link to such a
 * key would lead elsewhere: the app does not make them.
 */
export function keyProblem(key: string): KeyProblem | null {
  if (key === '') return 'empty';
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(key)) return 'surrogate';
  if (keyBytes(key) > R2_LIMITS.maxKeyBytes) return 'too-long';
  if (/[\u0000-\u001f\u007f-\u009f\\]/.test(key)) return 'control-character';
  const segments = key.split('/');
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'dot-segment';
  if (segments.some((segment) => segment.trim() === '')) return 'empty-segment';
  return null;
}

/** A key that names the same object for R2, which compares keys in NFC (r2/reference/unicode-interoperability). */
export function normalizeKey(key: string): string {
  return key.normalize('NFC');
}

/**
 * `photo.png` → `photo-2.png`: the n-th other name for a key, for "keep both". Of a name that leaves the number no room within
 * R2's limit the end is cut off.
 */
export function numberedKey(key: string, n: number): string {
  const prefix = prefixOfKey(key);
  const name = key.slice(prefix.length);
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? `-${n}${name.slice(dot)}` : `-${n}`;
  const stem = Array.from(dot > 0 ? name.slice(0, dot) : name);
  while (stem.length > 1 && keyBytes(prefix + stem.join('') + end) > R2_LIMITS.maxKeyBytes) stem.pop();
  return prefix + stem.join('') + end;
}
