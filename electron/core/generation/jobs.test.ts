import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failure, FailureError, retryAfter } from '../../../shared/failure';
import { picture } from '../../../tests/support/files';
import { box, locatedHeic, TITLE } from '../../../tests/support/located';
import type { Place } from './provider';
import { ScriptedProvider, silence } from './scripted-provider.test-support';
import { encodePng } from './sketch/png';
import { INPUT, newest, reach, TestApp } from './test-app.test-support';

const PATIENT = { interval: 1, patience: 20_000 };

let app: TestApp;
let service: ScriptedProvider;

beforeEach(async () => {
  app = await TestApp.create();
  service = new ScriptedProvider();
  const picture = await encodePng(2, 2, new Uint8Array(12).fill(9));
  service.onOpen = async () => picture;
  app.providers = new Map([['sketch', service]]);
});
afterEach(() => app.close());

test('a job: submitted once, followed, fetched; its seed becomes the fact', async () => {
  const generation = await app.launch();
  await generation.startTasks({ ...INPUT, negativePrompt: '' });
  const task = await reach(generation, 'uploading');
  expect(task.facts.seed).toBe(7);
  expect(service.submitted).toHaveLength(1);
  expect(service.followed).toEqual(['j1']);
});

test.each(['provider-unreachable', 'timeout', 'server-error'] as const)(
  'a result that cannot be had for a moment (%s) is fetched by itself',
  async (code) => {
    const { onOpen } = service;
    app.pace = PATIENT;
    service.onOpen = async () => {
      service.onOpen = onOpen;
      throw new FailureError(failure(code, { host: 'h' }));
    };
    const generation = await app.launch();
    await generation.startTasks(INPUT);
    await reach(generation, 'uploading');
    expect(service.opened).toHaveLength(2);
    expect(service.followed).toHaveLength(1);
    expect(app.uploads.items).toHaveLength(1);
  },
);

test('a result whose line breaks off is fetched anew, whole', async () => {
  app.pace = PATIENT;
  const picture = await encodePng(2, 2, new Uint8Array(12).fill(9));
  async function* cutOff() {
    yield Buffer.from(picture).subarray(0, 40);
    throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  }
  const bodies = [Readable.from(cutOff()), Readable.from([Buffer.from(picture)])];
  service.open = async () => bodies.shift() ?? Readable.from([]);
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await reach(generation, 'uploading');
  expect(bodies).toEqual([]);
});

test('a place of results that is asked too much: the task waits as long as it says, and fetches only', async () => {
  const { onOpen } = service;
  app.pace = PATIENT;
  service.onOpen = async () => {
    throw new FailureError(retryAfter(failure('rate-limited', {}), 60_000));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  expect((await reach(generation, 'waiting')).state).toMatchObject({ until: app.now + 60_000 });
  service.onOpen = onOpen;
  app.now += 61_000;
  generation.takeUp();
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(1);
  expect(service.followed).toHaveLength(1);
});

test('killed while the service works: the start follows the same job and pays for no other', async () => {
  service.onFollow = (_job, _watch, signal) => silence(signal);
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  await vi.waitFor(async () => expect(await app.journal()).toContain('"sent":true'));
  await app.kill(killed);
  service.onFollow = async () => ({ places: [{ kind: 'url', url: 'a' }], seed: null });
  await reach(await app.launch(), 'uploading');
  expect(service.submitted).toHaveLength(1);
  expect(service.followed).toEqual(['j1', 'j1']);
});

test('killed before the service answered: an id of our own finds the job, or shows that there is none', async () => {
  service.ownIds = true;
  service.onSubmit = (_watch, signal) => silence(signal);
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  await vi.waitFor(async () => expect(await app.journal()).toContain('own-1'));
  await app.kill(killed);
  service.onSubmit = async () => ({ kind: 'job', job: 'own-1' });
  service.onFollow = vi
    .fn<ScriptedProvider['onFollow']>()
    .mockRejectedValueOnce(new FailureError(failure('provider-job-gone', {})))
    .mockResolvedValue({ places: [{ kind: 'url', url: 'a' }], seed: null });
  await reach(await app.launch(), 'uploading');
  expect(service.followed).toEqual(['own-1', 'own-1']);
  expect(service.submitted).toHaveLength(2);
});

test('several results of one job become several tasks, each with a key of its own', async () => {
  service.onFollow = async () => ({ places: ['a', 'b', 'c'].map((url) => ({ kind: 'url', url })), seed: null });
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(3));
  const { tasks } = generation.slice();
  expect(new Set(tasks.map(({ key }) => key)).size).toBe(3);
  expect(new Set(tasks.map(({ batchId }) => batchId)).size).toBe(1);
});

test('several results of several tasks of one name: no two keys are the same', async () => {
  app.generatedNames = 'x/{slug}';
  let jobs = 0;
  service.onSubmit = async () => ({ kind: 'job', job: `j${(jobs += 1)}` });
  service.onFollow = async (job) => ({
    places: ['a', 'b'].map((url) => ({ kind: 'url', url: job + url })),
    seed: null,
  });
  const generation = await app.launch();
  await generation.startTasks({ ...INPUT, count: 2 });
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(4));
  expect(new Set(generation.slice().tasks.map(({ key }) => key)).size).toBe(4);
  expect(new Set(app.uploads.items.map(({ key }) => key)).size).toBe(4);
});

test('several pictures that came with the answer, each with its own seed', async () => {
  const bytes = await encodePng(2, 2, new Uint8Array(12).fill(9));
  service.onSubmit = async () => ({
    kind: 'made',
    results: { places: [7, 8].map((seed) => ({ kind: 'bytes', bytes, seed })), seed: 7 },
  });
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
  expect(
    generation
      .slice()
      .tasks.map(({ facts }) => Number(facts.seed))
      .toSorted((a, b) => a - b),
  ).toEqual([7, 8]);
});

test('a picture that came with its answer is here, though the key was locked while its service worked', async () => {
  const bytes = await encodePng(2, 2, new Uint8Array(12).fill(9));
  service.onSubmit = async () => {
    service.isLocked = true;
    return { kind: 'made', results: { places: [{ kind: 'bytes', bytes }], seed: 7 } };
  };
  service.onOpen = async () => {
    throw new FailureError(failure('secrets-locked', {}));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(1);
});

/** A service that answers at once: with an address, and beside it with a picture itself. */
async function answersWithBoth(): Promise<void> {
  const bytes = await encodePng(2, 2, new Uint8Array(12).fill(9));
  service.onSubmit = async () => ({
    kind: 'made',
    results: {
      places: [
        { kind: 'url', url: 'a' },
        { kind: 'bytes', bytes, seed: 8 },
      ],
      seed: 7,
    },
  });
}

test('an address beside a picture that came with the answer is paid for once, however busy its place is', async () => {
  await answersWithBoth();
  const { onOpen } = service;
  service.onOpen = async () => {
    throw new FailureError(retryAfter(failure('rate-limited', {}), 60_000));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await reach(generation, 'waiting');
  service.onOpen = onOpen;
  app.now += 61_000;
  generation.takeUp();
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
  expect(service.submitted).toHaveLength(1);
});

test('an address beside a picture that came with the answer is fetched by the next start, and each keeps its seed', async () => {
  await answersWithBoth();
  app.pace = PATIENT;
  const { onOpen } = service;
  const killed = await app.launch();
  let kill: Promise<void> | null = null;
  service.onOpen = async () => {
    kill ??= app.kill(killed);
    throw new FailureError(failure('provider-unreachable', { host: 'h' }));
  };
  await killed.startTasks(INPUT);
  await vi.waitFor(() => expect(kill).not.toBeNull());
  await (kill as Promise<void> | null);
  const journal = await app.journal();
  expect(Math.max(...journal.split('\n').map((line) => line.length))).toBeLessThan(1500);
  service.onOpen = onOpen;
  const generation = await app.launch();
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
  expect(service.submitted).toHaveLength(1);
  const seeds = generation.slice().tasks.map(({ facts }) => facts.seed);
  expect(new Set(seeds)).toEqual(new Set([7, 8]));
});

test('the network is lost between two of several results: trying again fetches only the other', async () => {
  service.onFollow = async () => ({ places: ['a', 'b'].map((url) => ({ kind: 'url', url })), seed: null });
  const { onOpen } = service;
  service.onOpen = async (place) => {
    if (place.kind === 'url' && place.url === 'b')
      throw new FailureError(failure('provider-unreachable', { host: 'h' }));
    return onOpen(place);
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'failed');
  service.onOpen = onOpen;
  service.opened.length = 0;
  await generation.retry(id);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
  expect(service.opened).toEqual([{ kind: 'url', url: 'b' }]);
  expect(service.submitted).toHaveLength(1);
});

test('an address that leads to no picture (a log, an archive) does not cost the pictures beside it', async () => {
  service.onFollow = async () => ({
    places: ['log', 'a', 'zip', 'b'].map((url) => ({ kind: 'url', url })),
    seed: null,
  });
  const { onOpen } = service;
  service.onOpen = async (place) => {
    const { url } = place.kind === 'url' ? place : { url: '' };
    if (url === 'b') throw new FailureError(failure('provider-unreachable', { host: 'h' }));
    return url === 'a' ? onOpen(place) : Buffer.from('PK frames');
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'failed');
  service.onOpen = onOpen;
  service.opened.length = 0;
  await generation.retry(id);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
  // What is no picture is not asked for again, and what is one keeps its place.
  expect(service.opened).toEqual([{ kind: 'url', url: 'b' }]);
  expect(service.submitted).toHaveLength(1);
});

/** The place of a result that is refused as one is whose address has run out. */
function refuses(url: string): void {
  const { onOpen } = service;
  service.onOpen = async (place) => {
    if (place.kind !== 'url' || place.url !== url) return onOpen(place);
    throw new FailureError(failure('provider-bad-answer', { host: 'h', status: 404 }, 'HTTP 404: Gone'));
  };
}

test('one of several results whose address has run out: its job is asked where it lies by now', async () => {
  service.onFollow = async () => ({ places: ['a', 'b', 'c'].map((url) => ({ kind: 'url', url })), seed: null });
  const { onOpen } = service;
  refuses('b');
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id, state } = await reach(generation, 'failed');
  expect(state).toMatchObject({ resumable: true, failure: { detail: 'HTTP 404: Gone' } });
  // What can be had is fetched at once: its address may run out as well.
  expect(await app.outboxFiles()).toHaveLength(2);
  service.onOpen = onOpen;
  await generation.retry(id);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(3));
  expect(service.followed).toHaveLength(2);
  expect(service.submitted).toHaveLength(1);
});

test.each(['a', 'b'])(
  'one of several results (%s) that its job has no more: the others go on, and it fails',
  async (url) => {
    service.onFollow = async () => ({ places: ['a', 'b', 'c'].map((one) => ({ kind: 'url', url: one })), seed: null });
    refuses(url);
    const generation = await app.launch();
    await generation.startTasks(INPUT);
    const { id } = await reach(generation, 'failed');
    await generation.retry(id);
    await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
    const { tasks } = generation.slice();
    expect(tasks.map(({ state }) => state.kind).toSorted()).toEqual(['failed', 'uploading', 'uploading']);
    const failed = tasks.find(({ state }) => state.kind === 'failed');
    expect(failed?.state).toMatchObject({ kept: false, failure: { detail: 'HTTP 404: Gone' } });
    expect(new Set(tasks.map(({ key }) => key)).size).toBe(3);
    expect(service.submitted).toHaveLength(1);
  },
);

test('one of several results that no job can be asked for: the others go on, and it fails', async () => {
  await answersWithBoth();
  refuses('a');
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(1));
  const kinds = generation.slice().tasks.map(({ state }) => state.kind);
  expect(kinds.toSorted()).toEqual(['failed', 'uploading']);
});

test('a job that is gone when it is asked for one of several results: the others are put aside before it is made anew', async () => {
  service.onFollow = async () => ({ places: ['a', 'b'].map((url) => ({ kind: 'url', url })), seed: null });
  const { onOpen, onFollow } = service;
  refuses('b');
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id, name } = await reach(generation, 'failed');
  service.onFollow = async () => {
    throw new FailureError(failure('provider-job-gone', {}));
  };
  await generation.retry(id);
  await vi.waitFor(() => expect(newest(generation).state).toMatchObject({ failure: { code: 'provider-job-gone' } }));
  service.onOpen = onOpen;
  service.onFollow = onFollow;
  service.opened.length = 0;
  await generation.retry(id);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
  expect(await readdir(path.join(app.root, 'unsent'))).toEqual([name]);
  expect(service.opened).toHaveLength(2);
});

test('killed when others of several results were known already: none of them is sent twice', async () => {
  service.onFollow = async () => ({ places: ['a', 'b', 'c'].map((url) => ({ kind: 'url', url })), seed: null });
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(3));
  await app.kill(killed);
  app.uploads.items.length = 0;
  // As it stood before the task itself, which comes last, was known to be made.
  const lines = (await app.journal()).split('\n');
  const third = lines.findIndex((line) => line.includes('"id":"id1-3"'));
  await app.writeJournal(`${lines.slice(0, third + 1).join('\n')}\n`);
  const generation = await app.launch();
  await vi.waitFor(() =>
    expect(generation.slice().tasks.map(({ state }) => state.kind)).toEqual(['uploading', 'uploading', 'uploading']),
  );
  expect(app.uploads.items.map(({ localPath }) => path.basename(localPath)).toSorted()).toEqual([
    'id1-2.png',
    'id1-3.png',
    'id1.png',
  ]);
});

test('quit while several results that came with their answer are written: all of them are sent by the next start', async () => {
  const picture = await encodePng(2, 2, new Uint8Array(12).fill(9));
  const ended = await app.launch();
  let quit: Promise<void> | null = null;
  const placeOf = (): Place => ({
    kind: 'bytes',
    // Read when they are written.
    get bytes() {
      quit ??= app.quit(ended);
      return picture;
    },
  });
  service.onSubmit = async () => {
    const places = Array.from({ length: 3 }, placeOf);
    return { kind: 'made', results: { places, seed: null } };
  };
  await ended.startTasks(INPUT);
  await vi.waitFor(() => expect(quit).not.toBeNull());
  await (quit as Promise<void> | null);
  await app.launch();
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(3));
  expect(service.submitted).toHaveLength(1);
});

test('a service that tells no seed has used the one that it was given', async () => {
  service.onFollow = async () => ({ places: [{ kind: 'url', url: 'a' }], seed: null });
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  expect((await reach(generation, 'uploading')).facts.seed).toBe(5);
});

test('a job that the service gave up: trying again asks for a new one', async () => {
  const { onFollow } = service;
  service.onFollow = async () => {
    throw new FailureError(failure('provider-job-failed', {}));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'failed');
  service.onFollow = onFollow;
  await generation.retry(id);
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(2);
});

test('a service that wants money while it works at a job: trying again asks for that job, and pays for no other', async () => {
  const { onFollow } = service;
  service.onFollow = async () => {
    throw new FailureError(failure('provider-quota', {}));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'failed');
  service.onFollow = onFollow;
  await generation.retry(id);
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(1);
});

test('a key behind a passphrase: what was under way waits for it and goes on, and nothing new is begun', async () => {
  const { onFollow } = service;
  service.onFollow = (_job, _watch, signal) => silence(signal);
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  await vi.waitFor(async () => expect(await app.journal()).toContain('"sent":true'));
  await app.kill(killed);
  service.isLocked = true;
  service.onFollow = async () => {
    throw new FailureError(failure('secrets-locked', {}));
  };
  const generation = await app.launch();
  expect(newest(generation).state.kind).toBe('queued');
  await expect(generation.startTasks(INPUT)).rejects.toMatchObject({ failure: { code: 'secrets-locked' } });
  service.isLocked = false;
  service.onFollow = onFollow;
  generation.takeUp();
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(1);
});

test('locked in the middle of its work: the job is asked for again once it is open', async () => {
  const { onOpen } = service;
  service.onOpen = async () => {
    service.isLocked = true;
    throw new FailureError(failure('secrets-locked', {}));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(service.isLocked).toBe(true));
  await reach(generation, 'queued');
  service.isLocked = false;
  service.onOpen = onOpen;
  generation.takeUp();
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(1);
});

test('cancelling tells the service', async () => {
  service.onFollow = (_job, _watch, signal) => silence(signal);
  const generation = await app.launch();
  const [task] = await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(service.followed).toEqual(['j1']));
  await generation.cancel(task?.id ?? '');
  expect(newest(generation).state.kind).toBe('cancelled');
  expect(service.cancelled).toEqual(['j1']);
});

test('cancelled where the service cannot be told (its key is locked, or gone): cancelled all the same', async () => {
  service.onFollow = (_job, _watch, signal) => silence(signal);
  service.onCancel = async () => {
    throw new FailureError(failure('secrets-locked', {}));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(service.followed).toHaveLength(2));
  await generation.forgetConnection(INPUT.connectionId);
  expect(generation.slice().tasks).toEqual([]);
});

test('a connection that is removed while a run ends takes what was just born along', async () => {
  service.onFollow = async () => ({ places: ['a', 'b', 'c', 'd'].map((url) => ({ kind: 'url', url })), seed: null });
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  while (generation.slice().tasks.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await generation.forgetConnection(INPUT.connectionId);
  expect(generation.slice().tasks).toEqual([]);
});

test('a task that is forgotten leaves nothing of several results that were fetched before it was cancelled', async () => {
  service.onFollow = async () => ({ places: ['a', 'b', 'c'].map((url) => ({ kind: 'url', url })), seed: null });
  const { onOpen } = service;
  const generation = await app.launch();
  let cancelled: Promise<void> | null = null;
  service.onOpen = async (place) => {
    if (place.kind === 'url' && place.url === 'c') cancelled = generation.cancel(newest(generation).id);
    return onOpen(place);
  };
  const [task] = await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(cancelled).not.toBeNull());
  await (cancelled as Promise<void> | null);
  expect(newest(generation).state.kind).toBe('cancelled');
  expect(await app.outboxFiles()).toHaveLength(2);
  await generation.forget([task?.id ?? '']);
  expect(await app.outboxFiles()).toEqual([]);
});

test('a connection that is removed begins nothing of what waits', async () => {
  service.onFollow = (_job, _watch, signal) => silence(signal);
  const generation = await app.launch();
  for (let count = 0; count < 4; count += 1) await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(service.followed).toHaveLength(service.concurrency));
  await generation.forgetConnection(INPUT.connectionId);
  expect(service.submitted).toHaveLength(service.concurrency);
  expect(generation.slice().tasks).toEqual([]);
});

test('429: waits as long as the service says, holds the others of that service back, then goes on by itself', async () => {
  const { onSubmit } = service;
  service.onSubmit = async () => {
    throw new FailureError(retryAfter(failure('rate-limited', {}), 60_000));
  };
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const waiting = await reach(generation, 'waiting');
  expect(waiting.state).toMatchObject({ until: app.now + 60_000 });
  service.onSubmit = onSubmit;
  await generation.startTasks({ ...INPUT, seed: 6 });
  expect(newest(generation).state.kind).toBe('queued');
  expect(service.submitted).toHaveLength(1);
  app.now += 61_000;
  await generation.retry(waiting.id);
  await vi.waitFor(() => expect(app.uploads.items).toHaveLength(2));
});

test('a service that was asked too much too often: trying again waits at its request as before', async () => {
  service.onSubmit = async () => {
    throw new FailureError(retryAfter(failure('rate-limited', {}), 60_000));
  };
  const generation = await app.launch();
  const [task] = await generation.startTasks(INPUT);
  const id = task?.id ?? '';
  for (let asked = 1; asked <= 6; asked += 1) {
    await vi.waitFor(() => expect(service.submitted).toHaveLength(asked));
    await reach(generation, 'waiting');
    app.now += 61_000;
    generation.takeUp();
  }
  await reach(generation, 'failed');
  await generation.retry(id);
  await reach(generation, 'waiting');
});

test('what is being made can be seen, and how far it is', async () => {
  service.onSubmit = (watch, signal) => {
    watch.ahead(3);
    watch.progress(0.5);
    watch.preview(Buffer.from('picture'));
    return silence(signal);
  };
  const generation = await app.launch();
  const [task] = await generation.startTasks(INPUT);
  await vi.waitFor(() => expect(newest(generation).state).toMatchObject({ progress: 0.5, preview: 1, ahead: null }));
  expect(Buffer.from(generation.taskPreview(task?.id ?? '') ?? []).toString()).toBe('picture');
  await generation.cancel(task?.id ?? '');
  expect(generation.taskPreview(task?.id ?? '')).toBeNull();
});

test('a page in the place of a result is told with its words, and nothing of it is kept', async () => {
  service.onOpen = async () => Buffer.from('<html><h1>Sign in first</h1></html>');
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { state } = await reach(generation, 'failed');
  expect(state).toMatchObject({
    failure: { code: 'provider-bad-answer', detail: expect.stringContaining('Sign in first') },
  });
  expect(await app.outboxFiles()).toEqual([]);
});

test('a page in the place of a result: the job is still there, and trying again pays for no other', async () => {
  const { onOpen } = service;
  service.onOpen = async () => Buffer.from('<html>One moment</html>');
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id, state } = await reach(generation, 'failed');
  expect(state).toMatchObject({ resumable: true });
  service.onOpen = onOpen;
  service.onFollow = async () => ({ places: [{ kind: 'url', url: 'a-new-address' }], seed: 7 });
  await generation.retry(id);
  await reach(generation, 'uploading');
  expect(service.opened.at(-1)).toEqual({ kind: 'url', url: 'a-new-address' });
  expect(service.submitted).toHaveLength(1);
});

test('a page in the place of a result whose job is gone as well: trying again asks for a new one', async () => {
  const { onOpen, onFollow } = service;
  service.onOpen = async () => Buffer.from('<html>Gone</html>');
  const generation = await app.launch();
  await generation.startTasks(INPUT);
  const { id } = await reach(generation, 'failed');
  service.onFollow = async () => {
    throw new FailureError(failure('provider-job-gone', {}));
  };
  await generation.retry(id);
  await vi.waitFor(() => expect(newest(generation).state).toMatchObject({ failure: { code: 'provider-job-gone' } }));
  service.onOpen = onOpen;
  service.onFollow = onFollow;
  await generation.retry(id);
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(2);
});

test('places in a journal that knows no job of theirs are fetched', async () => {
  const { onOpen } = service;
  service.onOpen = (): Promise<never> => Promise.reject(new FailureError(failure('provider-unreachable', {})));
  const killed = await app.launch();
  await killed.startTasks(INPUT);
  await reach(killed, 'failed');
  await app.kill(killed);
  const journal = await app.journal();
  expect(journal).toContain('"job":"j1"}');
  await app.writeJournal(journal.replaceAll(',"job":"j1"}', '}'));
  service.onOpen = onOpen;
  const generation = await app.launch();
  await generation.retry(newest(generation).id);
  await reach(generation, 'uploading');
  expect(service.submitted).toHaveLength(1);
  expect(service.followed).toHaveLength(1);
});

const REMARK = 'a galaxy in a bottle';
const filmOf = (brand: string): Buffer =>
  Buffer.concat([box('ftyp', Buffer.from(`${brand}\0\0\0\0isom`)), box('moov', box('udta', Buffer.from(REMARK)))]);
const TOLD: Readonly<Record<string, () => Promise<Buffer>>> = {
  'a film': async () => filmOf('isom'),
  'a film of a telephone': async () => filmOf('3gp5'),
  'a HEIC picture': async () =>
    Buffer.from(locatedHeic().toString('latin1').replace(TITLE, REMARK.slice(0, TITLE.length)), 'latin1'),
  'a TIFF picture': () =>
    sharp(picture()).withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${REMARK}</x:xmpmeta>`).tiff().toBuffer(),
};

test.each(Object.keys(TOLD).flatMap((kind) => [true, false].map((keeps) => [kind, keeps] as const)))(
  '%s keeps what its service has written of it where prompts may be read alone: %s',
  async (kind, keeps) => {
    const told = (await TOLD[kind]?.()) ?? Buffer.alloc(0);
    service.onOpen = async () => told;
    app.keepsPrompts = keeps;
    const generation = await app.launch();
    await generation.startTasks(INPUT);
    const { id } = await reach(generation, 'uploading');
    const kept = await readFile(generation.taskFile(id) ?? '');
    expect(kept.includes('a galaxy')).toBe(keeps);
    expect(kept.length).toBe(told.length);
  },
);

test.each([true, false])(
  'a drawing keeps what its service has written of it where prompts may be read alone: %s',
  async (keeps) => {
    const remark = '{"prompt": "a galaxy in a bottle"}';
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg">\n<metadata><![CDATA[${remark}]]></metadata><path d="M0 0"/></svg>`;
    service.onOpen = async () => Buffer.from(drawing);
    app.keepsPrompts = keeps;
    const generation = await app.launch();
    await generation.startTasks(INPUT);
    const { id } = await reach(generation, 'uploading');
    const kept = await readFile(generation.taskFile(id) ?? '', 'utf8');
    expect(kept.includes('galaxy')).toBe(keeps);
    expect(kept).toContain('<path d="M0 0"/></svg>');
  },
);

test('a journal of the version before this one is read', async () => {
  const old = {
    id: 'old',
    batchId: 'b',
    connectionId: 'c1',
    createdAt: 1,
    facts: { prompt: 'Sea', provider: 'sketch', model: 'sketch-1', seed: 3, createdAt: 1 },
    size: { width: 512, height: 512 },
    style: 'Dunes',
    key: 'generated/sea-3.png',
    state: { kind: 'done', finishedAt: 2 },
    picture: null,
  };
  const lines = [
    { format: 'flow-media-generation', version: 1 },
    { kind: 'task', task: old },
  ];
  await app.writeJournal(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const generation = await app.launch();
  expect(newest(generation)).toMatchObject({
    reference: null,
    facts: { style: 'Dunes', negativePrompt: '', steps: null },
  });
});
