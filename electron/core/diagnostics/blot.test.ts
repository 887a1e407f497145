import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blotted } from './blot';

const AT = '2026-11-29T10:00:00.000Z ERROR ';
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

describe('a log that is shown to strangers', () => {
  it('keeps what happened, when, and where in our own files', () => {
    const log = [
      '2026-11-29T10:00:00.000Z INFO The page is gone: killed, exit code 9.',
      `${AT}library: Error: The index was begun again (damaged): database disk image is malformed`,
      '    at IndexClient.#over (file:///opt/Flow Media/resources/app.asar/dist/main/main.js:123:45)',
      '    at node:internal/process/task_queues:95:5',
    ].join('\n');
    expect(blotted(log)).toBe(
      [
        '2026-11-29T10:00:00.000Z INFO The page is gone: killed, exit code 9.',
        `${AT}library: Error: The index was begun again (damaged): database disk image is malformed`,
        '    at IndexClient.#over (main/main.js:123:45)',
        '    at node:internal/process/task_queues:95:5',
      ].join('\n'),
    );
    expect(blotted('    at async start (/opt/flow/dist/main/main.js:123:45)')).toBe(
      '    at async start (main/main.js:123:45)',
    );
  });

  it.each([
    ['passphrase: correct horse battery staple', 'correct horse'],
    ['{"passphrase":"correct horse battery staple"}', 'correct horse'],
    ['Error: cannot unlock with "correct horse battery staple"', 'correct horse'],
    ["ENOENT: no such file or directory, open '/home/mila/my film.mp4'", 'mila'],
    ['ENOENT open /home/mila/my own film.mp4', 'film'],
    ['open C:\\Users\\mila\\film.mp4', 'mila'],
    ['GET https://b.acc.r2.cloudflarestorage.com/k?X-Amz-Signature=0123', 'acc'],
    ['signature=abc', 'abc'],
    ['Authorization: AWS4-HMAC-SHA256 Credential=AK/x, Signature=ff', 'ff'],
    ['Bearer abc', 'abc'],
    ['sent to mila@example.com', 'mila'],
    ['X-Amz-Credential%3DAK%2F20261129', 'AK%2F'],
    ['key sk-1234abcd refused', '1234abcd'],
    ['    at secret0123456789abcdef (/x/dist/main.js:1:1)', 'secret0123456789'],
  ])('hides it: %s', (line, secret) => {
    expect(blotted(line)).not.toContain(secret);
    expect(blotted(`${AT}somewhere: ${line}`)).not.toContain(secret);
  });

  it('hides every secret of the kinds there are, wherever it stands', () => {
    const of = (alphabet: string, length: number) =>
      fc
        .array(fc.constantFrom(...alphabet.split('')), { minLength: length, maxLength: length })
        .map((all) => all.join(''))
        .filter((text) => /\d/.test(text) && /[a-z]/i.test(text));
    const secret = fc.oneof(
      of('0123456789abcdef', 64),
      of('0123456789abcdef', 32),
      of(`${letters}-_`, 40),
      of(`${letters}+/`, 40),
      of(letters, 20),
      of(letters, 30).map((text) => `cfut_${text}`),
      of(letters, 12).map((text) => `sk-${text}`),
    );
    const around = fc.tuple(
      fc.constantFrom(
        '',
        'put failed ',
        'Error: ',
        '(',
        'key=',
        '{"a":"',
        '…',
        '密钥',
        'x: ',
        '\t',
        '/',
        '?a=',
        '<Key>',
      ),
      fc.constantFrom('', ' refused', ')', '"}', '&b=1', '\nnext', '。', '</Key>', '/more', ':1:2)'),
    );
    fc.assert(
      fc.property(secret, around, (hidden, [before, after]) => {
        expect(blotted(`${AT}where: ${before}${hidden}${after}`)).not.toContain(hidden);
        expect(blotted(`    at ${before}${hidden}${after}`)).not.toContain(hidden);
      }),
      { numRuns: 2000 },
    );
  });

  it('comes to an end with any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 3000, unit: 'binary' }), (text) => typeof blotted(text) === 'string'));
    for (const text of ['a'.repeat(100_000), '/ '.repeat(50_000), `${'"'.repeat(99_999)}x`, '1a'.repeat(50_000)])
      expect(blotted(text).length).toBeLessThan(10_000);
  });
});
