import fc from 'fast-check';
import { expect, it } from 'vitest';
import { damaged } from '../../../../tests/support/fuzz/damages';
import { AnswerParser } from './answer-parser';

const HEAD = 'HTTP/1.1 200 OK\r\nETag: "e"\r\n';
const ANSWERS = [
  `${HEAD}Content-Length: 5\r\n\r\nhello`,
  `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n`,
  `HTTP/1.1 100 Continue\r\n\r\n${HEAD}\r\nhello`,
  `HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 12\r\n\r\n<Error></Er>`,
] as const;
/** Pieces that matter to the parser, put together at random: closer to an answer than bytes are. */
const PIECES = [
  'HTTP/1.1 200 OK',
  'HTTP/1.1 204 ',
  'HTTP/1.0 999',
  'HTTP/2 200',
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  ':',
  ' ',
  'Content-Length: 3',
  'Content-Length: -1',
  'content-length: 9999999999999999999',
  '__proto__: x',
  'ETag',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  '3\r\nabc',
  '0\r\n',
  'fffffffffffff\r\n',
  '-1',
] as const;

const bytes = fc.oneof(
  fc.constantFrom(...ANSWERS).chain((text) => damaged(Buffer.from(text, 'latin1'))),
  fc.array(fc.constantFrom<string>(...PIECES), { maxLength: 15 }).map((all) => Buffer.from(all.join(''), 'latin1')),
  fc.uint8Array({ maxLength: 100 }).map((all) => Buffer.from(all)),
);
const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 30 });

/** All that can be known of what was read, and the code of what was thrown. */
function read(answer: Buffer, lengths: readonly number[]): unknown {
  const told = { heads: [] as unknown[], body: '', ends: 0, reusable: false, thrown: null as unknown };
  const parser = new AnswerParser('GET', {
    head: (head) => told.heads.push(head),
    body: (piece) => (told.body += piece.toString('latin1')),
    end: () => (told.ends += 1),
  });
  try {
    let rest = answer;
    for (const length of lengths) {
      parser.feed(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    parser.feed(rest);
    told.reusable = parser.reusable;
    parser.close();
  } catch (error) {
    told.thrown = (error as { readonly code?: string }).code ?? error;
  }
  return told;
}

it('any bytes are an answer, no HTTP, or one that ends early, in whatever pieces they come', () => {
  fc.assert(
    fc.property(bytes, cuts, (answer, lengths) => {
      const told = read(answer, []);
      expect(told).toMatchObject({ thrown: expect.toSatisfy(isExpected) });
      expect(read(answer, lengths)).toEqual(told);
    }),
    { numRuns: 3000 },
  );
});

function isExpected(thrown: unknown): boolean {
  return thrown === null || thrown === 'HPE_INVALID_CONSTANT' || thrown === 'ECONNRESET';
}
