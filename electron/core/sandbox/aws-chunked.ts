import { S3Error } from './errors';

const MAX_LINE = 8192;

/** Takes a stream by lines and by numbers of bytes; its `iterator` is its owner's to end. */
class Reader {
  #buffer: Buffer = Buffer.alloc(0);

  constructor(private readonly iterator: AsyncIterator<Buffer>) {}

  async line(): Promise<string> {
    let end = this.#buffer.indexOf('\r\n');
    while (end === -1) {
      if (this.#buffer.length > MAX_LINE) throw malformed();
      await this.#more();
      end = this.#buffer.indexOf('\r\n');
    }
    const text = this.#buffer.toString('latin1', 0, end);
    this.#buffer = this.#buffer.subarray(end + 2);
    return text;
  }

  async *bytes(count: number): AsyncGenerator<Buffer, void> {
    for (let left = count; left > 0;) {
      if (this.#buffer.length === 0) await this.#more();
      const part = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #more(): Promise<void> {
    const next = await this.iterator.next();
    if (next.done === true) throw new S3Error('IncompleteBody');
    this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
  }
}

/**
 * Undoes `aws-chunked`: `<hex size>[;extension]\r\n<data>\r\n`…, `0\r\n`, trailers `name:value\r\n`, `\r\n`. Trailers go
 * into the given map, names in lower case.
 */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer, void> {
  const iterator = source[Symbol.asyncIterator]();
  const reader = new Reader(iterator);
  try {
    for (;;) {
      const size = /^([0-9a-f]{1,8})(;.*)?$/i.exec(await reader.line())?.[1];
      if (size === undefined) throw malformed();
      if (parseInt(size, 16) === 0) break;
      yield* reader.bytes(parseInt(size, 16));
      if ((await reader.line()) !== '') throw malformed();
    }
    for (let text = await reader.line(); text !== ''; text = await reader.line()) {
      const colon = text.indexOf(':');
      trailers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
    }
  } finally {
    await iterator.return?.();
  }
}

function malformed(): S3Error {
  return new S3Error('InvalidRequest', 'The aws-chunked framing of the body is malformed.');
}
