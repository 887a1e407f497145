import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Store } from './storage';

let dir: string;
let store: Store;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flow-storage-'));
  store = await Store.open(dir, randomBytes);
  await store.commit({ op: 'create-bucket', bucket: 'b', created: 1 });
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true });
});

async function put(key: string, body: string): Promise<void> {
  const { file } = await store.write(key, (sink) => sink(Buffer.from(body)));
  const segments = [{ file, size: body.length }];
  const object = { key, segments, size: body.length, etag: body, modified: 1, headers: {} };
  await store.commit({ op: 'put', bucket: 'b', object });
}

async function read(key: string): Promise<string> {
  const object = store.bucket('b').objects.get(key);
  if (object === undefined) return 'none';
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(object, 0, object.size - 1)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function files(): Promise<string[]> {
  const entries = await readdir(join(dir, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function reopen(): Promise<void> {
  await store.close();
  store = await Store.open(dir, randomBytes);
}

describe('storage', () => {
  test('names files by hash alone, and keeps them for their owner', async () => {
    for (const key of ['../x', 'CON', 'a//b', '\0', '猫']) await put(key, key);
    for (const name of await files()) expect(name).toMatch(/^[0-9a-f]{64}-[0-9a-f]{16}$/);
    await reopen();
    expect(await read('../x')).toBe('../x');
    expect(await files()).toHaveLength(5);
  });

  test('leaves no file behind a write that fails', async () => {
    const failing = store.write('k', async (sink) => {
      await sink(Buffer.from('half'));
      throw new Error('The line went dead.');
    });
    await expect(failing).rejects.toThrow('The line went dead.');
    expect(await files()).toEqual([]);
  });

  test('drops the old file when a key is written again or deleted', async () => {
    await put('k', 'old');
    await put('k', 'new');
    expect([await read('k'), (await files()).length]).toEqual(['new', 1]);
    await store.commit({ op: 'delete', bucket: 'b', key: 'k' });
    expect([await read('k'), await files()]).toEqual(['none', []]);
  });

  test('lets a reader finish what was overwritten under it', async () => {
    await put('k', 'old');
    const object = store.bucket('b').objects.get('k');
    if (object === undefined) throw new Error('missing');
    const reading = store.read({ ...object, segments: object.segments }, 0, 2);
    const first = reading.next();
    await put('k', 'new');
    expect((await first).value?.toString()).toBe('old');
    expect(await files()).toHaveLength(2);
    await reading.return();
    expect(await files()).toHaveLength(1);
  });

  test('sweeps what no line names, and cuts off a torn line', async () => {
    await put('k', 'kept');
    await mkdir(join(dir, 'objects', 'ff'), { recursive: true });
    await writeFile(join(dir, 'objects', 'ff', 'orphan'), 'x');
    await appendFile(join(dir, 'log.jsonl'), '{"op":"delete","bucket":"b","ke');
    await reopen();
    expect([await read('k'), await files()]).toEqual(['kept', [expect.stringMatching(/^[0-9a-f]{64}/)]]);
    await put('next', 'line');
    await reopen();
    expect([await read('k'), await read('next')]).toEqual(['kept', 'line']);
  });

  test('shortens a log that says the same over and over', async () => {
    await put('k', 'kept');
    const line = `${JSON.stringify({ op: 'cors', bucket: 'b', rules: [] })}\n`;
    await appendFile(join(dir, 'log.jsonl'), line.repeat(2000));
    await reopen();
    const lines = (await readFile(join(dir, 'log.jsonl'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    await put('more', 'after');
    await reopen();
    expect([await read('k'), await read('more')]).toEqual(['kept', 'after']);
  });

  test('does what bears one name in turn, also after a failure', async () => {
    const order: number[] = [];
    const turns = [30, 1, 10].map((wait, index) =>
      store.exclusive('same', async () => {
        for (let i = 0; i < wait; i++) await Promise.resolve();
        order.push(index);
        if (index === 0) throw new Error('first');
      }),
    );
    await Promise.allSettled(turns);
    expect(order).toEqual([0, 1, 2]);
  });
});
