import { S3Error } from './errors';

const MAX_LINE = 8192;

/**
 * Undoes `aws-chunked`: `<hex size>[;extension]\r\n<data>\r\n`…, `0\r\n`, trailers `name:value\r\n`, `\r\n`. Trailers go
 * into the given map, names in lower case.
 */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer, void> {
  const iterator = source[Symbol.asyncIterator]();
  let buffer: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const next = await iterator.next();
    if (next.done === true) throw new S3Error('IncompleteBody');
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value]);
  };
  const line = async (): Promise<string> => {
    let end = buffer.indexOf('\r\n');
    while (end === -1) {
      if (buffer.length > MAX_LINE) throw malformed();
      await more();
      end = buffer.indexOf('\r\n');
    }
    const text = buffer.toString('latin1', 0, end);
    buffer = buffer.subarray(end + 2);
    return text;
  };

  try {
    for (;;) {
      const size = /^([0-9a-f]{1,8})(;.*)?$/i.exec(await line())?.[1];
      if (size === undefined) throw malformed();
      let left = parseInt(size, 16);
      if (left === 0) break;
      while (left > 0) {
        if (buffer.length === 0) await more();
        const part = buffer.subarray(0, left);
        buffer = buffer.subarray(part.length);
        left -= part.length;
        yield part;
      }
      if ((await line()) !== '') throw malformed();
    }
    for (let text = await line(); text !== ''; text = await line()) {
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
