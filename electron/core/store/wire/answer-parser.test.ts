import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerParser } from './answer-parser';

interface Read {
  status: number | null;
  headers: Readonly<Record<string, string>>;
  body: string;
  ended: boolean;
  reusable: boolean;
}

/** Reads an answer whose bytes come in pieces of these lengths, and then the end of the connection if so told. */
function read(text: string, lengths: readonly number[], { method = 'GET', closes = false } = {}): Read {
  const result: Read = { status: null, headers: {}, body: '', ended: false, reusable: false };
  const parser = new AnswerParser(method, {
    head: ({ status, headers }) => Object.assign(result, { status, headers }),
    body: (bytes) => (result.body += bytes.toString('latin1')),
    end: () => (result.ended = true),
  });
  let rest = Buffer.from(text, 'latin1');
  for (const length of lengths) {
    parser.feed(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  parser.feed(rest);
  if (closes) parser.close();
  return { ...result, reusable: parser.reusable };
}

const OK = 'HTTP/1.1 200 OK\r\nETag: "e"\r\n';
const pieces = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 });

describe('an answer', () => {
  it.each([
    ['with a length', `${OK}Content-Length: 5\r\n\r\nhello`],
    ['in chunks', `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n`],
    ['after a 100', `HTTP/1.1 100 Continue\r\n\r\n${OK}Content-Length: 5\r\n\r\nhello`],
  ])('%s is the same in whatever pieces it comes', (_, text) => {
    fc.assert(
      fc.property(pieces, (lengths) => {
        expect(read(text, lengths)).toMatchObject({ status: 200, body: 'hello', ended: true, reusable: true });
      }),
    );
    expect(read(text, []).headers['etag']).toBe('"e"');
  });

  it('without a length ends with its connection', () => {
    expect(read(`${OK}\r\nhello`, [3], { closes: true })).toMatchObject({
      body: 'hello',
      ended: true,
      reusable: false,
    });
  });

  it('to HEAD has no body, whatever length it tells', () => {
    expect(read(`${OK}Content-Length: 9\r\n\r\n`, [], { method: 'HEAD' })).toMatchObject({
      ended: true,
      reusable: true,
    });
  });

  it('leaves a connection that is to be closed, or that says more than was asked, to nobody', () => {
    expect(read(`${OK}Connection: close\r\nContent-Length: 0\r\n\r\n`, []).reusable).toBe(false);
    expect(read(`${OK}Content-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n`, []).reusable).toBe(false);
  });

  it('that ends early is a lost connection', () => {
    for (const text of [
      '',
      'HTTP/1.1 2',
      `${OK}Content-Length: 9\r\n\r\nhello`,
      `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhe`,
    ]) {
      expect(() => read(text, [], { closes: true })).toThrow(expect.objectContaining({ code: 'ECONNRESET' }));
    }
  });

  it.each([
    'SSH-2.0-OpenSSH_9.2\r\n',
    'HTTP/1.1 OK\r\n\r\n',
    `${OK}no colon\r\n\r\n`,
    `${OK}Content-Length: -1\r\n\r\n`,
    `${OK}Transfer-Encoding: gzip\r\n\r\n`,
    `${OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`,
    `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`,
  ])('is told from what is none: %j', (text) => {
    expect(() => read(text, [])).toThrow(expect.objectContaining({ code: 'HPE_INVALID_CONSTANT' }));
  });

  it.each([
    ['of heads that promise another', '', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['of lines behind its body', `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n`, 'x: y\r\n'],
  ])('without an end %s is none', (_, begin, on) => {
    const parser = new AnswerParser('GET', { head: () => undefined, body: () => undefined, end: () => undefined });
    parser.feed(Buffer.from(begin));
    expect(() => {
      for (let n = 0; n < 100_000; n += 1) parser.feed(Buffer.from(on));
    }).toThrow('no HTTP');
  });
});
