import type { Readable } from 'node:stream';
import { jsonOf } from './answer-text';

/** Base64 of a large picture on one line. */
const MAX_LINE = 90 * 1024 * 1024;

/** The JSON in each `data:` of a stream of server-sent events; what is no JSON (`[DONE]`) is passed over. */
export async function* eventsOf(body: Readable): AsyncGenerator<unknown, void, undefined> {
  let rest = '';
  body.setEncoding('utf8');
  for await (const chunk of body as AsyncIterable<string>) {
    rest += chunk;
    if (rest.length > MAX_LINE) throw new Error('An event is longer than any picture.');
    const lines = rest.split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = dataIn(line);
      if (event !== null) yield event;
    }
  }
  const last = dataIn(rest);
  if (last !== null) yield last;
}

function dataIn(line: string): unknown {
  return line.startsWith('data:') ? jsonOf(Buffer.from(line.slice('data:'.length))) : null;
}
