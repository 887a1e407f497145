import { afterEach, expect, test, vi } from 'vitest';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import { FalProvider } from './fal';
import {
  failureOf,
  fetch,
  Heard,
  json,
  never,
  PACE,
  png,
  sentJson,
  StandIn,
  type Answer,
} from './service.test-support';

const KEY = 'id:secret';
const open: StandIn[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start(answer: Answer): Promise<StandIn> {
  const server = await StandIn.start(answer);
  open.push(server);
  return server;
}

async function provider(server: StandIn, pace = PACE): Promise<FalProvider> {
  const made = new FalProvider(memoryKeys(), memoryConfig(), fetch, pace);
  await made.settings.setUp({ provider: 'fal', fields: { baseUrl: server.url }, apiKey: KEY });
  return made;
}

/** The queue of docs.fal.ai: a place in it, one look in vain, then the result. */
async function queue(answers: { readonly status?: unknown; readonly result?: unknown; readonly code?: number } = {}) {
  const picture = await png();
  let looks = 0;
  const server: StandIn = await start((asked, response) => {
    const job = `${server.url}/fal-ai/flux/requests/r1`;
    if (asked.method === 'POST') {
      const urls = { status_url: `${job}/status`, response_url: job, cancel_url: `${job}/cancel` };
      json(response, 200, { status: 'IN_QUEUE', request_id: 'r1', queue_position: 2, ...urls });
    } else if (asked.path.endsWith('/status')) {
      looks += 1;
      const stands = ['IN_QUEUE', 'IN_PROGRESS'][looks - 1] ?? 'COMPLETED';
      json(response, 200, answers.status ?? { status: stands, queue_position: 2 });
    } else if (asked.path.endsWith('/requests/r1')) {
      const usual = { images: [{ url: `${server.url}/files/a.png`, content_type: 'image/png' }], seed: 42 };
      json(response, answers.code ?? 200, answers.result ?? usual);
    } else if (asked.path.endsWith('/cancel')) json(response, 202, { status: 'CANCELLATION_REQUESTED' });
    else response.end(picture);
  });
  return server;
}

test('submitted, waited for in the queue, fetched; the seed is the service’s', async () => {
  const server = await queue();
  const heard = new Heard();
  const request = { model: 'fal-ai/flux/dev', prompt: 'A fox', seed: 5, steps: 28, guidance: 3.5 };
  const made = await firstResult(await provider(server), request, never, heard);
  expect(made).toMatchObject({ type: { contentType: 'image/png' }, seed: 42 });
  expect(server.asked[0]).toMatchObject({ path: '/fal-ai/flux/dev', headers: { authorization: `Key ${KEY}` } });
  expect(sentJson(server.asked[0]!)).toEqual({
    prompt: 'A fox',
    image_size: { width: 1024, height: 1024 },
    seed: 5,
    num_inference_steps: 28,
    guidance_scale: 3.5,
  });
  expect(heard.places).toEqual([2]);
});

test('a film, and inputs of the model’s own', async () => {
  const server = await queue();
  const service = await provider(server);
  await service.settings.setUp({
    provider: 'fal',
    fields: { models: 'fal-ai/kling-video/v2, fal-ai/flux/dev' },
    apiKey: null,
  });
  expect(service.info().models.map(({ makes }) => makes)).toEqual(['video', 'image']);
  await firstResult(service, { model: 'fal-ai/kling-video/v2', prompt: 'x', extra: { cfg: 0.5 } }, never);
  expect(sentJson(server.asked[0]!)).toMatchObject({ cfg: 0.5 });
});

test('the key goes to no address that is not the service’s own', async () => {
  const elsewhere = await start((_, response) => json(response, 200, {}));
  const server = await start((_, response) => {
    const job = `${elsewhere.url}/r1`;
    json(response, 200, { status_url: job, response_url: job, cancel_url: job });
  });
  const asked = firstResult(await provider(server), { model: 'm', prompt: 'x' }, never);
  expect((await failureOf(asked)).code).toBe('provider-bad-answer');
  expect(elsewhere.asked).toEqual([]);
});

test('a prompt that is not allowed, an empty account, a job that failed, one that is gone', async () => {
  const policy = { detail: [{ msg: 'Blocked', type: 'content_policy_violation' }] };
  const ask = async (server: StandIn) =>
    failureOf(firstResult(await provider(server), { model: 'm', prompt: 'x' }, never));
  expect((await ask(await queue({ code: 422, result: policy }))).code).toBe('provider-refused-prompt');
  expect((await ask(await queue({ status: { status: 'COMPLETED', error: 'Out of memory' } }))).code).toBe(
    'provider-job-failed',
  );
  expect((await ask(await queue({ code: 404, result: { detail: 'Not found' } }))).code).toBe('provider-job-gone');
  const poor = await start((_, response) =>
    json(response, 403, { detail: 'User is locked. Reason: Exhausted balance.' }),
  );
  expect((await ask(poor)).code).toBe('provider-quota');
  const refused = await start((_, response) => json(response, 401, { detail: `No such key ${KEY}` }));
  const failure = await ask(refused);
  expect(failure.code).toBe('provider-key-refused');
  expect(JSON.stringify(failure)).not.toContain(KEY);
});

test('a state that fal does not know is not waited for without end, and the job can be asked for again', async () => {
  const server = await queue({ status: { status: 'EXPIRED' } });
  const hasty = await provider(server, { interval: 1, patience: 50 });
  const failure = await failureOf(firstResult(hasty, { model: 'm', prompt: 'x' }, never));
  expect(failure).toMatchObject({ code: 'server-error', detail: expect.stringContaining('EXPIRED') });
});

test('a lost connection while it works is waited through', async () => {
  const picture = await png();
  let looks = 0;
  const server: StandIn = await start((asked, response) => {
    const job = `${server.url}/r1`;
    if (asked.method === 'POST')
      json(response, 200, { status_url: job, response_url: `${job}/result`, cancel_url: job });
    else if (asked.path === '/r1') {
      looks += 1;
      if (looks < 3) response.destroy();
      else json(response, 200, { status: 'COMPLETED' });
    } else if (asked.path === '/r1/result') json(response, 200, { video: { url: `${server.url}/v` } });
    else response.end(picture);
  });
  await firstResult(await provider(server), { model: 'm', prompt: 'x' }, never);
  expect(looks).toBe(3);
});

test.each([
  [500, { detail: [{ loc: ['body'], msg: 'Internal server error', type: 'internal_server_error' }] }],
  [504, { detail: 'Request timed out', error_type: 'request_timeout' }],
  // As a web framework has it, for as long as anybody asks.
  [500, 'Internal Server Error'],
])('a job that ended with %i %j has failed: trying again makes a new one', async (code, result) => {
  const server = await queue({ code, result });
  const made = new FalProvider(memoryKeys(), memoryConfig(), fetch, { interval: 5, patience: 50 });
  await made.settings.setUp({ provider: 'fal', fields: { baseUrl: server.url }, apiKey: KEY });
  expect((await failureOf(firstResult(made, { model: 'm', prompt: 'x' }, never))).code).toBe('provider-job-failed');
});

test('a gateway that answers with pages alone is given up, and the job can be asked for again', async () => {
  const server: StandIn = await start((asked, response) => {
    const job = `${server.url}/r1`;
    const urls = { status_url: job, response_url: `${job}/result`, cancel_url: job };
    if (asked.method === 'POST') json(response, 200, urls);
    else response.end('<h1>Sign in</h1>');
  });
  const made = new FalProvider(memoryKeys(), memoryConfig(), fetch, { interval: 5, patience: 50 });
  await made.settings.setUp({ provider: 'fal', fields: { baseUrl: server.url }, apiKey: KEY });
  const failure = await failureOf(firstResult(made, { model: 'm', prompt: 'x' }, never));
  expect(failure).toMatchObject({ code: 'server-error', detail: 'Sign in' });
});

test('a gateway that fails at the result alone does not cost it', async () => {
  const picture = await png();
  let looks = 0;
  const server: StandIn = await start((asked, response) => {
    const job = `${server.url}/r1`;
    const urls = { status_url: job, response_url: `${job}/result`, cancel_url: job };
    if (asked.method === 'POST') json(response, 200, urls);
    else if (asked.path === '/r1') json(response, 200, { status: 'COMPLETED' });
    else if (asked.path !== '/r1/result') response.end(picture);
    else if (looks++ < 2) response.writeHead(looks === 1 ? 408 : 502).end('<h1>Bad gateway</h1>');
    else json(response, 200, { images: [{ url: `${server.url}/a.png` }] });
  });
  await firstResult(await provider(server), { model: 'm', prompt: 'x' }, never);
  expect(looks).toBe(3);
});

test('cancel is told; a check costs nothing and tells a wrong key', async () => {
  const server = await queue();
  const service = await provider(server);
  const job = `${server.url}/fal-ai/flux/requests/r1`;
  await service.jobs.cancel(
    JSON.stringify({ status_url: `${job}/status`, response_url: job, cancel_url: `${job}/cancel` }),
  );
  expect(server.paths).toEqual(['PUT /fal-ai/flux/requests/r1/cancel']);
  await service.check(never);
  const wrong = await start((_, response) => json(response, 401, { detail: 'Invalid key' }));
  const other = await provider(wrong);
  expect((await failureOf(other.check(never))).code).toBe('provider-key-refused');
  expect(wrong.asked.every(({ method }) => method === 'GET')).toBe(true);
});

test('called off while it is asked for: the job that was begun all the same is cancelled', async () => {
  const off = new AbortController();
  const server: StandIn = await start((asked, response) => {
    const job = `${server.url}/r1`;
    if (asked.method === 'POST') off.abort();
    json(response, 200, { status_url: job, response_url: job, cancel_url: `${job}/cancel` });
  });
  const asked = firstResult(await provider(server), { model: 'm', prompt: 'x' }, off.signal);
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(server.paths).toEqual(['POST /m', 'PUT /r1/cancel']));
});
