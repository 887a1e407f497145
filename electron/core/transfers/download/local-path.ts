import { createHash } from 'node:crypto';
import { extensionOf } from '../../../../shared/media';

/**
 * Names for downloads that every system takes, whatever the key says. Sources: learn.microsoft.com/windows/win32/fileio/
 * naming-a-file (reserved names and characters), and 255 bytes a name on ext4, APFS and NTFS alike. Blanks behind a reserved name
 * do not count (`nul .txt`; Python's ntpath.isreserved).
 */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;
/** Forbidden on Windows, separators, control characters, and marks that turn the order of letters around (`exe.png`). */
const UNSAFE = /[<>:"|?*\\/\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** Leaves room for ` (99)` and `.part` within 255 bytes. */
const MAX_NAME_BYTES = 240;
/** Leaves room for the chosen folder within the 1,024 bytes of a path on macOS. */
const MAX_PATH_BYTES = 700;

/** A relative path (`a/b.png`) that stays below any folder; segments that cannot be kept are changed visibly, with `_`. */
export function safeLocalPath(relativePath: string): string {
  const segments = relativePath.split('/').filter((segment) => segment !== '' && segment !== '.');
  const safe = segments.map(safeName);
  const name = safe.at(-1) ?? '_';
  const whole = safe.length === 0 ? name : safe.join('/');
  if (Buffer.byteLength(whole) <= MAX_PATH_BYTES) return whole;
  return `${digestOf(segments.slice(0, -1).join('/'))}/${name}`;
}

function safeName(segment: string): string {
  const plain = segment
    .replace(LONE_SURROGATE, '_')
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    .replace(/^ +/, (start) => '_'.repeat(start.length));
  return shortened(RESERVED.test(plain) ? `_${plain}` : plain);
}

/** Cut to length with a trace of what was cut, the extension kept. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const extension = extensionOf(name);
  const tail = extension !== '' && Buffer.byteLength(extension) <= 20 ? `.${extension}` : '';
  const end = `~${digestOf(name)}${tail}`;
  let start = '';
  for (const char of name) {
    if (Buffer.byteLength(start + char + end) > MAX_NAME_BYTES) break;
    start += char;
  }
  return start + end;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** `photo.png` → `photo (2).png`. */
export function numberedName(relativePath: string, n: number): string {
  const slash = relativePath.lastIndexOf('/') + 1;
  const dot = relativePath.lastIndexOf('.');
  const at = dot > slash ? dot : relativePath.length;
  return n === 1 ? relativePath : `${relativePath.slice(0, at)} (${n})${relativePath.slice(at)}`;
}

/**
 * Gives out paths below one folder, each once: names that differ in case alone count as the same, as on macOS and Windows, and
 * a file never takes the place of another's folder.
 */
export class LocalPaths {
  readonly #taken = new Map<string, 'file' | 'folder'>();

  claim(relativePath: string): string {
    const safe = safeLocalPath(relativePath);
    for (let n = 1; ; n++) {
      const path = numberedName(this.#withFreeFolders(safe), n);
      if (this.#taken.has(folded(path))) continue;
      this.#taken.set(folded(path), 'file');
      for (const folder of foldersOf(path)) this.#taken.set(folded(folder), 'folder');
      return path;
    }
  }

  #withFreeFolders(path: string): string {
    const segments = path.split('/');
    let above = '';
    for (const segment of segments.slice(0, -1)) {
      let n = 1;
      while (this.#taken.get(folded(above + besideName(segment, n))) === 'file') n++;
      above += `${besideName(segment, n)}/`;
    }
    return above + (segments.at(-1) ?? '_');
  }
}

function besideName(folder: string, n: number): string {
  return n === 1 ? folder : `${folder} (${n})`;
}

function foldersOf(path: string): readonly string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

function folded(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
