import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import { startLoopback } from '../store/loopback.test-support';
import { json, StandIn } from './providers/service.test-support';
import { encodePng } from './sketch/png';
import { INPUT, reach, TestApp } from './test-app.test-support';

let app: TestApp;

beforeEach(async () => {
  app = await TestApp.create();
});
afterEach(() => app.close());

test('the page is told of tasks that are at rest, too', async () => {
  const killed = await app.launch();
  app.uploads.refuse = new FailureError(failure('access-denied'));
  await killed.startTasks(INPUT);
  const failed = await reach(killed, 'failed');
  await app.kill(killed);
  app.published = null;
  await app.launch();
  expect(app.published).toMatchObject({ tasks: [failed] });
});

test('killed while painting: painted again after the start, once', async () => {
  const killed = await app.launch();
  await killed.startTasks({ ...INPUT, size: { width: 1024, height: 1024 } });
  await vi.waitFor(async () => expect(await app.journal()).toContain('"running"'));
  await app.kill(killed);
  const generation = await app.launch();
  await reach(generation, 'uploading');
  expect(app.uploads.items).toHaveLength(1);
});

test('killed between outbox and queue: the picture is sent, not made again', async () => {
  const killed = await app.launch();
  app.uploads.refuse = new FailureError(failure('unexpected'));
  await killed.startTasks(INPUT);
  await reach(killed, 'failed');
  await app.kill(killed);
  app.uploads.refuse = null;
  const lines = (await app.journal()).split('\n');
  const running = lines.findIndex((line) => line.includes('"running"'));
  const picture = path.join(app.root, 'outbox', 'id1.png');
  await writeFile(picture, 'these very bytes');
  // As it stood before the journal knew of the picture, and just after.
  for (const upTo of [running, running + 1]) {
    app.uploads.items.length = 0;
    await app.writeJournal(`${lines.slice(0, upTo + 1).join('\n')}\n`);
    const generation = await app.launch();
    const task = await reach(generation, 'uploading');
    expect(app.uploads.items).toMatchObject([{ localPath: picture, key: task.key }]);
    expect(await readFile(picture, 'utf8')).toBe('these very bytes');
    await app.kill(generation);
  }
});

test('killed between the first and the last of several pictures of one answer: those that are there are sent', async () => {
  const killed = await app.launch();
  app.uploads.refuse = new FailureError(failure('unexpected'));
  await killed.startTasks(INPUT);
  const { key } = await reach(killed, 'failed');
  await app.kill(killed);
  app.uploads.refuse = null;
  const lines = (await app.journal()).split('\n');
  const running = lines.findIndex((line) => line.includes('"running"'));
  await app.writeJournal(`${lines.slice(0, running + 1).join('\n')}\n`);
  const outbox = path.join(app.root, 'outbox');
  await rm(path.join(outbox, 'id1.png'));
  for (const file of ['id1.jpg', 'id1-2.png', 'id1-10.png']) await writeFile(path.join(outbox, file), file);
  const generation = await app.launch();
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(3));
  const stem = key.slice(0, -'.png'.length);
  const sent = app.uploads.items.map((item) => [path.basename(item.localPath), item.key] as const);
  expect(Object.fromEntries(sent)).toEqual({
    'id1.jpg': `${stem}.jpg`,
    'id1-2.png': `${stem}-2.png`,
    'id1-10.png': `${stem}-10.png`,
  });
  // Each may have had a seed of its own, of which nothing is known.
  const seeds = generation.slice().tasks.map(({ id, facts }) => [id, facts.seed] as const);
  expect(Object.fromEntries(seeds)).toEqual({ id1: INPUT.seed, 'id1-2': null, 'id1-10': null });
  await app.kill(generation);
  app.uploads.items.length = 0;
  // Once they are known they are the journal's alone to speak of.
  await app.launch();
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(3));
});

test('a result that comes as data is kept as a file, and no line of the journal holds it', async () => {
  const picture = Buffer.from(await encodePng(64, 64, randomBytes(64 * 64 * 3)));
  const result = `data:image/png;base64,${picture.toString('base64')}`;
  const server = await StandIn.start(({ method }, response) =>
    json(response, 200, method === 'POST' ? { task_id: 't1' } : { status: 'done', result }),
  );
  const generation = await app.launch();
  await generation.setUp({ provider: 'http-backend', fields: { baseUrl: server.url }, apiKey: null });
  const size = { width: 1024, height: 1024 };
  await generation.startTasks({ ...INPUT, provider: 'http-backend', model: 'backend', style: null, size });
  const { id } = await reach(generation, 'uploading');
  expect((await readFile(generation.taskFile(id) ?? '')).length).toBe(picture.length);
  const longest = Math.max(...(await app.journal()).split('\n').map((line) => line.length));
  expect(longest).toBeLessThan(3000);
  expect(result.length).toBeGreaterThan(6000);
  await server.close();
});

test('a program that is not running: trying again fails as soon, and nothing waits for a job that was never begun', async () => {
  const server = await StandIn.start((_, response) => {
    const input = { required: { ckpt_name: [['dream.safetensors'], {}] } };
    json(response, 200, { CheckpointLoaderSimple: { input } });
  });
  const generation = await app.launch();
  await generation.setUp({ provider: 'comfyui', fields: { baseUrl: server.url }, apiKey: null });
  await generation.check('comfyui', new AbortController().signal);
  await server.close();
  const size = { width: 1024, height: 1024 };
  await generation.startTasks({ ...INPUT, provider: 'comfyui', model: 'dream.safetensors', style: null, size });
  const { id, state } = await reach(generation, 'failed');
  expect(state).toMatchObject({ failure: { code: 'provider-unreachable' } });
  expect(state).not.toHaveProperty('resumable');
  await generation.retry(id);
  await reach(generation, 'failed');
});

test('killed after queueing: the start finds the transfer and does not send twice', async () => {
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  const before = await reach(killed, 'uploading');
  await app.kill(killed);
  const lines = (await app.journal()).split('\n').filter((line) => !line.includes('"uploading"'));
  await app.writeJournal(lines.join('\n'));
  const generation = await app.launch();
  expect(await reach(generation, 'uploading')).toEqual(before);
  expect(app.uploads.items).toHaveLength(1);
});

test('arrived while the app was gone, and cleared from the queue: done', async () => {
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  const { id } = await reach(killed, 'uploading');
  const file = killed.taskFile(id) ?? '';
  await app.kill(killed);
  app.uploads.items.length = 0;
  await rm(file);
  expect((await reach(await app.launch(), 'done')).id).toBe(id);
});

test('a journal torn in its last line, and half a picture: both are left behind', async () => {
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  await reach(killed, 'uploading');
  await app.kill(killed);
  await app.writeJournal((await app.journal()) + '{"kind":"task","task":{"id":"to');
  await writeFile(path.join(app.root, 'outbox', 'torn.png.part'), 'half');
  const generation = await app.launch();
  expect(generation.slice().tasks).toHaveLength(1);
  expect(await app.outboxFiles()).toEqual(['id1.png']);
});

test('a paid provider that was cut off is not asked again by itself', async () => {
  const server = await startLoopback(() => undefined);
  const killed = await app.launch();
  await killed.setUp({ provider: 'openai', fields: { baseUrl: `${server.url}/v1`, model: 'own' }, apiKey: null });
  const size = { width: 1024, height: 1024 };
  const [task] = await killed.startTasks({ ...INPUT, provider: 'openai', model: 'own', style: null, size });
  expect(task).toMatchObject({ facts: { seed: null }, key: 'generated/2026/11/violet-dunes-id1.png' });
  await vi.waitFor(() => expect(server.requests).toHaveLength(1));
  await app.kill(killed);
  const generation = await app.launch();
  const state = (await reach(generation, 'failed')).state;
  expect(state).toMatchObject({ kept: false, failure: { code: 'connection-lost' } });
  expect(server.requests).toHaveLength(1);
  await server.close();
});

test('a program of the person’s own that was cut off is not run again by itself: it may ask a paid service', async () => {
  const runs = path.join(app.root, 'runs.txt');
  const program = path.join(app.root, 'program.cjs');
  await writeFile(program, `require('node:fs').appendFileSync(process.argv[2], 'x'); setInterval(() => {}, 1000);`);
  const killed = await app.launch();
  const fields = { program: process.execPath, arguments: `"${program}" "${runs}"` };
  await killed.setUp({ provider: 'command', fields, apiKey: null });
  const size = { width: 1024, height: 1024 };
  await killed.startTasks({ ...INPUT, provider: 'command', model: 'program', style: null, seed: null, size });
  await vi.waitFor(async () => expect(await readFile(runs, 'utf8')).toBe('x'), { timeout: 20_000 });
  await app.kill(killed);
  expect((await reach(await app.launch(), 'failed')).state).toMatchObject({ kept: false });
  expect(await readFile(runs, 'utf8')).toBe('x');
});
