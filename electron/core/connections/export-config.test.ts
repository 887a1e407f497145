import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../store/failures.test-support';
import { Bench, draft, SECRET } from './connections.test-support';
import { exportText, GUIDE_NAMES, type Exported } from './export-config';
import { readPaste, type ReadPaste } from './paste/paste';
import { writePrivateFile } from './private-file';
import { CLIPBOARD_MS, SecretClipboard } from './secret-clipboard';

/** What the import makes of an exported text. */
function imported(text: string): Partial<ReadPaste> {
  return readPaste(text)[0] ?? {};
}

const R2: Exported = {
  address: { kind: 'r2', accountId: '0123456789abcdef0123456789abcdef', jurisdiction: 'eu' },
  bucket: 'media',
  publicBase: 'https://media.example.com/pictures',
  accessKeyId: 'a'.repeat(32),
  secret: SECRET,
};
const OTHER: Exported = {
  ...R2,
  address: { kind: 'endpoint', endpoint: 'https://s3.example.com', region: 'eu-central-1', style: 'virtual-hosted' },
};

describe('as .env', () => {
  it('has exactly the names of the guide, and comes back through the import', () => {
    const text = exportText('env', R2);
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => line.split('=')[0]),
    ).toEqual(GUIDE_NAMES);
    const { address, bucket, publicBase, accessKeyId, secret } = imported(text);
    expect({ address, bucket, publicBase, accessKeyId, secret }).toEqual(R2);
    expect(text).toContain('R2_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com\n');
  });

  it('leaves the public domain empty where there is none', () => {
    const text = exportText('env', { ...R2, publicBase: null });
    expect(text).toMatch(/^R2_PUBLIC_DOMAIN=$/m);
    expect(imported(text).publicBase).toBeNull();
  });

  it.each(['a/b+c==', `it's`, '#first'])('gives back the secret %j of another store', (secret) => {
    expect(imported(exportText('env', { ...OTHER, secret })).secret).toBe(secret);
  });

  it.each([
    ['with # sign', `'with # sign'`],
    ['$HOME`pwd`', "'$HOME`pwd`'"],
    [`it's "so"`, '`it\'s "so"`'],
    ["a'b c", `"a'b c"`],
  ])('quotes %j so that no reader takes it for something else', (secret, quoted) => {
    expect(exportText('env', { ...OTHER, secret })).toContain(`R2_SECRET_ACCESS_KEY=${quoted}\n`);
  });

  it.each([`'"\``, `it's $HOME`, 'two\nlines'])(
    'refuses %j, which readers would take for something else',
    async (secret) => {
      expect(await codeOf(() => exportText('env', { ...OTHER, secret }))).toBe('invalid-input');
    },
  );
});

it.each(['rclone', 'aws'] as const)('as %s it comes back through the import', (format) => {
  const { accessKeyId, secret, address } = imported(exportText(format, R2));
  expect({ accessKeyId, secret, address }).toEqual({
    accessKeyId: R2.accessKeyId,
    secret: SECRET,
    address: R2.address,
  });
});

it('as rclone.conf', () => {
  expect(exportText('rclone', R2)).toBe(`# rclone ls media:media
[media]
type = s3
provider = Cloudflare
access_key_id = ${R2.accessKeyId}
secret_access_key = ${SECRET}
endpoint = https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com
region = auto
no_check_bucket = true
`);
  expect(exportText('rclone', { ...OTHER, secret: '`quoted' })).toContain('secret_access_key = """`quoted"""\n');
  expect(exportText('rclone', OTHER)).toContain('provider = Other\n');
  expect(exportText('rclone', OTHER)).toContain('force_path_style = false\n');
});

it('as a profile of AWS tools', async () => {
  expect(exportText('aws', R2)).toBe(`# aws s3 ls s3://media --profile media
[media]
aws_access_key_id = ${R2.accessKeyId}
aws_secret_access_key = ${SECRET}
region = auto
endpoint_url = https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com
request_checksum_calculation = when_required
response_checksum_validation = when_required
`);
  expect(exportText('aws', OTHER)).toContain('s3 =\n  addressing_style = virtual\n');
  expect(await codeOf(() => exportText('aws', { ...OTHER, secret: '#comment' }))).toBe('invalid-input');
});

it('a connection is exported with its own secret; the sandbox and one whose secret is not there are not', async () => {
  const bench = new Bench();
  const connections = bench.open();
  const { id } = await connections.save({ draft: draft(), replaces: null });
  expect(await connections.exportText(id, 'env')).toContain(`R2_SECRET_ACCESS_KEY=${SECRET}\n`);
  const sandbox = await connections.openSandbox();
  expect(await codeOf(() => connections.exportText(sandbox.id, 'env'))).toBe('no-connection');
  bench.vault.key = 'k2';
  expect(await codeOf(() => bench.open().exportText(id, 'env'))).toBe('secrets-unreadable');
});

it('a file is for this user alone, also in place of one that was open to all, and a fault leaves nothing behind', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'flow-media-export-'));
  const file = path.join(folder, '.env');
  await writeFile(file, 'OLD=1\n', { mode: 0o644 });
  await writePrivateFile(file, 'NEW=1\n');
  expect(await readFile(file, 'utf8')).toBe('NEW=1\n');
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await codeOf(() => writePrivateFile(path.join(folder, 'no', '.env'), 'x'))).toBe('folder-unwritable');
  expect(await readdir(folder)).toEqual(['.env']);
});

describe('the clipboard', () => {
  function bench(): {
    readonly holder: { text: string };
    readonly waits: { readonly ms: number; readonly run: () => void }[];
    readonly secrets: SecretClipboard;
  } {
    const holder = { text: '' };
    const waits: { readonly ms: number; readonly run: () => void }[] = [];
    const clipboard = {
      read: async () => holder.text,
      write: async (text: string) => {
        holder.text = text;
      },
      clear: async () => {
        holder.text = '';
      },
    };
    const after = (ms: number, run: () => void): (() => void) => {
      const wait = { ms, run };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), 1);
    };
    const report = (error: unknown): void => {
      throw error;
    };
    return { holder, waits, secrets: new SecretClipboard(clipboard, after, report) };
  }

  it('is emptied after a minute', async () => {
    const { holder, waits, secrets } = bench();
    await secrets.copy('secret one');
    await secrets.copy('secret two');
    expect(waits.map(({ ms }) => ms)).toEqual([CLIPBOARD_MS]);
    await secrets.clear();
    expect(holder.text).toBe('');
    expect(waits).toEqual([]);
  });

  it('keeps what was copied since', async () => {
    const { holder, secrets } = bench();
    await secrets.copy('secret');
    holder.text = 'a shopping list';
    await secrets.clear();
    expect(holder.text).toBe('a shopping list');
  });
});
