import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GUIDE_NAMES, readEnvText } from './import-env';

const ACCOUNT = '0123456789abcdef0123456789abcdef';
const KEY_ID = 'a1'.repeat(16);
const SECRET = 'b2'.repeat(32);
const GUIDE = [
  `R2_ACCESS_KEY_ID=${KEY_ID}`,
  `R2_SECRET_ACCESS_KEY=${SECRET}`,
  'R2_BUCKET_NAME=11flow-media',
  `R2_ENDPOINT_URL=https://${ACCOUNT}.r2.cloudflarestorage.com`,
  'R2_PUBLIC_DOMAIN=https://pub-123.r2.dev',
];
const WHOLE = {
  address: { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' },
  bucket: '11flow-media',
  publicBase: 'https://pub-123.r2.dev',
  accessKeyId: KEY_ID,
  secret: SECRET,
  recognized: [...GUIDE_NAMES],
  missing: [],
  warnings: [],
};

describe('the form of the text', () => {
  it.each<[string, string]>([
    ['as the guide has it', GUIDE.join('\n')],
    ['from Windows, with a byte order mark', `\ufeff${GUIDE.join('\r\n')}\r\n`],
    ['from an old Mac', GUIDE.join('\r')],
    [
      'with comments and blank lines',
      `# R2\n\n${GUIDE.map((line) => `${line}   # mine`).join('\n\n')}\n#R2_BUCKET_NAME=other`,
    ],
    ['for a shell', GUIDE.map((line) => `export ${line}`).join('\n')],
    ['for PowerShell', GUIDE.map((line) => `$env:${line.replace('=', ' = "')}"`).join('\n')],
    ['in double quotes', GUIDE.map((line) => `${line.replace('=', '="')}"`).join('\n')],
    ['in single quotes, with a comment', GUIDE.map((line) => `${line.replace('=', "='")}' # mine`).join('\n')],
    ['in the quotes of a word processor', GUIDE.map((line) => `${line.replace('=', '=“')}”`).join('\n')],
    ['with blanks around', GUIDE.map((line) => `  ${line.replace('=', ' = ')}  `).join('\n')],
    ['with blanks that cannot be seen', GUIDE.map((line) => `\u200b${line}\u00a0\u200b`).join('\n')],
    ['as JSON', `{\n${GUIDE.map((line) => `  "${line.replace('=', '": "')}",`).join('\n')}\n}`],
    ['as YAML', GUIDE.map((line) => `  - ${line.replace('=', ': ')}`).join('\n')],
    ['in small letters', GUIDE.map((line) => line.replace(/^[A-Z0-9_]+/, (name) => name.toLowerCase())).join('\n')],
    ['with other variables', `PORT=8000\n${GUIDE.join('\n')}\nR2_REGION=auto`],
    ['with an older value before it', `R2_BUCKET_NAME=old\n${GUIDE.join('\n')}`],
  ])('is read %s', (_, text) => {
    const read = readEnvText(text);
    expect({ ...read, recognized: [...read.recognized].sort() }).toEqual({
      ...WHOLE,
      recognized: [...GUIDE_NAMES].sort(),
    });
  });

  it('keeps the order they came in, and tells what is not there', () => {
    const read = readEnvText(`R2_BUCKET_NAME=media\nR2_ACCESS_KEY_ID=${KEY_ID}\nR2_SECRET_ACCESS_KEY=\n`);
    expect(read.recognized).toEqual(['R2_BUCKET_NAME', 'R2_ACCESS_KEY_ID']);
    expect(read.missing).toEqual(['R2_SECRET_ACCESS_KEY', 'R2_ENDPOINT_URL', 'R2_PUBLIC_DOMAIN']);
    expect(read).toMatchObject({ secret: null, address: null, publicBase: null });
  });

  it('leaves a # inside a value alone', () => {
    expect(readEnvText('R2_BUCKET_NAME=a#b').bucket).toBe('a#b');
    expect(readEnvText('R2_BUCKET_NAME="a # b').bucket).toBe('a # b');
  });
});

function withValues(changes: Readonly<Record<string, string>>): ReturnType<typeof readEnvText> {
  const values = Object.fromEntries(GUIDE.map((line) => line.split('=', 2) as [string, string]));
  const lines = Object.entries({ ...values, ...changes }).map(([name, value]) => `${name}=${value}`);
  return readEnvText(lines.join('\n'));
}

describe('the endpoint', () => {
  it('is freed of a bucket in front of it or behind it', () => {
    for (const endpoint of [
      `https://11flow-media.${ACCOUNT}.r2.cloudflarestorage.com`,
      `https://${ACCOUNT}.r2.cloudflarestorage.com/11flow-media`,
    ])
      expect(withValues({ R2_ENDPOINT_URL: endpoint })).toEqual({ ...WHOLE, warnings: ['bucket-in-endpoint'] });
  });

  it('gives the bucket where no variable does', () => {
    const endpoint = `https://found.${ACCOUNT}.eu.r2.cloudflarestorage.com`;
    expect(withValues({ R2_ENDPOINT_URL: endpoint, R2_BUCKET_NAME: '' })).toMatchObject({
      bucket: 'found',
      address: { jurisdiction: 'eu' },
      missing: ['R2_BUCKET_NAME'],
    });
  });

  it('is another store', () => {
    const read = withValues({ R2_ENDPOINT_URL: 'http://localhost:9000', R2_ACCESS_KEY_ID: 'minio' });
    expect(read).toMatchObject({
      address: { kind: 'endpoint', endpoint: 'http://localhost:9000' },
      accessKeyId: 'minio',
      warnings: [],
    });
  });

  it('is said not to be understood', () => {
    const read = withValues({ R2_ENDPOINT_URL: 'https://<account-id>.r2.cloudflarestorage.com' });
    expect(read).toMatchObject({ address: null, warnings: ['endpoint-not-understood'], missing: [] });
    expect(read.recognized).not.toContain('R2_ENDPOINT_URL');
  });
});

describe('the public domain', () => {
  it("is not the S3 API's host, as the guide had it", () => {
    const read = withValues({ R2_PUBLIC_DOMAIN: `https://11flow-media.${ACCOUNT}.r2.cloudflarestorage.com` });
    expect(read).toMatchObject({ publicBase: null, warnings: ['public-domain-is-s3-endpoint'] });
  });

  it.each([
    ['media.example.com', 'https://media.example.com'],
    ['https://media.example.com/', 'https://media.example.com'],
    ['http://media.example.com', null],
    ['none', null],
  ])('%s is %s', (value, base) => {
    expect(withValues({ R2_PUBLIC_DOMAIN: value }).publicBase).toBe(base);
  });
});

describe('the keys', () => {
  it('are put right when they were swapped', () => {
    expect(withValues({ R2_ACCESS_KEY_ID: SECRET, R2_SECRET_ACCESS_KEY: KEY_ID })).toEqual({
      ...WHOLE,
      warnings: ['key-id-and-secret-swapped'],
    });
  });

  it('are taken as they are, with a warning, when their shape is wrong', () => {
    const read = withValues({ R2_ACCESS_KEY_ID: 'your_key_here', R2_SECRET_ACCESS_KEY: KEY_ID });
    expect(read).toMatchObject({
      accessKeyId: 'your_key_here',
      secret: KEY_ID,
      warnings: ['key-id-shape', 'secret-shape'],
    });
  });
});

describe('any text', () => {
  it('is read without a throw, and nothing is made up', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...GUIDE_NAMES, ...GUIDE, '=', '"', "'", '\n', '\r\n', '#', 'export ', 'https://'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const read = readEnvText(text);
        for (const value of [read.accessKeyId, read.secret])
          if (value !== null) expect(text.replace(/[\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, '')).toContain(value);
        expect(new Set([...read.recognized, ...read.missing]).size).toBe(read.recognized.length + read.missing.length);
      }),
    );
  });

  it('that is enormous is read in a moment', () => {
    expect(readEnvText(`R2_BUCKET_NAME=${' '.repeat(100_000)}x${'#'.repeat(100_000)}`).bucket).toMatch(/^x/);
  });
});
