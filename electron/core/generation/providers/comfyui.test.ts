import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_SETTINGS } from '../../../../shared/generation';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import type { MakeRequest } from '../provider';
import { ComfyStandIn } from './comfy-stand-in.test-support';
import { DEFAULT_WORKFLOW, marksOf, readWorkflow } from './comfy-workflow';
import { ComfyUiProvider } from './comfyui';
import { failureOf, fetch, Heard, never, PACE, reference } from './service.test-support';

let server: ComfyStandIn;
let service: ComfyUiProvider;

beforeEach(async () => {
  server = await ComfyStandIn.start();
  service = new ComfyUiProvider(memoryKeys(), memoryConfig(), fetch, PACE);
  await setUp({ baseUrl: server.url });
});
afterEach(() => server.close());

const setUp = (fields: Record<string, string>) => service.settings.setUp({ provider: 'comfyui', fields, apiKey: null });

const request: MakeRequest = {
  ...NO_SETTINGS,
  model: 'sdxl.safetensors',
  prompt: 'A fox',
  negativePrompt: 'text',
  size: { width: 832, height: 1216 },
  seed: 5,
  steps: 25,
  guidance: 6,
  reference: null,
};

test('ComfyUI’s own workflow: checkpoints are learned, values go into its nodes, the picture comes back', async () => {
  expect(service.info().status).toBe('needs-setup');
  await service.check(never);
  expect(service.info()).toMatchObject({
    status: 'ready',
    models: [{ id: 'dream.safetensors' }, { id: 'sdxl.safetensors' }],
  });
  const heard = new Heard();
  const made = await firstResult(service, request, never, heard);
  expect(made.type.contentType).toBe('image/png');
  expect(server.jobs[0]?.prompt).toMatchObject({
    '3': { inputs: { seed: 5, steps: 25, cfg: 6, positive: ['6', 0] } },
    '4': { inputs: { ckpt_name: 'sdxl.safetensors' } },
    '5': { inputs: { width: 832, height: 1216 } },
    '6': { inputs: { text: 'A fox' } },
    '7': { inputs: { text: 'text' } },
  });
});

test('a checkpoint with commas and semicolons in its name is one', async () => {
  server.checkpoints = ['mix, v2; final.safetensors'];
  await service.check(never);
  expect(service.info().models.map(({ id }) => id)).toEqual(['mix, v2; final.safetensors']);
});

test('over the websocket: steps, and pictures of what is being made', async () => {
  server.conduct = 'waits';
  const job = service.jobs.newId() ?? '';
  const heard = new Heard();
  await service.submit(request, job, heard, never);
  server.conduct = 'finishes';
  await service.jobs.follow(job, heard, never);
  await vi.waitFor(() => expect(heard.previews).toEqual(['preview']));
  expect(heard.shares).toContain(0.25);
});

test('a server that gives the job an id of its own is followed by that, and listened to', async () => {
  server.ownIds = true;
  server.conduct = 'waits';
  const heard = new Heard();
  const submitted = await service.submit(request, service.jobs.newId(), heard, never);
  expect(submitted).toEqual({ kind: 'job', job: 'own-1' });
  server.conduct = 'finishes';
  const { places } = await service.jobs.follow('own-1', heard, never);
  expect(places).toMatchObject([{ url: expect.stringContaining('filename=a.png') }]);
  await vi.waitFor(() => expect(heard.previews).toEqual(['preview']));
  expect(heard.shares).toContain(0.25);
});

test('a job of our own id is found again after a restart of the app, wherever it stands', async () => {
  server.conduct = 'waits';
  const [first, second] = [service.jobs.newId() ?? '', service.jobs.newId() ?? ''];
  await service.submit(request, first, new Heard(), never);
  await service.submit(request, second, new Heard(), never);
  const again = new ComfyUiProvider(memoryKeys(), memoryConfig(), fetch, PACE);
  await again.settings.setUp({ provider: 'comfyui', fields: { baseUrl: server.url }, apiKey: null });
  const heard = new Heard();
  const followed = again.jobs.follow(second, heard, never);
  await vi.waitFor(() => expect(heard.places).toContain(1));
  server.finish(second);
  expect(await followed).toMatchObject({ places: [{ kind: 'url', url: expect.stringContaining('filename=a.png') }] });
});

test('a server that was restarted knows nothing of the job', async () => {
  server.conduct = 'forgets';
  const job = service.jobs.newId() ?? '';
  await service.submit(request, job, new Heard(), never);
  expect((await failureOf(service.jobs.follow(job, new Heard(), never))).code).toBe('provider-job-gone');
});

test('a lost server is waited for', async () => {
  server.conduct = 'waits';
  const job = service.jobs.newId() ?? '';
  await service.submit(request, job, new Heard(), never);
  const followed = service.jobs.follow(job, new Heard(), never);
  const { port } = new URL(server.url);
  const { jobs } = server;
  await server.close();
  server = await ComfyStandIn.start(Number(port));
  server.jobs.push(...jobs);
  server.finish(job);
  expect((await followed).places).toHaveLength(1);
});

test('several files, and previews only where there is nothing else', async () => {
  server.files = [
    { filename: 'p.png', subfolder: '', type: 'temp' },
    { filename: 'a b.png', subfolder: 'x/y', type: 'output' },
    { filename: 'film.webm', subfolder: '', type: 'output' },
  ];
  const job = service.jobs.newId() ?? '';
  await service.submit(request, job, new Heard(), never);
  const { places } = await service.jobs.follow(job, new Heard(), never);
  expect(places).toMatchObject([
    { url: `${server.url}/view?filename=a+b.png&subfolder=x%2Fy&type=output` },
    { url: `${server.url}/view?filename=film.webm&subfolder=&type=output` },
  ]);
});

test('what is wrong with a workflow is told by node; what went wrong while it ran, too', async () => {
  const wrong = service.submit({ ...request, model: 'gone.safetensors' }, null, new Heard(), never);
  expect(await failureOf(wrong)).toMatchObject({
    code: 'provider-refused-input',
    detail: expect.stringContaining("CheckpointLoaderSimple (4): Value not in list ckpt_name: 'gone.safetensors'"),
  });
  server.conduct = 'fails';
  expect(await failureOf(firstResult(service, request, never))).toMatchObject({
    code: 'provider-job-failed',
    detail: 'Allocation on device',
  });
});

test('cancel interrupts what runs; a picture to start from is brought over', async () => {
  server.conduct = 'waits';
  const job = service.jobs.newId() ?? '';
  await service.submit({ ...request, reference: await reference() }, job, new Heard(), never);
  expect(server.paths).toContain('POST /upload/image');
  await service.jobs.cancel(job);
  expect(server.interrupted).toEqual([{ prompt_id: job }]);
});

test('cancel of what waits leaves alone what runs, also on a server that interrupts whatever runs', async () => {
  server.ownIds = true;
  server.conduct = 'waits';
  await service.submit(request, service.jobs.newId(), new Heard(), never);
  await service.submit(request, service.jobs.newId(), new Heard(), never);
  await service.jobs.cancel('own-2');
  expect(server.interrupted).toEqual([{ delete: ['own-2'] }]);
});

test('called off before the server told its own id: the job is known by who asked for it', async () => {
  server.ownIds = true;
  server.conduct = 'waits';
  await service.submit(request, service.jobs.newId(), new Heard(), never);
  const off = new AbortController();
  server.onAsked = (path) => path === '/prompt' && off.abort();
  const job = service.jobs.newId() ?? '';
  await expect(service.submit(request, job, new Heard(), off.signal)).rejects.toMatchObject({ name: 'AbortError' });
  await service.jobs.cancel(job);
  expect(server.interrupted).toEqual([{ delete: ['own-2'] }]);
});

test('called off before the server has put it into its queue, and as it begins to run: it is looked for again', async () => {
  server.conduct = 'waits';
  const [first, second] = [service.jobs.newId() ?? '', service.jobs.newId() ?? ''];
  const rare = new ComfyUiProvider(memoryKeys(), memoryConfig(), fetch, { ...PACE, interval: 500 });
  await rare.settings.setUp({ provider: 'comfyui', fields: { baseUrl: server.url }, apiKey: null });
  const cancelling = rare.jobs.cancel(second);
  await vi.waitFor(() => expect(server.paths).toContain('GET /queue'));
  await service.submit(request, first, new Heard(), never);
  await service.submit(request, second, new Heard(), never);
  server.onAsked = (path) => path === '/queue' && server.paths.at(-1) === 'POST /queue' && server.finish(first);
  await cancelling;
  expect(server.interrupted).toEqual([{ delete: [second] }, { prompt_id: second }]);
});

test('cancel of a job that is over asks for nothing but the queue', async () => {
  const job = service.jobs.newId() ?? '';
  await service.submit(request, job, new Heard(), never);
  await service.jobs.follow(job, new Heard(), never);
  await service.jobs.cancel(job);
  expect(server.interrupted).toEqual([]);
});

test('a workflow without marks gets them at the usual nodes; the form shows what it takes', async () => {
  const plain = DEFAULT_WORKFLOW.replace('"{seed}"', '1')
    .replace('"{steps}"', '20')
    .replace('"{guidance}"', '7')
    .replace('{checkpoint}', 'own.safetensors')
    .replace('"{width}"', '512')
    .replace('"{height}"', '512')
    .replace('{prompt}', 'old words')
    .replace('{negative}', 'old words');
  expect([...marksOf(readWorkflow(plain) ?? {})]).toEqual(['prompt', 'negative', 'seed', 'width', 'height']);
  await setUp({ workflow: plain });
  expect(service.info()).toMatchObject({
    status: 'ready',
    models: [{ id: 'workflow', seed: true, negativePrompt: true, steps: null, reference: false }],
  });
  await firstResult(service, { ...request, model: 'workflow', extra: { '3': { sampler_name: 'dpmpp_2m' } } }, never);
  expect(server.jobs[0]?.prompt).toMatchObject({
    '3': { inputs: { seed: 5, steps: 20, sampler_name: 'dpmpp_2m' } },
    '6': { inputs: { text: 'A fox' } },
  });
});

test('what is no workflow in API format is refused, as the editor’s own format is', async () => {
  for (const workflow of ['{}', '[]', '{"nodes": [], "links": []}', '{"1": {"class_type": 5}}']) {
    expect((await failureOf(setUp({ workflow }))).code).toBe('invalid-input');
  }
});
