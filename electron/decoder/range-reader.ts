import { DecodeError } from './problem';

/** Reads parts of a task's source, so that little of a large file has to come. */
export class RangeReader {
  readonly #url: string;
  /** Of the whole, bytes. */
  readonly size: number;

  constructor(url: string, size: number) {
    this.#url = url;
    this.size = size;
  }

  /** The bytes from `start` up to, and without, `end`. */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const reply = await fetch(this.#url, { headers: { Range: `bytes=${start}-${end - 1}` } });
      if (reply.status !== 206) throw new DecodeError('source');
      return new Uint8Array(await reply.arrayBuffer());
    } catch {
      throw new DecodeError('source');
    }
  }
}
