import { afterEach, expect, test } from 'vitest';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import {
  failureOf,
  fetch,
  json,
  never,
  png,
  reference,
  sentForm,
  sentJson,
  StandIn,
  type Answer,
} from './service.test-support';
import { WorkersAiProvider } from './workers-ai';

const ACCOUNT = 'abcdef0123456789abcdef0123456789';
const TOKEN = 'cfat_token';
let server: StandIn;

afterEach(() => server.close());

async function provider(answer: Answer): Promise<WorkersAiProvider> {
  server = await StandIn.start(answer);
  const made = new WorkersAiProvider(memoryKeys(), memoryConfig(), fetch, server.url, () => ACCOUNT);
  await made.settings.setUp({ provider: 'workers-ai', fields: {}, apiKey: TOKEN });
  return made;
}

test('FLUX schnell: JSON out, base64 in JSON back; on the connection’s own account', async () => {
  const picture = await png();
  const service = await provider((_, response) =>
    json(response, 200, { success: true, result: { image: Buffer.from(picture).toString('base64') } }),
  );
  const model = '@cf/black-forest-labs/flux-1-schnell';
  const made = await firstResult(service, { model, prompt: 'A fox', seed: 5, steps: 4 }, never);
  expect(made).toMatchObject({ type: { contentType: 'image/png' }, seed: 5 });
  expect(server.paths).toEqual([`POST /accounts/${ACCOUNT}/ai/run/${model}`]);
  expect(server.asked[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(sentJson(server.asked[0]!)).toEqual({ prompt: 'A fox', seed: 5, steps: 4 });
});

test('FLUX 2 takes a form, with a picture to start from that is no larger than it takes', async () => {
  const picture = await png();
  const service = await provider((_, response) =>
    json(response, 200, { result: { image: Buffer.from(picture).toString('base64') } }),
  );
  const model = '@cf/black-forest-labs/flux-2-dev';
  const size = { width: 1024, height: 768 };
  await firstResult(service, { model, prompt: 'A fox', size, guidance: 4, reference: await reference() }, never);
  expect(await sentForm(server.asked[0]!)).toEqual({
    prompt: 'A fox',
    guidance: '4',
    width: '1024',
    height: '768',
    input_image_0: `image/jpeg, ${'at most 512'.length}`,
  });
});

test('Phoenix and SDXL answer the picture itself, and take what it shall not show', async () => {
  const picture = await png();
  const service = await provider((_, response) =>
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture),
  );
  const model = '@cf/leonardo/phoenix-1.0';
  const made = await firstResult(service, { model, prompt: 'A fox', negativePrompt: 'text', steps: 20 }, never);
  expect(made.type.contentType).toBe('image/png');
  expect(sentJson(server.asked[0]!)).toMatchObject({ negative_prompt: 'text', num_steps: 20, width: 1024 });
});

test.each([
  [403, 10000, 'Authentication error', 'provider-key-refused'],
  [429, 3036, 'You have used up your daily free allocation of 10,000 neurons.', 'provider-quota'],
  [429, 4006, 'you have used up your daily free allocation of 10,000 neurons', 'provider-quota'],
  [429, 3040, 'No more data centers to forward the request to', 'rate-limited'],
  [400, 3030, 'Input prompt contains NSFW content', 'provider-refused-prompt'],
  [400, 5007, 'No such model', 'provider-refused-input'],
  [500, 3043, 'Internal server error', 'server-error'],
])('%i %i is %s', async (status, code, message, expected) => {
  const service = await provider((_, response) =>
    json(response, status, { success: false, errors: [{ code, message }], result: null }, { 'retry-after': '9' }),
  );
  const asked = firstResult(service, { model: '@cf/leonardo/lucid-origin', prompt: 'x' }, never);
  expect(await failureOf(asked)).toMatchObject({
    code: expected,
    detail: expect.stringContaining(message.slice(0, 20)),
  });
});

test('a page in the place of a picture; a check asks for models and makes nothing', async () => {
  const service = await provider((asked, response) =>
    asked.method === 'GET' ? json(response, 200, { success: true, result: [] }) : response.end('<h1>Sign in</h1>'),
  );
  await service.check(never);
  expect(server.paths).toEqual([`GET /accounts/${ACCOUNT}/ai/models/search?per_page=1`]);
  const asked = firstResult(service, { model: '@cf/leonardo/lucid-origin', prompt: 'x' }, never);
  expect(await failureOf(asked)).toMatchObject({ code: 'provider-bad-answer', detail: 'Sign in' });
});

test('without account or token it is not set up', async () => {
  server = await StandIn.start(() => undefined);
  const bare = new WorkersAiProvider(memoryKeys(), memoryConfig(), fetch, server.url, () => '');
  expect(bare.info()).toMatchObject({ status: 'needs-setup', key: 'missing' });
  const wrong = bare.settings.setUp({ provider: 'workers-ai', fields: { account: 'nonsense' }, apiKey: null });
  expect((await failureOf(wrong)).code).toBe('invalid-input');
});
