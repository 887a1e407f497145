import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { eventsOf } from './server-events';

async function eventsIn(text: string, bytesAPiece: number): Promise<readonly unknown[]> {
  const bytes = Buffer.from(text);
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += bytesAPiece) yield bytes.subarray(at, at + bytesAPiece);
  };
  const found: unknown[] = [];
  for await (const event of eventsOf(Readable.from(pieces(), { objectMode: false }))) found.push(event);
  return found;
}

test('the same events come out of it, wherever the line was cut', async () => {
  const text = 'event: a\r\ndata: {"n": "é"}\r\n\r\ndata: [DONE]\n\ndata:{"n":2}\r\rdata: {"n":3}';
  for (let bytes = 1; bytes <= text.length; bytes += 1) {
    expect(await eventsIn(text, bytes)).toEqual([{ n: 'é' }, { n: 2 }, { n: 3 }]);
  }
});

test('a picture of many megabytes takes no longer for coming in many pieces', async () => {
  const picture = 'A'.repeat(16 * 1024 * 1024);
  expect(await eventsIn(`data: {"b64_json":"${picture}"}\n\n`, 8192)).toEqual([{ b64_json: picture }]);
});
