import { appendFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Store } from './store';
import { identityOf } from './tables';

let dir: string;
let store: Store;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flow-storage-'));
  store = await Store.open(dir);
  await store.commit(['buckets', 'b', { created: 1 }]);
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true });
});

async function* bytes(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function put(key: string, body: string): Promise<void> {
  const file = randomBytes(8).toString('hex');
  await store.write(file, bytes(body));
  const size = Buffer.byteLength(body);
  const segments = [{ file, size }];
  const object = { key, segments, size, etag: body, modified: 1, headers: {} };
  await store.commit(['objects', identityOf('b', key), object]);
}

async function read(key: string): Promise<string> {
  const object = store.tables.objects.get(identityOf('b', key));
  if (object === undefined) return 'none';
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(object.segments, 0, object.size - 1)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function files(): Promise<string[]> {
  const entries = await readdir(join(dir, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function reopen(): Promise<void> {
  await store.close();
  store = await Store.open(dir);
}

describe('storage', () => {
  test('keeps files for their owner', async () => {
    await put('k', 'kept');
    const [file = ''] = await files();
    expect((await stat(join(dir, 'objects', file))).mode & 0o777).toBe(0o600);
  });

  test('drops the old file when a key is written again or deleted', async () => {
    await put('k', 'old');
    await put('k', 'new');
    expect([await read('k'), (await files()).length]).toEqual(['new', 1]);
    await store.commit(['objects', identityOf('b', 'k'), null]);
    expect([await read('k'), await files()]).toEqual(['none', []]);
  });

  test('lets a reader finish what was overwritten under it', async () => {
    await put('k', 'old');
    const object = store.tables.objects.get(identityOf('b', 'k'));
    if (object === undefined) throw new Error('missing');
    const reading = store.read(object.segments, 0, 2);
    const first = reading.next();
    await put('k', 'new');
    expect((await first).value?.toString()).toBe('old');
    expect(await files()).toHaveLength(2);
    await reading.return();
    expect(await files()).toHaveLength(1);
  });

  test('sweeps what no line names, and passes over a torn line', async () => {
    await put('k', 'kept');
    await writeFile(join(dir, 'objects', 'orphan'), 'x');
    await appendFile(join(dir, 'state.jsonl'), '\n[["objects","b/k",nul');
    await reopen();
    expect([await read('k'), await files()]).toEqual(['kept', [expect.stringMatching(/^[0-9a-f]{16}$/)]]);
    await put('next', 'line');
    await reopen();
    expect([await read('k'), await read('next')]).toEqual(['kept', 'line']);
  });

  test('makes the changes of one commit all or none, and keeps the files that go over', async () => {
    await store.write('part', bytes('whole'));
    const content = { segments: [{ file: 'part', size: 5 }], size: 5, etag: 'e', modified: 1 };
    await store.commit(['parts', 'id/00001', { ...content, number: 1 }]);
    const object = { ...content, key: 'k', headers: {} };
    await store.commit(['objects', identityOf('b', 'k'), object], ['parts', 'id/00001', null]);
    await reopen();
    expect([await read('k'), [...store.tables.parts.within('')]]).toEqual(['whole', []]);
  });

  test('is one object for each NFC form, listed in the order of UTF-8 bytes under the form last written', async () => {
    for (const key of ['\u00e9', '😀', '\uffff', 'e\u0301', 'f', 'z\0']) await put(key, key);
    const listed = () => Array.from(store.tables.objects.within(''), ([, { key }]) => key);
    expect(listed()).toEqual(['e\u0301', 'f', 'z\0', '\uffff', '😀']);
    await reopen();
    expect(listed()).toEqual(['e\u0301', 'f', 'z\0', '\uffff', '😀']);
    expect(await read('\u00e9')).toBe('e\u0301');
  });
});
