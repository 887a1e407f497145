import type { Readable } from 'node:stream';
import { jsonOf } from './answer-text';

/** Base64 of a large picture on one line. */
const MAX_LINE = 90 * 1024 * 1024;

/** The JSON in each `data:` of a stream of server-sent events; what is no JSON (`[DONE]`) is passed over. */
export async function* eventsOf(body: Readable): AsyncGenerator<unknown, void, undefined> {
  // The line that is coming, in pieces: looked through again with each piece, a large picture would hold up the whole process.
  let pieces: string[] = [];
  let length = 0;
  body.setEncoding('utf8');
  for await (const chunk of body as AsyncIterable<string>) {
    const lines = chunk.split(/\r\n|\n|\r/);
    const begun = lines.pop() ?? '';
    for (const line of lines) {
      const event = dataIn(pieces.join('') + line);
      pieces = [];
      length = 0;
      if (event !== null) yield event;
    }
    pieces.push(begun);
    length += begun.length;
    if (length > MAX_LINE) throw new Error('An event is longer than any picture.');
  }
  const last = dataIn(pieces.join(''));
  if (last !== null) yield last;
}

function dataIn(line: string): unknown {
  return line.startsWith('data:') ? jsonOf(Buffer.from(line.slice('data:'.length))) : null;
}
