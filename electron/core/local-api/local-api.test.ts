import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_SETTINGS, type GenerationInput, type GenerationTask, type ProviderInfo } from '../../../shared/generation';
import { failure, FailureError } from '../../../shared/failure';
import type { LocalApiSlice } from '../../../shared/local-api';
import { MemoryStorage, TestVault } from '../connections/connections.test-support';
import { CONNECTION, hastyClock, openWorld, type World } from '../transfers/world.test-support';
import { LocalApi } from './local-api';

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly success: boolean; readonly result: readonly string[]; readonly message?: string };
}

let world: World;
let api: LocalApi;
let storage: MemoryStorage;
let vault: TestVault;
let slices: LocalApiSlice[];
let reported: unknown[];
let clipboard: Uint8Array | null;
let tasks: GenerationTask[];
let asked: GenerationInput[];
let providers: readonly ProviderInfo[];
let told: () => void;

const OWN = 'own';
const incoming = (): string => world.handedOver.script;
const SETTINGS = { enabled: true, port: null, connectionId: null, prefix: '' } as const;

function build(): LocalApi {
  return new LocalApi({
    storage,
    vault,
    uploads: world.transfers,
    uploadSettings: () => world.uploads,
    links: {
      linkOf: (_connection, { key }) => Promise.resolve({ kind: 'public', url: `https://media.example.com/${key}` }),
    },
    generation: {
      providers: () => providers,
      startTasks: (input) => {
        asked.push(input);
        tasks = [taskOf('t1', { kind: 'queued' })];
        return Promise.resolve(tasks);
      },
      task: (id) => tasks.find((task) => task.id === id) ?? null,
    },
    onGeneration: (listener) => {
      told = listener;
      return () => undefined;
    },
    incoming: incoming(),
    ownFolder: join(world.dir, OWN),
    clipboardPicture: () => Promise.resolve(clipboard),
    activeConnection: () => CONNECTION,
    clock: hastyClock(),
    randomId: randomUUID,
    publish: (slice) => slices.push(slice),
    report: (error) => reported.push(error),
  });
}

const PROVIDER: ProviderInfo = {
  id: 'sketch',
  name: 'Sketch',
  demo: true,
  status: 'ready',
  fields: [],
  key: null,
  models: [
    {
      id: 'sketch-1',
      name: 'Sketch',
      sizes: [{ width: 64, height: 64 }],
      styles: ['Dunes'],
      makes: 'image',
      side: null,
      seed: true,
      negativePrompt: false,
      steps: null,
      guidance: null,
      seconds: [],
      reference: false,
      extra: false,
      maxCount: 4,
      maxPromptLength: 2000,
      price: { kind: 'free' },
    },
  ],
};

function taskOf(id: string, state: GenerationTask['state']): GenerationTask {
  const facts = { ...NO_SETTINGS, prompt: 'p', provider: 'sketch', model: 'sketch-1', seed: 1, createdAt: 0 } as const;
  return {
    id,
    batchId: 'b',
    connectionId: CONNECTION,
    createdAt: 0,
    facts,
    size: { width: 64, height: 64 },
    reference: null,
    key: `generated/${id}.png`,
    assetId: id,
    name: `${id}.png`,
    state,
  };
}

beforeEach(async () => {
  world = await openWorld();
  world.handedOver = { ...world.handedOver, script: join(world.dir, OWN, 'incoming') };
  [storage, vault, slices, reported, tasks, asked] = [new MemoryStorage(), new TestVault(), [], [], [], []];
  clipboard = null;
  providers = [PROVIDER];
  await world.file('../own/settings/connections.json', 'secret');
  api = build();
  await api.start(null);
  await api.change(SETTINGS);
});
afterEach(async () => {
  await api.stop();
  await world.close();
  expect(reported).toEqual([]);
});

function base(): string {
  const { state } = api.slice();
  if (state.kind !== 'open') throw new Error(`The door is ${state.kind}`);
  return `http://127.0.0.1:${state.port}`;
}

async function post(path: string, init: RequestInit = {}, token?: string): Promise<Told> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token ?? (await api.textOf('token'))}`);
  const reply = await fetch(base() + path, { method: 'POST', ...init, headers });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Told['body'] };
}

const json = (value: unknown): RequestInit => ({ body: JSON.stringify(value) });

function form(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): RequestInit {
  const body = new FormData();
  for (const [name, content] of Object.entries(files)) body.append('files', new Blob([content]), name);
  return { body };
}

describe('an upload', () => {
  it('takes files that are sent, and answers when they are verified', async () => {
    const answer = await post('/upload', form({ 'a.png': 'a', '../Été (2).png': 'b' }));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      result: ['https://media.example.com/a.png', 'https://media.example.com/Été (2).png'],
    });
    expect((await world.object('Été (2).png')).toString()).toBe('b');
    await vi.waitFor(async () => expect(await readdir(incoming())).toEqual([]));
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('takes PicGo’s list of paths at the address that Obsidian is given, and leaves the files', async () => {
    const path = await world.file('note.png', 'picture');
    const address = await api.textOf('address');
    const headers = { 'Content-Type': 'application/json' };
    const reply = await fetch(address, { method: 'POST', headers, ...json({ list: [path] }) });
    expect(await reply.json()).toEqual({ success: true, result: ['https://media.example.com/note.png'] });
    // Again the same: nothing goes twice, and the link is the same.
    const again = await post('/upload', json({ list: [path] }));
    expect(again.body.result).toEqual(['https://media.example.com/note.png']);
    expect(world.calls.filter((call) => call.startsWith('done'))).toHaveLength(1);
    await writeFile(path, 'another picture');
    expect((await post('/upload', json({ list: [path] }))).body.result).toEqual([
      'https://media.example.com/note-2.png',
    ]);
  });

  it('takes the picture on the clipboard where nothing is sent, as PicGo does', async () => {
    expect(await post('/upload')).toMatchObject({ status: 422, body: { success: false } });
    clipboard = new TextEncoder().encode('png');
    const [url = ''] = (await post('/upload')).body.result;
    expect(url).toMatch(/pasted-.*\.png$/);
    expect((await post('/heartbeat')).body).toEqual({ success: true, result: 'alive' });
  });

  it('goes into the folder that the settings name, and answers in plain lines to those who ask for them', async () => {
    await api.change({ ...SETTINGS, prefix: 'notes/' });
    const authorization = `Bearer ${await api.textOf('token')}`;
    const headers = { authorization, Accept: 'text/plain' };
    const reply = await fetch(`${base()}/upload`, { method: 'POST', headers, ...form({ 'a.png': 'a', 'b.png': 'b' }) });
    expect(await reply.text()).toBe('https://media.example.com/notes/a.png\nhttps://media.example.com/notes/b.png\n');
  });

  it('takes a large file without holding it in memory', async () => {
    const bytes = new Uint8Array(40 * 1024 * 1024).fill(7);
    expect((await post('/upload', form({ 'film.mp4': bytes }))).status).toBe(200);
    expect((await world.store.head('film.mp4', new AbortController().signal)).size).toBe(bytes.length);
  });

  it.each([
    ['relative paths', { list: ['note.png'] }, 400],
    ['a path that is not there', { list: ['/nowhere/at/all.png'] }, 422],
    ['a folder', { list: ['/tmp'] }, 422],
    ['another shape', { list: 'a.png' }, 400],
    ['too many', { list: Array.from({ length: 101 }, () => '/a.png') }, 400],
  ])('refuses %s', async (_what, body, status) => {
    expect(await post('/upload', json(body))).toMatchObject({ status, body: { success: false, result: [] } });
  });

  it('refuses what the app keeps for itself, by whatever way', async () => {
    const own = join(world.dir, OWN, 'settings', 'connections.json');
    const link = join(world.dir, 'files', 'link.json');
    await writeFile(join(world.dir, 'files.txt'), '');
    await world.file('x', 'x');
    await symlink(own, link);
    for (const path of [own, link]) expect((await post('/upload', json({ list: [path] }))).status).toBe(422);
    expect(world.calls).toEqual([]);
  });

  it('refuses bodies that are too large, broken or of another kind, and keeps nothing of them', async () => {
    expect((await post('/upload', { body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect((await post('/upload', { body: '{"list": [' })).status).toBe(400);
    expect((await post('/upload', { body: 'x', headers: { 'Content-Type': 'image/png' } })).status).toBe(415);
    const cut = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\nhalf';
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    expect((await post('/upload', { body: cut, headers })).status).toBe(400);
    expect((await post('/upload', { body: '--b--\r\n', headers })).status).toBe(400);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`${n}.png`, 'x']));
    expect((await post('/upload', form(many))).status).toBe(413);
    await vi.waitFor(async () => expect(await readdir(incoming())).toEqual([]));
  });

  it('says why when a person must mend something, and what was sent is kept for that', async () => {
    world.proxy.fault = () => ({ kind: 'answer', status: 403, code: 'AccessDenied' });
    const refused = await post('/upload', form({ 'a.png': 'a' }));
    expect(refused).toMatchObject({ status: 502, body: { success: false } });
    expect(refused.body.message).toContain('access-denied');
    expect(await readdir(incoming())).toHaveLength(1);
    world.proxy.fault = () => null;
    world.transfers.retry('all');
    await vi.waitFor(async () => expect((await world.object('a.png')).toString()).toBe('a'));
    await vi.waitFor(async () => expect(await readdir(incoming())).toEqual([]));
  });

  it('that a person takes off the list is told of, and nothing is left of it', async () => {
    world.proxy.fault = () => ({ kind: 'reset' });
    const answer = post('/upload', form({ 'a.png': 'a' }));
    await vi.waitFor(() => expect(world.transfers.rows(0, 1).total).toBe(1));
    world.transfers.cancel('all');
    expect(await answer).toMatchObject({ status: 502, body: { success: false } });
    await vi.waitFor(async () => expect(await readdir(incoming())).toEqual([]));
  });
});

describe('a picture', () => {
  it('is made, and answered when it is in the bucket', async () => {
    const answer = post('/generate', json({ prompt: 'Violet dunes', seed: 7 }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toEqual({
      ...NO_SETTINGS,
      reference: null,
      connectionId: CONNECTION,
      provider: 'sketch',
      model: 'sketch-1',
      prompt: 'Violet dunes',
      seed: 7,
      count: 1,
      size: { width: 64, height: 64 },
      style: 'Dunes',
    });
    tasks = [taskOf('t1', { kind: 'running', progress: 0.5, ahead: null, preview: 0 })];
    told();
    tasks = [taskOf('t1', { kind: 'done', finishedAt: 1 })];
    told();
    expect((await answer).body).toEqual({ success: true, result: ['https://media.example.com/generated/t1.png'] });
  });

  it('is made by the first ready provider that has the model, where the model alone is named', async () => {
    const [model] = PROVIDER.models;
    if (model === undefined) throw new Error('It has no model');
    const other: ProviderInfo = { ...PROVIDER, id: 'fal', models: [{ ...model, id: 'other-1' }] };
    providers = [PROVIDER, { ...other, id: 'comfyui', status: 'needs-setup' }, other];
    void post('/generate', json({ prompt: 'Violet dunes', model: 'other-1' })).catch(() => undefined);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatchObject({ provider: 'fal', model: 'other-1' });
    const unknown = await post('/generate', json({ prompt: 'Violet dunes', model: 'nothing' }));
    expect(unknown).toMatchObject({ status: 422, body: { success: false } });
    expect(unknown.body.message).toContain('sketch-1');
  });

  it('is not made from files that are sent, and nothing of them is kept', async () => {
    expect((await post('/generate', form({ 'a.png': 'a' }))).status).toBe(415);
    expect(await readdir(incoming()).catch(() => [])).toEqual([]);
  });

  it('that cannot be made is told of', async () => {
    const answer = post('/generate', json({ prompt: 'Violet dunes' }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    tasks = [taskOf('t1', { kind: 'failed', failure: failure('provider-quota'), kept: false })];
    told();
    expect(await answer).toMatchObject({ status: 502, body: { success: false } });
    expect((await answer).body.message).toContain('provider-quota');
    expect((await post('/generate', json({ prompt: '' }))).status).toBe(400);
    expect((await post('/generate', json({ prompt: 'p', provider: 'nobody' }))).body.message).toContain('sketch');
  });
});

describe('the door', () => {
  it('turns away whoever has no token, comes from a page, or under another name', async () => {
    const path = await world.file('a.png', 'a');
    const body = json({ list: [path] });
    expect((await post('/upload', body, 'wrong')).status).toBe(401);
    expect((await post('/upload', { ...body, headers: { Origin: 'https://evil.example' } })).status).toBe(403);
    expect(await statusUnder('evil.example')).toBe(403);
    expect((await post('/other', body)).status).toBe(404);
    const authorization = `Bearer ${await api.textOf('token')}`;
    expect((await fetch(`${base()}/upload`, { headers: { authorization } })).status).toBe(405);
    const preflight = await fetch(`${base()}/upload`, { method: 'OPTIONS', headers: { Origin: 'https://a.example' } });
    expect(preflight.status).toBe(403);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(world.calls).toEqual([]);
  });

  it('is closed when it is off, also for those who are being answered, and opens at the same port', async () => {
    const before = base();
    world.proxy.fault = () => ({ kind: 'hold', until: new Promise(() => undefined) });
    const open = post('/upload', form({ 'a.png': 'a' })).catch(() => 'cut off');
    await vi.waitFor(() => expect(world.transfers.rows(0, 1).total).toBe(1));
    await api.change({ ...api.slice().settings, enabled: false });
    expect(api.slice().state).toEqual({ kind: 'off' });
    expect(await open).toBe('cut off');
    await expect(fetch(`${before}/heartbeat`)).rejects.toThrow('fetch failed');
    world.proxy.fault = () => null;
    await api.change({ ...api.slice().settings, enabled: true });
    expect(base()).toBe(before);
  });

  it('keeps its token sealed and over a restart; another one puts it out of use', async () => {
    const token = await api.textOf('token');
    expect(JSON.stringify(storage.content)).not.toContain(token);
    expect(slices.every((slice) => !JSON.stringify(slice).includes(token))).toBe(true);
    await api.stop();
    api = build();
    await api.start(null);
    expect(await api.textOf('token')).toBe(token);
    await api.renewToken();
    expect((await post('/heartbeat', {}, token)).status).toBe(401);
    expect((await post('/heartbeat')).status).toBe(200);
  });

  it('says when its port is taken or its token cannot be opened', async () => {
    const other = build();
    await other.change({ ...SETTINGS, port: Number(new URL(base()).port) });
    expect(other.slice().state).toMatchObject({ kind: 'failed', failure: { code: 'port-taken' } });
    await other.stop();
    vault.key = 'k2';
    await api.secretsChanged();
    expect(api.slice().state).toMatchObject({ kind: 'failed', failure: { code: 'local-token-unreadable' } });
    await expect(api.textOf('token')).rejects.toThrow(FailureError);
    await api.renewToken();
    expect((await post('/heartbeat')).status).toBe(200);
  });

  it('clears away at the start what was sent and never queued', async () => {
    await post('/upload', form({ 'a.png': 'a' }));
    await writeFile(join(incoming(), 'left.png'), 'left');
    await api.stop();
    api = build();
    await api.start(null);
    expect(await readdir(incoming())).toEqual([]);
  });

  it('keeps what is queued where the folder is reached by another path, and sends it', async () => {
    world.transfers.pause('all');
    void post('/upload', form({ 'a.png': 'a' })).catch(() => undefined);
    await vi.waitFor(() => expect(world.transfers.rows(0, 1).total).toBe(1));
    await api.stop();
    const before = incoming();
    world.handedOver = { ...world.handedOver, script: join(world.dir, 'moved') };
    await rename(before, incoming());
    await world.restart();
    api = build();
    await api.start(null);
    expect(await readdir(incoming())).toHaveLength(1);
    world.transfers.resume('all');
    await vi.waitFor(async () => expect((await world.object('a.png')).toString()).toBe('a'));
    await vi.waitFor(async () => expect(await readdir(incoming())).toEqual([]));
  });

  it('puts it aside where the journal of transfers could not be read whole', async () => {
    await post('/upload', form({ 'a.png': 'a' }));
    await writeFile(join(incoming(), 'lost.png'), 'nowhere else');
    await api.stop();
    api = build();
    const journal = join(world.dir, 'transfers.journal.damaged-1');
    await api.start({ path: journal, why: 'damaged' });
    expect(await readdir(incoming())).toEqual([]);
    expect(await readFile(join(`${journal}-sent`, 'lost.png'), 'utf8')).toBe('nowhere else');
  });
});

/** `fetch` does not let anybody name another host. */
async function statusUnder(name: string): Promise<number> {
  const authorization = `Bearer ${await api.textOf('token')}`;
  return new Promise((resolve, reject) => {
    const asking = request(
      `${base()}/heartbeat`,
      { method: 'POST', headers: { host: name, authorization } },
      (reply) => {
        reply.resume();
        resolve(reply.statusCode ?? 0);
      },
    );
    asking.on('error', reject);
    asking.end();
  });
}
