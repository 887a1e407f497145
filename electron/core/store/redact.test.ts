import { describe, expect, it } from 'vitest';
import { redact, withoutSecrets } from './redact';

const HEX = '0123456789abcdef'.repeat(4);

describe('a text without secrets', () => {
  it.each([
    [`secretAccessKey: "${HEX}"`, HEX],
    ['Authorization: Bearer abcdefghijkl', 'abcdefghijkl'],
    ['Authorization: Key 1b2c:3d4e', '3d4e'],
    ['with Bearer abcdefghijkl', 'abcdefghijkl'],
    ['with Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['with basic YWRtaW46MTIzNDU=', 'YWRtaW46MTIzNDU='],
    ['with Key 1b2c3d4e-0000:0123abcd', '0123abcd'],
    ['at ?X-Amz-Signature=0123abc&x=1', '0123abc'],
    ['api_key=sk-12345678', 'sk-12345678'],
    ['a key sk-proj-0123456789 of theirs', 'sk-proj-0123456789'],
    ['a token r8_0123456789abc of theirs', 'r8_0123456789abc'],
    ['cfat_0123456789 is refused', 'cfat_0123456789'],
    ['by http://me:pa55word@proxy.example.com:3128/', 'pa55word'],
    ['by http://:pa55word@proxy.example.com', 'pa55word'],
    ['passphrase: correct', 'correct'],
    [`the key id ${HEX.slice(0, 32)}`, HEX.slice(0, 32)],
  ])('%s', (text, secret) => {
    const hidden = withoutSecrets(`put failed ${text}\n    at put (main.js:1:2)`);
    expect(hidden).not.toContain(secret);
    expect(hidden).toMatch(/^put failed .*\n {4}at put \(main\.js:1:2\)$/);
  });

  it.each([
    'Basic authentication is wanted',
    'Key material must be there',
    'https://example.com:8080/a@b',
    'ECONNREFUSED 127.0.0.1:443',
    'Unexpected token < in JSON at position 0',
  ])('that holds none stays: %s', (text) => expect(withoutSecrets(text)).toBe(text));
});

it('of a server is one short line', () => {
  expect(redact(' a\n\tb\0c ')).toBe('a b c');
  expect(redact('x'.repeat(400))).toHaveLength(301);
});
