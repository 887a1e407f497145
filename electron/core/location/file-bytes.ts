import type { SourceFile } from '../transfers/source-file';
import { type Editable, ensureReadable, ReadBudget } from './editable';

/** Read at once: most of what is looked at lies close together. */
const WINDOW = 65_536;

export interface Edit {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A file to be cleaned: what is to be put into it is collected, and the file itself is only read. */
export class FileBytes implements Editable {
  readonly edits: Edit[] = [];
  readonly #file: SourceFile;
  readonly #signal: AbortSignal;
  #window: { readonly at: number; readonly bytes: Buffer } = { at: 0, bytes: Buffer.alloc(0) };
  readonly #budget: ReadBudget;

  constructor(file: SourceFile, signal: AbortSignal) {
    this.#file = file;
    this.#signal = signal;
    this.#budget = new ReadBudget(file.size);
  }

  get size(): number {
    return this.#file.size;
  }

  async read(at: number, length: number): Promise<Buffer> {
    ensureReadable(this, at, length);
    this.#signal.throwIfAborted();
    this.#budget.spend(length);
    if (length > WINDOW) return this.#fill(at, length);
    const { bytes, at: start } = this.#window;
    if (at < start || at + length > start + bytes.length) {
      this.#window = { at, bytes: await this.#fill(at, Math.min(WINDOW, this.size - at)) };
    }
    const from = at - this.#window.at;
    return Buffer.from(this.#window.bytes.subarray(from, from + length));
  }

  overwrite(at: number, bytes: Uint8Array): void {
    this.edits.push({ at, bytes });
  }

  async #fill(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    await this.#file.read(bytes, at);
    return bytes;
  }
}
