/** Metadata blocks are small; what claims to be larger than this is not read into memory. */
const MAX_READ = 16 * 1024 * 1024;

/** Bytes that can be read anywhere, and in which others can be put in place of some: never more, never fewer. */
export interface Editable {
  readonly size: number;
  /** A copy. Throws `Uncleanable` where there are not so many. */
  read(at: number, length: number): Promise<Buffer>;
  overwrite(at: number, bytes: Uint8Array): void;
}

/** Why nobody can vouch that a file tells no place: it is damaged, or of a kind (or with a part) that is not known here. */
export type UncleanableReason = 'broken' | 'unknown';

export class Uncleanable extends Error {
  readonly reason: UncleanableReason;

  constructor(reason: UncleanableReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Throws `Uncleanable` unless so many bytes are there and are few enough to be read at once. */
export function ensureReadable(bytes: Editable, at: number, length: number): void {
  if (at < 0 || length < 0 || at + length > bytes.size) throw new Uncleanable('broken');
  if (length > MAX_READ) throw new Uncleanable('unknown');
}

/** A part of others, by itself. */
export function partOf(whole: Editable, at: number, size = whole.size - at): Editable {
  if (at < 0 || size < 0 || at + size > whole.size) throw new Uncleanable('broken');
  const part: Editable = {
    size,
    read(from, length) {
      ensureReadable(part, from, length);
      return whole.read(at + from, length);
    },
    overwrite: (from, bytes) => whole.overwrite(at + from, bytes),
  };
  return part;
}

/**
 * How much may be read of a file, in all: many times what any honest one takes, so that one made to keep us busy (directories over
 * directories, chunks of nothing) comes to an end.
 */
export class ReadBudget {
  #left: number;

  constructor(size: number) {
    this.#left = Math.min(16 * size + 16 * 1024 * 1024, 4 * 1024 ** 3);
  }

  /** Throws `Uncleanable` when it is used up. */
  spend(length: number): void {
    this.#left -= length + 16;
    if (this.#left < 0) throw new Uncleanable('unknown');
  }
}

/** Bytes in memory. */
export class MemoryBytes implements Editable {
  readonly bytes: Buffer;
  changed = false;
  readonly #budget: ReadBudget;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#budget = new ReadBudget(bytes.length);
  }

  get size(): number {
    return this.bytes.length;
  }

  async read(at: number, length: number): Promise<Buffer> {
    ensureReadable(this, at, length);
    this.#budget.spend(length);
    return Promise.resolve(Buffer.from(this.bytes.subarray(at, at + length)));
  }

  overwrite(at: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, at);
    this.changed = true;
  }
}

/** Four letters, each a byte. */
export async function tagAt(bytes: Editable, at: number): Promise<string> {
  return (await bytes.read(at, 4)).toString('latin1');
}

/** Whether the bytes say this from here on; false where they end before it. */
export async function says(bytes: Editable, at: number, text: string): Promise<boolean> {
  if (at + text.length > bytes.size) return false;
  return (await bytes.read(at, text.length)).toString('latin1') === text;
}
