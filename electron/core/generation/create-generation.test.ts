import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import { NO_SETTINGS, type GenerationInput, type GenerationTask } from '../../../shared/generation';
import { assetIdOf } from '../library/asset-id';
import { HeadedBytes } from '../provenance/byte-source';
import { readProvenance } from '../provenance/read-provenance';
import type { Generation } from './generation';
import { Outbox } from './outbox';
import { SketchProvider } from './providers/sketch';
import { INPUT, newest, NOVEMBER, reach, TestApp } from './test-app.test-support';

const DONE = { kind: 'done', finishedAt: NOVEMBER, verified: 'md5' } as const;
let app: TestApp;

beforeEach(async () => {
  app = await TestApp.create();
});
afterEach(() => app.close());

test('from a prompt to the bucket: journal, outbox, upload, done; the facts stay', async () => {
  const generation = await app.launch();
  const [task] = await generation.startTasks(INPUT);
  expect(task).toMatchObject({ key: 'generated/2026/11/violet-dunes-5.png', name: 'violet-dunes-5.png' });
  expect(await app.journal()).toContain('"queued"');
  const uploading = await reach(generation, 'uploading');
  const file = generation.taskFile(uploading.id);
  expect(decode(await readFile(file ?? '')).width).toBe(512);
  expect(app.uploads.items).toMatchObject([{ key: task?.key, localPath: file, contentType: 'image/png' }]);
  app.uploads.become('transfer-0', DONE);
  await rm(file ?? '');
  expect((await reach(generation, 'done')).state).toEqual({ kind: 'done', finishedAt: NOVEMBER });
  expect(generation.taskFile(uploading.id)).toBeNull();
  await generation.forget([uploading.id]);
  expect(generation.slice().tasks).toEqual([]);
  expect(generation.factsOf('c1', uploading.key)).toMatchObject({ prompt: 'Violet dunes', seed: 5 });
  await app.kill(generation);
  expect((await app.launch()).factsOf('c1', uploading.key)).toMatchObject({ provider: 'sketch', model: 'sketch-1' });
});

test('where prompts may be read, file and metadata tell how it was made; else neither', async () => {
  const said = async (generation: Generation) => {
    const file = await readFile(generation.taskFile((await reach(generation, 'uploading')).id) ?? '');
    return readProvenance(new HeadedBytes(file.length, file));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  expect(await said(generation)).toBeNull();
  expect(app.uploads.metadata).toEqual([{}]);
  app.keepsPrompts = true;
  await generation.startTasks({ ...INPUT, seed: 6 });
  const told = { prompt: 'Violet dunes', seed: '6', model: 'sketch-1', size: { width: 512, height: 512 } };
  expect(await said(generation)).toMatchObject({ tool: 'flow-media', ...told });
  expect(app.uploads.metadata.at(-1)).toEqual({
    prompt: told.prompt,
    seed: '6',
    model: 'sketch-1',
    provider: 'sketch',
  });
});

test('several at once: a seed each, counted up from a given one; keys never meet', async () => {
  const generation = await app.launch();
  const first = await generation.startTasks({ ...INPUT, count: 3 });
  expect(first.map((task) => task.facts.seed)).toEqual([5, 6, 7]);
  expect(new Set(first.map((task) => task.batchId)).size).toBe(1);
  const [again] = await generation.startTasks({ ...INPUT, style: 'Paper' });
  expect(again?.key).toBe('generated/2026/11/violet-dunes-5-2.png');
  const [random] = await generation.startTasks({ ...INPUT, seed: null });
  expect(random?.facts.seed).toBe(2 ** 30);
});

test('a result of another format is not written over in what is known of it', async () => {
  const generation = await app.launch();
  await generation.addFacts('c1', 'generated/2026/11/violet-dunes-5.jpg', factsFor('the first'));
  const [task] = await generation.startTasks(INPUT);
  expect(task?.key).toBe('generated/2026/11/violet-dunes-5-2.png');
});

test('what can still cost is shown and can be called off, however much has been asked for since', async () => {
  const generation = await app.launch();
  const big = { ...INPUT, size: { width: 1024, height: 1024 } };
  const asked = [];
  for (let n = 0; n < 60; n += 1) asked.push(...(await generation.startTasks({ ...big, count: 4, seed: n * 10 })));
  expect(generation.slice().tasks.length).toBeGreaterThan(230);
  const ids = generation.slice().tasks.map(({ id }) => id);
  await generation.cancelAll(ids);
  const [first] = asked;
  expect(['cancelled', 'uploading']).toContain(generation.task(first?.id ?? '')?.state.kind);
  expect(asked.filter(({ id }) => generation.task(id)?.state.kind === 'queued')).toEqual([]);
  // Those are over, and the list is short again but for what was made and not sent.
  const isSent = ({ state }: GenerationTask): boolean => state.kind !== 'cancelled' || state.kept !== true;
  expect(generation.slice().tasks.filter(isSent).length).toBeLessThanOrEqual(201);
});

test('refuses what the model cannot do, before anything is written', async () => {
  const generation = await app.launch();
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

test('results are named as the settings say, and a taken name gets a number', async () => {
  app.generatedNames = 'x/{model}/{seed}.{ext}';
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const [again] = await generation.startTasks(INPUT);
  expect(
    generation
      .slice()
      .tasks.map(({ key }) => key)
      .toSorted(),
  ).toEqual(['x/sketch-1/5-2.png', 'x/sketch-1/5.png']);
  expect(again?.key).toBe('x/sketch-1/5-2.png');
});

test('a queue that takes another key: task and facts follow it', async () => {
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { key } = await reach(generation, 'uploading');
  // Its tile says at once how it was made.
  expect(generation.factsOf('c1', key)).toMatchObject({ prompt: 'Violet dunes' });
  const other = 'generated/2026/11/violet-dunes-5-2.png';
  app.uploads.become('transfer-0', DONE, other);
  const task = await reach(generation, 'done');
  expect(task).toMatchObject({ key: other, assetId: assetIdOf('c1', other), name: 'violet-dunes-5-2.png' });
  expect(generation.factsOf('c1', other)).toMatchObject({ prompt: 'Violet dunes' });
  // What lies there is another's.
  expect(generation.factsOf('c1', key)).toBeNull();
  await app.kill(generation);
  const later = await app.launch();
  expect(later.factsOf('c1', other)).toMatchObject({ prompt: 'Violet dunes' });
  expect(later.factsOf('c1', key)).toBeNull();
});

test('what is not uploaded because another lies there does not tell how that one was made', async () => {
  const generation = await app.launch();
  const [task] = await generation.startTasks(INPUT);
  await reach(generation, 'uploading');
  app.uploads.become('transfer-0', { kind: 'skipped', identical: false });
  await reach(generation, 'failed');
  expect(generation.factsOf('c1', task?.key ?? '')).toBeNull();
});

test('what is called off does not tell how another was made that lies there', async () => {
  const generation = await app.launch();
  const [task] = await generation.startTasks(INPUT);
  await reach(generation, 'uploading');
  await generation.cancel(task?.id ?? '');
  expect(generation.factsOf('c1', task?.key ?? '')).toBeNull();
});

test('what arrived while the app was ending has its facts', async () => {
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  const { id, key } = await reach(killed, 'uploading');
  await app.kill(killed);
  await rm(path.join(app.root, 'outbox', `${id}.png`));
  app.uploads.items.length = 0;
  const generation = await app.launch();
  expect(newest(generation).state.kind).toBe('done');
  expect(generation.factsOf('c1', key)).toMatchObject({ prompt: 'Violet dunes' });
});

test('a failed upload keeps the picture; retry sends it again and makes no new one', async () => {
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'uploading');
  const reason = failure('access-denied');
  app.uploads.become('transfer-0', { kind: 'failed', failure: reason });
  expect((await reach(generation, 'failed')).state).toEqual({ kind: 'failed', failure: reason, kept: true });
  const before = await readFile(generation.taskFile(id) ?? '');
  await generation.retry(id);
  await reach(generation, 'uploading');
  expect(app.uploads.retried).toEqual(['transfer-0']);
  expect((await readFile(generation.taskFile(id) ?? '')).equals(before)).toBe(true);
});

test('a queue that does not take the picture: failed, kept, and sent by retry', async () => {
  const generation = await app.launch();
  app.uploads.refuse = new FailureError(failure('secrets-unreadable'));
  await generation.startTasks(INPUT);
  const task = await reach(generation, 'failed');
  expect(task.state).toMatchObject({ kept: true, failure: { code: 'secrets-unreadable' } });
  app.uploads.refuse = null;
  await generation.retry(task.id);
  await reach(generation, 'uploading');
  expect(app.uploads.items).toHaveLength(1);
});

test.each([
  ['disk-full', new FailureError(failure('disk-full'))],
  ['unexpected', new Error('EIO')],
])('a result that cannot be written (%s) is not asked for, and paid for, again', async (code, wrong) => {
  const submit = vi.spyOn(SketchProvider.prototype, 'submit');
  vi.spyOn(Outbox.prototype, 'keep').mockRejectedValueOnce(wrong);
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const task = await reach(generation, 'failed');
  expect(task.state).toMatchObject({ failure: { code }, kept: false, resumable: true });
  await generation.retry(task.id);
  const uploading = await reach(generation, 'uploading');
  expect(decode(await readFile(generation.taskFile(uploading.id) ?? '')).width).toBe(512);
  expect(submit).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});

test('forgetting a picture that never arrived puts it aside, also where its upload was called off', async () => {
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'uploading');
  await generation.cancel(id);
  expect(newest(generation).state.kind).toBe('cancelled');
  expect(app.uploads.items).toEqual([]);
  expect(generation.taskFile(id)).not.toBeNull();
  await generation.retry(id);
  await reach(generation, 'uploading');
  app.uploads.become(app.uploads.items[0]?.id ?? '', { kind: 'failed', failure: failure('access-denied') });
  await reach(generation, 'failed');
  await generation.forget([id]);
  expect(await readdir(path.join(app.root, 'unsent'))).toEqual(['violet-dunes-5.png']);
  await generation.startTasks({ ...INPUT, seed: 9 });
  const second = await reach(generation, 'uploading');
  await generation.cancel(second.id);
  expect(newest(generation).state).toEqual({ kind: 'cancelled', kept: true });
  await generation.forget([second.id]);
  expect(await app.outboxFiles()).toEqual([]);
  expect(await readdir(path.join(app.root, 'unsent'))).toEqual(['violet-dunes-5.png', 'violet-dunes-9.png']);
});

test('what was fetched for a task before it failed is put aside, too', async () => {
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'uploading');
  app.uploads.become('transfer-0', { kind: 'failed', failure: failure('access-denied') });
  await reach(generation, 'failed');
  await writeFile(path.join(app.root, 'outbox', `${id}-2.webp`), 'another of the same');
  await generation.forget([id]);
  const aside = await readdir(path.join(app.root, 'unsent'));
  expect(aside.toSorted()).toEqual(['violet-dunes-5.png', 'violet-dunes-5.webp']);
  expect(await app.outboxFiles()).toEqual([]);
});

test('a queued and a running task can be cancelled; one at a time is painted', async () => {
  const generation = await app.launch();
  const tasks = await generation.startTasks({ ...INPUT, count: 3, size: { width: 1024, height: 1024 } });
  const [first, second] = tasks.map((task) => task.id);
  await vi.waitFor(() => expect(generation.slice().tasks.at(-1)?.state.kind).toBe('running'));
  expect(generation.slice().tasks.filter((task) => task.state.kind === 'running')).toHaveLength(1);
  await generation.cancel(second ?? '');
  await generation.cancel(first ?? '');
  const kinds = generation.slice().tasks.map((task) => task.state.kind);
  expect(kinds.slice(1)).toEqual(['cancelled', 'cancelled']);
  await reach(generation, 'uploading');
  expect(app.uploads.items).toHaveLength(1);
});

test('removing a connection takes its tasks and prompts along, and no other', async () => {
  const generation = await app.launch();
  await generation.addFacts('c2', 'a.png', { ...factsFor('kept') });
  await generation.addFacts('c1', 'b.png', { ...factsFor('private') });
  await generation.startTasks(INPUT);
  await reach(generation, 'uploading');
  await generation.forgetConnection('c1');
  expect(generation.slice().tasks).toEqual([]);
  expect(generation.factsOf('c1', 'b.png')).toBeNull();
  expect(generation.factsOf('c2', 'a.png')).toMatchObject({ prompt: 'kept' });
  expect(await readFile(path.join(app.root, 'history.ndjson'), 'utf8')).not.toContain('private');
});

function factsFor(prompt: string) {
  return { ...NO_SETTINGS, prompt, provider: 'sketch', model: 'sketch-1', seed: 1, createdAt: NOVEMBER } as const;
}

test('many results of one bucket push nothing of another’s off the list', async () => {
  const generation = await app.launch();
  const [first] = await generation.startTasks({ ...INPUT, connectionId: 'other' });
  await generation.cancel(first?.id ?? '');
  for (let n = 0; n < 51; n += 1) await generation.startTasks({ ...INPUT, count: 4, seed: n * 10 });
  await generation.cancelAll(generation.slice().tasks.map(({ id }) => id));
  const { tasks } = generation.slice();
  expect(tasks.filter(({ connectionId }) => connectionId === 'other')).toHaveLength(1);
  expect(tasks.length).toBeGreaterThan(200);
});
