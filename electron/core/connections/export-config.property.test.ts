import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportText, type Exported } from './export-config';
import { readPaste } from './paste/paste';

const word = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength, maxLength });
const HEX = '0123456789abcdef';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const connections: fc.Arbitrary<Exported> = fc.record({
  address: fc.record({
    kind: fc.constant('r2' as const),
    accountId: word(HEX, 32, 32),
    jurisdiction: fc.constantFrom('default', 'eu', 'fedramp'),
  }),
  bucket: fc
    .tuple(word(LETTERS, 1, 1), word(`${LETTERS}0123456789-`, 1, 40), word(LETTERS, 1, 1))
    .map((all) => all.join('')),
  publicBase: fc.option(word(LETTERS, 1, 20).map((name) => `https://${name}.example.com`)),
  accessKeyId: word(HEX, 32, 32),
  // R2's are hexadecimal; other stores' have the letters of base64.
  secret: fc.oneof(word(HEX, 64, 64), word(`${LETTERS}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/`, 40, 40)),
});

/** What people's own `.env` files have around the values, none of which means anything. */
const layouts = fc.record({
  end: fc.constantFrom('\n', '\r\n'),
  begin: fc.constantFrom('', 'export ', '  ', '\ufeff'),
  quote: fc.constantFrom('', '"', "'"),
  gap: fc.constantFrom('', ' '),
  between: fc.constantFrom('', '# R2_BUCKET_NAME=other', '; secret=no', 'PORT=3000', 'NODE_ENV="production"'),
});

describe('a .env file', () => {
  it('says the same whatever way its lines are written', () => {
    fc.assert(
      fc.property(connections, layouts, (connection, { end, begin, quote, gap, between }) => {
        const lines = exportText('env', connection)
          .trimEnd()
          .split('\n')
          .map((line) => line.replace(/^(\w+)=(.*)$/, `${begin}$1${gap}=${gap}${quote}$2${quote}`));
        expectRead(lines.join(`${end}${between}${end}`), connection);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['env', 'rclone', 'aws'] as const)('that the app wrote comes back as it went: %s', (format) => {
    fc.assert(
      fc.property(connections, (connection) => {
        const { accessKeyId, secret, address } = connection;
        expect(readPaste(exportText(format, connection))).toEqual([
          expect.objectContaining({ accessKeyId, secret, address }),
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

function expectRead(text: string, { address, bucket, publicBase, accessKeyId, secret }: Exported): void {
  expect(readPaste(text)).toEqual([expect.objectContaining({ address, bucket, publicBase, accessKeyId, secret })]);
}
