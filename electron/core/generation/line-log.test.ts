import { appendFile, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { LineLog, type LogFormat } from './line-log';

// The system that allows least.
vi.mock('node:fs/promises', async (original) => {
  const { filesOfWindows } = await import('../windows-files.test-support');
  return filesOfWindows(await original());
});

const FORMAT: LogFormat<{ n: number }> = { name: 'test', version: 1, schema: z.object({ n: z.number() }) };
const LINE_END = 0x0a;
let folder: string;
let file: string;
let aside: string[];

beforeEach(async () => {
  aside = [];
  folder = await mkdtemp(path.join(tmpdir(), 'flow-log-'));
  file = path.join(folder, 'log.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

async function entries(): Promise<readonly { n: number }[]> {
  const opened = await LineLog.open(file, FORMAT, (copy) => aside.push(path.basename(copy)));
  await opened.log.close();
  return opened.entries;
}

async function write(...numbers: number[]): Promise<void> {
  const { log } = await LineLog.open(file, FORMAT, (copy) => aside.push(path.basename(copy)));
  await Promise.all(numbers.map((n) => log.append({ n })));
  await log.close();
}

test('keeps what was added, in order, over restarts', async () => {
  await write(1, 2, 3);
  await write(4);
  expect(await entries()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
});

test('what is over is replaced, in turn with what is appended', async () => {
  const { log } = await LineLog.open(file, FORMAT, (copy) => aside.push(path.basename(copy)));
  await Promise.all([log.append({ n: 1 }), log.append({ n: 2 }), log.replace([{ n: 2 }]), log.append({ n: 3 })]);
  await log.close();
  expect(await entries()).toEqual([{ n: 2 }, { n: 3 }]);
  expect(await readdir(folder)).toEqual(['log.ndjson']);
});

test('where nothing can take its place, it stays as it was and goes on', async () => {
  const { log } = await LineLog.open(file, FORMAT, (copy) => aside.push(path.basename(copy)));
  await log.append({ n: 1 });
  const reader = await open(file, 'r');
  await expect(log.replace([])).rejects.toThrow('folder-unwritable');
  await reader.close();
  await log.append({ n: 2 });
  await log.close();
  expect(await entries()).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a full disk leaves nothing of what it did not take whole, and what is added later does not stick to that', async () => {
  const { log } = await LineLog.open(file, FORMAT, (copy) => aside.push(path.basename(copy)));
  const handle = await open(file, 'r');
  const appendFile = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, 'appendFile');
  await handle.close();
  await log.append({ n: 1 });
  appendFile.mockImplementationOnce(async function (this: typeof handle, data) {
    await this.write(String(data).slice(0, -4));
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  });
  await expect(log.append({ n: 2 })).rejects.toThrow('disk-full');
  await log.append({ n: 3 });
  await log.close();
  expect(await entries()).toEqual([{ n: 1 }, { n: 3 }]);
  expect(aside).toEqual([]);
});

test('a line torn by a power cut is left out, and the next one does not stick to it', async () => {
  await write(1, 2);
  await appendFile(file, '{"n":3');
  await write(4);
  expect(await entries()).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }]);
});

test('every torn length of the file can be read and written on', async () => {
  await write(1, 22, 333);
  const whole = await readFile(file);
  for (let length = 0; length < whole.length; length++) {
    await rm(folder, { recursive: true });
    folder = await mkdtemp(path.join(tmpdir(), 'flow-log-'));
    file = path.join(folder, 'log.ndjson');
    await writeFile(file, whole.subarray(0, length));
    await write(9);
    expect((await entries()).at(-1)).toEqual({ n: 9 });
  }
});

test('a damaged line costs only itself, and the file as it was is kept', async () => {
  await write(1);
  await appendFile(file, 'rubbish\n{"n":"two"}\n');
  await write(3);
  expect(await entries()).toEqual([{ n: 1 }, { n: 3 }]);
  // Told of once: it goes on without them.
  expect(aside).toEqual(['log.ndjson.aside-1']);
  expect(await readFile(`${file}.aside-1`, 'utf8')).toContain('rubbish');
});

test('a damaged first line costs nothing', async () => {
  await write(1, 2);
  const damaged = await readFile(file);
  damaged[3] = 0xff;
  await writeFile(file, damaged);
  expect(await entries()).toEqual([{ n: 1 }, { n: 2 }]);
  await write(3);
  expect(await entries()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect(aside).toEqual(['log.ndjson.aside-1']);
});

test('what is no line at all is put aside', async () => {
  await writeFile(file, 'something else');
  expect(await entries()).toEqual([]);
  expect(await readFile(`${file}.aside-1`, 'utf8')).toBe('something else');
});

test('whatever byte is damaged, all other entries are read, and what is added later too', async () => {
  await write(1, 22, 333);
  const whole = await readFile(file);
  const headerBytes = whole.indexOf('\n') + 1;
  for (let at = headerBytes; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at] = 0xff;
    await writeFile(file, damaged);
    await write(9);
    const left = (await entries()).map(({ n }) => n);
    expect(left.at(-1)).toBe(9);
    // A line end that is gone costs the two lines that it parted.
    expect(left.length).toBeGreaterThanOrEqual(whole[at] === LINE_END ? 2 : 3);
  }
});

test('a file of a later version, or of another kind, is put aside whole', async () => {
  await writeFile(file, '{"format":"test","version":2}\n{"n":1}\n');
  expect(await entries()).toEqual([]);
  await writeFile(file, 'something else\n');
  expect(await entries()).toEqual([]);
  expect((await readdir(folder)).sort()).toEqual(['log.ndjson', 'log.ndjson.aside-1', 'log.ndjson.aside-2']);
  expect(await readFile(`${file}.aside-1`, 'utf8')).toContain('"version":2');
});

test('of a file that is never added to a torn end is damage: what is left of it is kept, and told of', async () => {
  await write(1, 2);
  const torn = (await readFile(file)).subarray(0, -3);
  await writeFile(file, torn);
  const { log, entries: left } = await LineLog.open(file, { ...FORMAT, isWhole: true }, (copy) =>
    aside.push(path.basename(copy)),
  );
  await log.close();
  expect(left).toEqual([{ n: 1 }]);
  expect(aside).toEqual(['log.ndjson.aside-1']);
  expect(await readFile(`${file}.aside-1`)).toEqual(torn);
});
