import { demand } from './errors';

const MAX_LINE = 8192;
const MALFORMED = ['InvalidRequest', 'The aws-chunked framing of the body is malformed.'] as const;

/**
 * Undoes `aws-chunked`: `<hex size>[;extension]\r\n<data>\r\n`…, `0\r\n`, trailers `name:value\r\n`, `\r\n`. Trailers go
 * into the given map, names in lower case.
 */
export async function* decodeChunked(
  chunks: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer, void> {
  const source = chunks[Symbol.asyncIterator]();
  let buffer: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const next = await source.next();
    demand(next.done !== true, 'IncompleteBody');
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value]);
  };
  const take = (count: number): Buffer => {
    const part = buffer.subarray(0, count);
    buffer = buffer.subarray(part.length);
    return part;
  };
  const line = async (): Promise<string> => {
    for (; !buffer.includes('\r\n'); await more()) demand(buffer.length <= MAX_LINE, ...MALFORMED);
    return take(buffer.indexOf('\r\n') + 2)
      .toString('latin1')
      .slice(0, -2);
  };
  try {
    for (;;) {
      let left = parseInt(/^([0-9a-f]{1,8})(;.*)?$/i.exec(await line())?.[1] ?? '', 16);
      demand(!Number.isNaN(left), ...MALFORMED);
      if (left === 0) break;
      while (left > 0) {
        if (buffer.length === 0) await more();
        const part = take(left);
        left -= part.length;
        yield part;
      }
      demand((await line()) === '', ...MALFORMED);
    }
    for (let text = await line(); text !== ''; text = await line()) {
      const [name = '', value = ''] = text.split(/:(.*)/, 2);
      trailers.set(name.trim().toLowerCase(), value.trim());
    }
  } finally {
    await source.return?.();
  }
}
