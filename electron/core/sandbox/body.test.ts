import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeChunked } from './body';

function encode(chunks: readonly Uint8Array[], trailers: string): Buffer {
  const framed = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...framed, Buffer.from(`0\r\n${trailers}\r\n`)]);
}

async function* cut(data: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const size of sizes) {
    yield data.subarray(at, at + size);
    at += size;
  }
  yield data.subarray(at);
}

async function decode(source: AsyncIterable<Buffer>) {
  const parts: Buffer[] = [];
  for await (const part of decodeChunked(source)) parts.push(part);
  return Buffer.concat(parts);
}

describe('aws-chunked', () => {
  test('gives back what was framed, wherever the network cut it', async () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 });
    const size = fc.integer({ min: 1, max: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk), fc.array(size), async (chunks, sizes) => {
        const decoded = await decode(cut(encode(chunks, 'X-Sum: abc=\r\n'), sizes));
        expect(decoded).toEqual(Buffer.concat(chunks));
      }),
    );
  });

  test('refuses a line that never ends before it fills the memory', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        given += 4096;
        yield Buffer.alloc(4096, '0');
      }
    }
    await expect(decode(endless())).rejects.toMatchObject({ code: 'IncompleteBody' });
    expect(given).toBeLessThan(64 * 1024);
  });

  test.each(['-1\r\n', '1g\r\nx\r\n', '\r\n', '1\r\nxy\r\n', '123456789\r\n'])('refuses %j', async (text) => {
    await expect(decode(cut(Buffer.from(text), []))).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
