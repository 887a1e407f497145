import { afterEach, expect, test, vi } from 'vitest';
import { NO_SETTINGS } from '../../../../shared/generation';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import { ReplicateProvider } from './replicate';
import {
  failureOf,
  fetch,
  Heard,
  json,
  never,
  PACE,
  png,
  reference,
  sentForm,
  sentJson,
  StandIn,
  type Answer,
} from './service.test-support';

const KEY = 'r8_secret';
let server: StandIn;

afterEach(() => server.close());

async function provider(answer: Answer, models = 'owner/model'): Promise<ReplicateProvider> {
  server = await StandIn.start(answer);
  const made = new ReplicateProvider(memoryKeys(), memoryConfig(), fetch, PACE);
  await made.settings.setUp({ provider: 'replicate', fields: { baseUrl: `${server.url}/v1`, models }, apiKey: KEY });
  return made;
}

/** As `GET /models/{owner}/{name}` describes a model, with the lists that inputs choose from beside them. */
const MODEL = {
  latest_version: {
    openapi_schema: {
      components: {
        schemas: {
          Input: {
            properties: {
              prompt: { type: 'string' },
              seed: { type: 'integer' },
              num_inference_steps: { type: 'integer', minimum: 1, maximum: 50, default: 28 },
              guidance: { type: 'number', minimum: 0, maximum: 10, default: 3 },
              image: { type: 'string', format: 'uri' },
              aspect_ratio: { allOf: [{ $ref: '#/components/schemas/aspect_ratio' }], default: '1:1' },
            },
          },
          aspect_ratio: { enum: ['1:1', '16:9', '9:16'], type: 'string' },
        },
      },
    },
  },
};

/** A prediction that is looked at once in vain; `ended` may need the server's address. */
function replicate(ended: () => Record<string, unknown>): Answer {
  let looks = 0;
  return (asked, response) => {
    if (asked.path === '/v1/account') json(response, 200, { username: 'me' });
    else if (asked.path === '/v1/models/owner/model') json(response, 200, MODEL);
    else if (asked.method === 'POST') json(response, 201, { id: 'p1', status: 'starting', output: null, error: null });
    else if (asked.path === '/v1/predictions/p1') {
      looks += 1;
      const logs = 'Using seed: 77\n 50%|█████     | 14/28';
      json(response, 200, looks < 2 ? { id: 'p1', status: 'processing', logs } : { id: 'p1', logs, ...ended() });
    } else void png().then((picture) => response.end(picture));
  };
}

test('what a model takes is learned from its schema, and nothing else is sent', async () => {
  const service = await provider(replicate(() => ({ status: 'succeeded', output: [`${server.url}/out.png`] })));
  await service.check(never);
  const [model] = service.info().models;
  expect(model).toMatchObject({
    seed: true,
    negativePrompt: false,
    steps: { min: 1, max: 50, preset: 28 },
    guidance: { preset: 3 },
    reference: true,
    side: null,
    sizes: [{ width: 1024, height: 1024 }, { width: 1360 }, { height: 1360 }],
  });
  const size = model?.sizes[1];
  if (size === undefined) throw new Error('No size');
  const request = { model: 'owner/model', prompt: 'A fox', size, seed: 5, guidance: 3, reference: await reference() };
  await firstResult(service, request, never);
  const sent = server.asked.find(({ method }) => method === 'POST');
  expect(sent?.path).toBe('/v1/models/owner/model/predictions');
  expect(sentJson(sent!)).toEqual({
    input: {
      prompt: 'A fox',
      seed: 5,
      guidance: 3,
      aspect_ratio: '16:9',
      image: expect.stringMatching(/^data:image\/png;base64,/),
    },
  });
});

const SIDES = { width: 1360, height: 768 };
test.each([
  ['named as custom, as FLUX 1.1 pro', ['1:1', '16:9', 'custom'], 256, { aspect_ratio: 'custom', ...SIDES }],
  ['with no way to name it', ['1:1', '16:9'], 256, { aspect_ratio: '16:9', ...SIDES }],
  ['too short for it, as Seedream 4', ['match_input_image', '1:1', '16:9'], 1024, { aspect_ratio: '16:9' }],
])('a size for a model that has a shape beside its sides, %s', async (_, ratios, minimum, sent) => {
  const side = { type: 'integer', minimum, maximum: 1440 };
  const aspect = { type: 'string', enum: ratios, default: '1:1' };
  const Input = { properties: { prompt: { type: 'string' }, width: side, height: side, aspect_ratio: aspect } };
  const described = { latest_version: { openapi_schema: { components: { schemas: { Input } } } } };
  const usual = replicate(() => ({ status: 'succeeded', output: `${server.url}/a.png` }));
  const service = await provider((asked, response) => {
    if (asked.path === '/v1/models/owner/model') json(response, 200, described);
    else usual(asked, response);
  });
  await firstResult(service, { model: 'owner/model', prompt: 'x', size: SIDES }, never);
  const asked = server.asked.find(({ method }) => method === 'POST');
  expect(sentJson(asked!)).toEqual({ input: { prompt: 'x', ...sent } });
});

test('waits for the prediction, reads progress and seed from its logs; several outputs', async () => {
  const output = (): unknown => ({ images: [`${server.url}/1.png`, `${server.url}/2.png`] });
  const service = await provider(replicate(() => ({ status: 'succeeded', output: output() })));
  const heard = new Heard();
  const request = {
    ...NO_SETTINGS,
    model: 'owner/model',
    prompt: 'x',
    size: { width: 1024, height: 1024 },
    reference: null,
  };
  const submitted = await service.submit(request, null, heard, never);
  if (submitted.kind !== 'job') throw new Error('No job');
  const results = await service.jobs.follow(submitted.job, heard, never);
  expect(results).toMatchObject({ places: [{ kind: 'url' }, { kind: 'url' }], seed: 77 });
  expect(heard.shares).toContain(0.5);
});

test.each([
  [256 * 1024, /^data:image\/png;base64,/],
  [256 * 1024 + 1, /^https:\/\/api\.replicate\.com\/v1\/files\/f1$/],
])('a picture to start from of %i bytes', async (size, address) => {
  const usual = replicate(() => ({ status: 'succeeded', output: `${server.url}/a.png` }));
  const service = await provider((asked, response) => {
    if (asked.path !== '/v1/files') usual(asked, response);
    else json(response, 201, { id: 'f1', urls: { get: 'https://api.replicate.com/v1/files/f1' } });
  });
  const picture = { ...(await reference()), bytes: async () => new Uint8Array(size) };
  await firstResult(service, { model: 'owner/model', prompt: 'x', reference: picture }, never);
  const asked = server.asked.find(({ path }) => path.endsWith('/predictions'));
  expect(sentJson(asked!)).toMatchObject({ input: { image: expect.stringMatching(address) } });
  const sent = server.asked.filter(({ path }) => path === '/v1/files');
  expect(await Promise.all(sent.map(sentForm))).toEqual(size > 256 * 1024 ? [{ content: `image/png, ${size}` }] : []);
});

test('a page of a gateway in the place of an answer does not end a prediction that is paid for', async () => {
  const pages = ['<h1>Sign in</h1>', '', 'null'];
  const usual = replicate(() => ({ status: 'succeeded', output: `${server.url}/a.png` }));
  const service = await provider((asked, response) => {
    const page = asked.path === '/v1/predictions/p1' ? pages.shift() : undefined;
    if (page === undefined) usual(asked, response);
    else response.end(page);
  });
  const made = await firstResult(service, { model: 'owner/model', prompt: 'x' }, never);
  expect(made.type.contentType).toBe('image/png');
});

test('a version of its own is asked for by its id', async () => {
  const service = await provider(
    replicate(() => ({ status: 'succeeded', output: `${server.url}/a.png` })),
    'owner/model:abc123',
  );
  await firstResult(service, { model: 'owner/model:abc123', prompt: 'x' }, never);
  const sent = server.asked.find(({ method }) => method === 'POST');
  expect(sent?.path).toBe('/v1/predictions');
  expect(sentJson(sent!)).toMatchObject({ version: 'abc123' });
});

test.each([
  [{ status: 'failed', error: 'NSFW content detected. Try running it again.' }, 'provider-refused-prompt'],
  [{ status: 'failed', error: 'CUDA out of memory' }, 'provider-job-failed'],
  [{ status: 'canceled', error: null }, 'provider-job-failed'],
  [{ status: 'succeeded', output: 'no address' }, 'provider-bad-answer'],
])('%j is %s', async (ended, code) => {
  const service = await provider(replicate(() => ended));
  expect((await failureOf(firstResult(service, { model: 'owner/model', prompt: 'x' }, never))).code).toBe(code);
});

test('refusals: the key, no credit, too many; cancel is told', async () => {
  const refusals = [
    [401, 'Unauthenticated', 'provider-key-refused'],
    [402, 'Insufficient credit', 'provider-quota'],
    [429, 'Request was throttled', 'rate-limited'],
    [422, 'prompt is required', 'provider-refused-input'],
  ] as const;
  for (const [status, detail, code] of refusals) {
    const service = await provider((asked, response) => {
      if (asked.method === 'GET') json(response, 200, MODEL);
      else json(response, status, { title: 'No', detail, status });
    });
    const failure = await failureOf(firstResult(service, { model: 'owner/model', prompt: 'x' }, never));
    expect(failure).toMatchObject({ code, detail: expect.stringContaining(detail) });
    await service.jobs.cancel('p1');
    expect(server.paths.at(-1)).toBe('POST /v1/predictions/p1/cancel');
    await server.close();
  }
  server = await StandIn.start(() => undefined);
});

test('called off while it is asked for: the job that was begun all the same is cancelled', async () => {
  const off = new AbortController();
  const usual = replicate(() => ({ status: 'canceled' }));
  const service = await provider((asked, response) => {
    if (asked.path.endsWith('/predictions')) off.abort();
    usual(asked, response);
  });
  const asked = firstResult(service, { model: 'owner/model', prompt: 'x' }, off.signal);
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(server.paths.at(-1)).toBe('POST /v1/predictions/p1/cancel'));
});
