import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import type { GenerationInput, GenerationStateSlice, GenerationTask } from '../../../shared/generation';
import { assetIdOf } from '../library/asset-id';
import { startLoopback } from '../store/loopback.test-support';
import { createGeneration } from './create-generation';
import type { Generation } from './generation';
import { FakeUploads, memoryConfig, memoryKeys } from './generation.test-support';

const NOVEMBER = new Date(2026, 10, 3).getTime();
const DONE = { kind: 'done', finishedAt: NOVEMBER, verified: 'md5' } as const;
const INPUT: GenerationInput = {
  connectionId: 'c1',
  provider: 'sketch',
  model: 'sketch-1',
  prompt: 'Violet dunes',
  size: { width: 512, height: 512 },
  style: 'Dunes',
  seed: 5,
  count: 1,
};

let root: string;
let uploads: FakeUploads;
let keys = memoryKeys();
let config = memoryConfig();
let started: Generation[];
let published: GenerationStateSlice[];
let ids: number;
const reported: unknown[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'flow-generation-'));
  uploads = new FakeUploads();
  keys = memoryKeys();
  config = memoryConfig();
  started = [];
  published = [];
  ids = 0;
});
afterEach(async () => {
  for (const generation of started) await generation.stop();
  await rm(root, { recursive: true });
  expect(reported.splice(0)).toEqual([]);
});

/** A start of the app on the same folder; the one before it may have been left as a kill leaves it. */
async function launch(): Promise<Generation> {
  const generation = createGeneration({
    root,
    uploads,
    keys,
    configStorage: config,
    publish: (slice) => published.push(slice),
    assetIdOf,
    now: () => NOVEMBER,
    random: () => 0.5,
    randomId: () => `id${ids++}`,
    report: (error) => reported.push(error),
  });
  started.push(generation);
  await generation.start();
  return generation;
}

/** Ends a generation as a kill would: nothing more of it reaches the disk that the next one reads. */
async function kill(generation: Generation): Promise<void> {
  started = started.filter((one) => one !== generation);
  const before = await journal();
  await generation.stop();
  await writeFile(path.join(root, 'tasks.ndjson'), before);
}

function journal(): Promise<string> {
  return readFile(path.join(root, 'tasks.ndjson'), 'utf8');
}

function only(generation: Generation): GenerationTask {
  const [task] = generation.slice().tasks;
  if (task === undefined) throw new Error('There is no task.');
  return task;
}

async function reach(generation: Generation, kind: GenerationTask['state']['kind']): Promise<GenerationTask> {
  await vi.waitFor(() => expect(only(generation).state.kind).toBe(kind), { timeout: 20_000, interval: 5 });
  return only(generation);
}

async function outboxFiles(): Promise<string[]> {
  return readdir(path.join(root, 'outbox'));
}

test('from a prompt to the bucket: journal, outbox, upload, done; the facts stay', async () => {
  const generation = await launch();
  const [task] = await generation.startTasks(INPUT);
  expect(task).toMatchObject({ key: 'generated/2026/11/violet-dunes-5.png', name: 'violet-dunes-5.png' });
  expect(await journal()).toContain('"queued"');
  const uploading = await reach(generation, 'uploading');
  const file = generation.taskFile(uploading.id);
  expect(decode(await readFile(file ?? '')).width).toBe(512);
  expect(uploads.items).toMatchObject([{ key: task?.key, localPath: file, contentType: 'image/png' }]);
  uploads.become('transfer-0', DONE);
  await rm(file ?? '');
  expect((await reach(generation, 'done')).state).toEqual({ kind: 'done', finishedAt: NOVEMBER });
  expect(generation.taskFile(uploading.id)).toBeNull();
  await generation.forget([uploading.id]);
  expect(generation.slice().tasks).toEqual([]);
  expect(generation.factsOf('c1', uploading.key)).toMatchObject({ prompt: 'Violet dunes', seed: 5 });
  await kill(generation);
  expect((await launch()).factsOf('c1', uploading.key)).toMatchObject({ provider: 'sketch', model: 'sketch-1' });
});

test('several at once: a seed each, counted up from a given one; keys never meet', async () => {
  const generation = await launch();
  const first = await generation.startTasks({ ...INPUT, count: 3 });
  expect(first.map((task) => task.facts.seed)).toEqual([5, 6, 7]);
  expect(new Set(first.map((task) => task.batchId)).size).toBe(1);
  const [again] = await generation.startTasks({ ...INPUT, style: 'Paper' });
  expect(again?.key).toBe('generated/2026/11/violet-dunes-5-2.png');
  const [random] = await generation.startTasks({ ...INPUT, seed: null });
  expect(random?.facts.seed).toBe(2 ** 31);
});

test('refuses what the model cannot do, before anything is written', async () => {
  const generation = await launch();
  const wrong: Partial<GenerationInput>[] = [
    { size: { width: 100, height: 100 } },
    { style: 'Watercolour' },
    { model: 'sketch-9' },
    { prompt: '   ' },
    { count: 99 },
    { provider: 'openai', model: 'gpt-image-1' },
  ];
  for (const change of wrong) {
    await expect(generation.startTasks({ ...INPUT, ...change })).rejects.toBeInstanceOf(FailureError);
  }
  expect(generation.slice().tasks).toEqual([]);
});

test('a queue that takes another key: task and facts follow it', async () => {
  const generation = await launch();
  await generation.startTasks(INPUT);
  await reach(generation, 'uploading');
  const other = 'generated/2026/11/violet-dunes-5-2.png';
  uploads.become('transfer-0', DONE, other);
  const task = await reach(generation, 'done');
  expect(task).toMatchObject({ key: other, assetId: assetIdOf('c1', other), name: 'violet-dunes-5-2.png' });
  expect(generation.factsOf('c1', other)).toMatchObject({ prompt: 'Violet dunes' });
});

test('a failed upload keeps the picture; retry sends it again and makes no new one', async () => {
  const generation = await launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'uploading');
  const reason = failure('access-denied');
  uploads.become('transfer-0', { kind: 'failed', failure: reason });
  expect((await reach(generation, 'failed')).state).toEqual({ kind: 'failed', failure: reason, kept: true });
  const before = await readFile(generation.taskFile(id) ?? '');
  await generation.retry(id);
  await reach(generation, 'uploading');
  expect(uploads.retried).toEqual(['transfer-0']);
  expect((await readFile(generation.taskFile(id) ?? '')).equals(before)).toBe(true);
});

test('a queue that does not take the picture: failed, kept, and sent by retry', async () => {
  const generation = await launch();
  uploads.refuse = new FailureError(failure('secrets-unreadable'));
  await generation.startTasks(INPUT);
  const task = await reach(generation, 'failed');
  expect(task.state).toMatchObject({ kept: true, failure: { code: 'secrets-unreadable' } });
  uploads.refuse = null;
  await generation.retry(task.id);
  await reach(generation, 'uploading');
  expect(uploads.items).toHaveLength(1);
});

test('forgetting a picture that never arrived puts it aside; one that was cancelled is deleted', async () => {
  const generation = await launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'uploading');
  await generation.cancel(id);
  expect(only(generation).state.kind).toBe('cancelled');
  expect(uploads.items).toEqual([]);
  expect(generation.taskFile(id)).not.toBeNull();
  await generation.retry(id);
  await reach(generation, 'uploading');
  uploads.become(uploads.items[0]?.id ?? '', { kind: 'failed', failure: failure('access-denied') });
  await reach(generation, 'failed');
  await generation.forget([id]);
  expect(await readdir(path.join(root, 'unsent'))).toEqual(['violet-dunes-5.png']);
  await generation.startTasks({ ...INPUT, seed: 9 });
  const second = await reach(generation, 'uploading');
  await generation.cancel(second.id);
  await generation.forget([second.id]);
  expect(await outboxFiles()).toEqual([]);
});

test('a queued and a running task can be cancelled; one at a time is painted', async () => {
  const generation = await launch();
  const tasks = await generation.startTasks({ ...INPUT, count: 3, size: { width: 1024, height: 1024 } });
  const [first, second] = tasks.map((task) => task.id);
  await vi.waitFor(() => expect(generation.slice().tasks.at(-1)?.state.kind).toBe('running'));
  expect(generation.slice().tasks.filter((task) => task.state.kind === 'running')).toHaveLength(1);
  await generation.cancel(second ?? '');
  await generation.cancel(first ?? '');
  const kinds = generation.slice().tasks.map((task) => task.state.kind);
  expect(kinds.slice(1)).toEqual(['cancelled', 'cancelled']);
  await reach(generation, 'uploading');
  expect(uploads.items).toHaveLength(1);
});

test('killed while painting: painted again after the start, once', async () => {
  const killed = await launch();
  await killed.startTasks({ ...INPUT, size: { width: 1024, height: 1024 } });
  await vi.waitFor(async () => expect(await journal()).toContain('"running"'));
  await kill(killed);
  const generation = await launch();
  await reach(generation, 'uploading');
  expect(uploads.items).toHaveLength(1);
});

test('killed between outbox and queue: the picture is sent, not made again', async () => {
  const killed = await launch();
  uploads.refuse = new FailureError(failure('unexpected'));
  await killed.startTasks(INPUT);
  await reach(killed, 'failed');
  await kill(killed);
  uploads.refuse = null;
  const lines = (await journal()).split('\n');
  const running = lines.findIndex((line) => line.includes('"running"'));
  const picture = path.join(root, 'outbox', 'id1.png');
  await writeFile(picture, 'these very bytes');
  // As it stood before the journal knew of the picture, and just after.
  for (const upTo of [running, running + 1]) {
    uploads.items.length = 0;
    await writeFile(path.join(root, 'tasks.ndjson'), `${lines.slice(0, upTo + 1).join('\n')}\n`);
    const generation = await launch();
    const task = await reach(generation, 'uploading');
    expect(uploads.items).toMatchObject([{ localPath: picture, key: task.key }]);
    expect(await readFile(picture, 'utf8')).toBe('these very bytes');
    await kill(generation);
  }
});

test('killed after queueing: the start finds the transfer and does not send twice', async () => {
  const killed = await launch();
  await killed.startTasks(INPUT);
  const before = await reach(killed, 'uploading');
  await kill(killed);
  const lines = (await journal()).split('\n').filter((line) => !line.includes('"uploading"'));
  await writeFile(path.join(root, 'tasks.ndjson'), lines.join('\n'));
  const generation = await launch();
  expect(await reach(generation, 'uploading')).toEqual(before);
  expect(uploads.items).toHaveLength(1);
});

test('arrived while the app was gone, and cleared from the queue: done', async () => {
  const killed = await launch();
  await killed.startTasks(INPUT);
  const { id } = await reach(killed, 'uploading');
  const file = killed.taskFile(id) ?? '';
  await kill(killed);
  uploads.items.length = 0;
  await rm(file);
  expect((await reach(await launch(), 'done')).id).toBe(id);
});

test('a journal torn in its last line, and half a picture: both are left behind', async () => {
  const killed = await launch();
  await killed.startTasks(INPUT);
  await reach(killed, 'uploading');
  await kill(killed);
  await appendFile(path.join(root, 'tasks.ndjson'), '{"kind":"task","task":{"id":"to');
  await writeFile(path.join(root, 'outbox', 'torn.png.part'), 'half');
  const generation = await launch();
  expect(generation.slice().tasks).toHaveLength(1);
  expect(await outboxFiles()).toEqual(['id1.png']);
});

test('a paid provider that was cut off is not asked again by itself', async () => {
  const server = await startLoopback(() => undefined);
  const killed = await launch();
  await killed.setUp({ provider: 'openai', baseUrl: `${server.url}/v1`, model: 'own', apiKey: null });
  const size = { width: 1024, height: 1024 };
  const [task] = await killed.startTasks({ ...INPUT, provider: 'openai', model: 'own', style: null, size });
  expect(task).toMatchObject({ facts: { seed: null }, key: 'generated/2026/11/violet-dunes-id1.png' });
  await vi.waitFor(() => expect(server.requests).toHaveLength(1));
  await kill(killed);
  const generation = await launch();
  const state = (await reach(generation, 'failed')).state;
  expect(state).toMatchObject({ kept: false, failure: { code: 'connection-lost' } });
  expect(server.requests).toHaveLength(1);
  await server.close();
});

test('removing a connection takes its tasks and prompts along, and no other', async () => {
  const generation = await launch();
  await generation.addFacts('c2', 'a.png', { ...factsFor('kept') });
  await generation.addFacts('c1', 'b.png', { ...factsFor('private') });
  await generation.startTasks(INPUT);
  await reach(generation, 'uploading');
  await generation.forgetConnection('c1');
  expect(generation.slice().tasks).toEqual([]);
  expect(generation.factsOf('c1', 'b.png')).toBeNull();
  expect(generation.factsOf('c2', 'a.png')).toMatchObject({ prompt: 'kept' });
  expect(await readFile(path.join(root, 'history.ndjson'), 'utf8')).not.toContain('private');
});

function factsFor(prompt: string) {
  return { prompt, provider: 'sketch', model: 'sketch-1', seed: 1, createdAt: NOVEMBER } as const;
}
