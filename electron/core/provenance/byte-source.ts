import { open, type FileHandle } from 'node:fs/promises';

/** Bytes that can be read anywhere. */
export interface ByteSource {
  /** Of the whole. */
  readonly size: number;
  /** Fewer than asked for at the end, or where no more can be had. */
  read(at: number, length: number): Promise<Buffer>;
}

/** `before-pixels`: where each look costs, what may stand behind the pixels of a PNG (few writers put it there) is let be. */
export type Reach = 'all' | 'before-pixels';

/** What is read of a file at once; most of what is looked at lies within. */
export const HEAD_BYTES = 256 * 1024;

/** Bytes whose beginning is in memory; what lies beyond it is fetched, if `more` can. */
export class HeadedBytes implements ByteSource {
  readonly size: number;
  readonly #head: Buffer;
  readonly #more: ByteSource['read'];

  constructor(size: number, head: Buffer, more: ByteSource['read'] = () => Promise.resolve(Buffer.alloc(0))) {
    this.size = size;
    this.#head = head;
    this.#more = more;
  }

  async read(at: number, length: number): Promise<Buffer> {
    if (at < 0 || at >= this.size || length <= 0) return Buffer.alloc(0);
    const wanted = Math.min(length, this.size - at);
    const here = this.#head.subarray(at, at + wanted);
    if (here.length === wanted) return here;
    const fetched = await this.#more(at, wanted);
    return fetched.length > here.length ? fetched : here;
  }
}

/** Hands the bytes of a file to `work`. Throws the system's error where it cannot be read. */
export async function withFile<T>(path: string, work: (bytes: ByteSource) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const head = await readAt(handle, 0, Math.min(size, HEAD_BYTES));
    return await work(new HeadedBytes(size, head, (at, length) => readAt(handle, at, length)));
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), { position: at });
  return buffer.subarray(0, bytesRead);
}
