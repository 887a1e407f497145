/** Of one text, bytes. A ComfyUI workflow of hundreds of nodes takes less. */
export const MAX_TEXT_BYTES = 2 * 1024 * 1024;
const MAX_ALL = 4 * MAX_TEXT_BYTES;

/**
 * The texts that a picture carries, by their names: keywords of a PNG as they are, fields of Exif as `exif:UserComment`, those of XMP
 * as `xmp:description`. Of several with one name the first counts.
 */
export class Texts {
  readonly #found = new Map<string, string>();
  #left = MAX_ALL;

  add(name: string, text: string): void {
    const trimmed = text.replace(/^\s+|[\s\0]+$/g, '');
    if (trimmed === '' || trimmed.length > this.#left || this.#found.has(name)) return;
    this.#left -= trimmed.length;
    this.#found.set(name, trimmed);
  }

  get(name: string): string | null {
    return this.#found.get(name) ?? null;
  }
}

/** UTF-8 where the bytes are that, else each byte a letter. */
export function decodedText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
