import { afterEach, expect, test, vi } from 'vitest';
import { NO_SETTINGS } from '../../../../shared/generation';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import { SdWebUiProvider } from './sd-webui';
import {
  failureOf,
  fetch,
  Heard,
  json,
  never,
  png,
  reference,
  sentJson,
  StandIn,
  type Answer,
} from './service.test-support';

let server: StandIn;

afterEach(() => server.close());

async function provider(answer: Answer, apiKey: string | null = null): Promise<SdWebUiProvider> {
  server = await StandIn.start(answer);
  const made = new SdWebUiProvider(memoryKeys(), memoryConfig(), fetch);
  await made.settings.setUp({ provider: 'sd-webui', fields: { baseUrl: server.url }, apiKey });
  return made;
}

test('txt2img: the settings go over, the picture and its real seed come back', async () => {
  const picture = Buffer.from(await png()).toString('base64');
  const service = await provider(
    (_, response) => json(response, 200, { images: [picture], parameters: {}, info: JSON.stringify({ seed: 123 }) }),
    'me:password',
  );
  const request = {
    model: 'current',
    prompt: 'A fox',
    negativePrompt: 'text',
    steps: 20,
    guidance: 7,
    seed: 123,
    extra: { sampler_name: 'Euler a' },
  };
  const made = await firstResult(service, request, never);
  expect(made).toMatchObject({ seed: 123, type: { contentType: 'image/png' } });
  const [asked] = server.asked;
  expect(asked?.path).toBe('/sdapi/v1/txt2img');
  expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from('me:password').toString('base64')}`);
  expect(sentJson(asked!)).toMatchObject({
    prompt: 'A fox',
    negative_prompt: 'text',
    steps: 20,
    cfg_scale: 7,
    seed: 123,
    width: 1024,
    sampler_name: 'Euler a',
    save_images: false,
  });
});

test('a picture to start from goes to img2img; a model by name is set for this picture', async () => {
  const picture = Buffer.from(await png()).toString('base64');
  const service = await provider((asked, response) => {
    if (asked.path === '/sdapi/v1/sd-models')
      json(response, 200, [{ title: 'dream.safetensors [abc]', model_name: 'dream' }]);
    else json(response, 200, { images: [`data:image/png;base64,${picture}`], info: '{}' });
  });
  await service.check(never);
  const model = 'dream.safetensors [abc]';
  expect(service.info().models.map(({ id }) => id)).toEqual(['current', model]);
  await firstResult(service, { model, prompt: 'x', reference: await reference() }, never);
  expect(server.asked.at(-1)?.path).toBe('/sdapi/v1/img2img');
  expect(sentJson(server.asked.at(-1)!)).toMatchObject({
    init_images: [picture],
    override_settings: { sd_model_checkpoint: model },
  });
});

test('several pictures of one answer: each has the seed that it was made with', async () => {
  const picture = Buffer.from(await png()).toString('base64');
  // A grid comes before the pictures, what an extension shows of its work after them.
  const info = { seed: 7, all_seeds: [7, 8], index_of_first_image: 1 };
  const service = await provider((_, response) =>
    json(response, 200, { images: [picture, picture, picture, picture], info: JSON.stringify(info) }),
  );
  const size = { width: 512, height: 512 };
  const request = { ...NO_SETTINGS, model: 'current', prompt: 'x', size, reference: null, extra: { batch_size: 2 } };
  const made = await service.submit(request, null, new Heard(), never);
  expect(made).toMatchObject({ results: { seed: 7 } });
  const places = made.kind === 'made' ? made.results.places : [];
  expect(places.map((place) => (place.kind === 'bytes' ? place.seed : null))).toEqual([undefined, 7, 8, undefined]);
});

test('while it paints: progress and what is there so far', async () => {
  const service = await provider((asked, response) => {
    if (asked.path === '/sdapi/v1/progress') {
      json(response, 200, { progress: 0.4, current_image: Buffer.from('half').toString('base64') });
    } else if (asked.path !== '/sdapi/v1/txt2img') json(response, 200, {});
  });
  const heard = new Heard();
  const abort = new AbortController();
  const asked = firstResult(service, { model: 'current', prompt: 'x' }, abort.signal, heard);
  await vi.waitFor(() => expect(heard.previews).toContain('half'), { timeout: 10_000 });
  expect(heard.shares).toContain(0.4);
  abort.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});

const NOT = { active: false, queued: false, completed: false };
const ACTIVE = { ...NOT, active: true };
const QUEUED = { ...NOT, queued: true };
test('while another’s picture is painted before it, nothing of that is shown', async () => {
  let looks = 0;
  const service = await provider((asked, response) => {
    if (asked.path === '/internal/progress') json(response, 200, (looks += 1) < 3 ? QUEUED : ACTIVE);
    else if (asked.path === '/sdapi/v1/progress')
      json(response, 200, {
        progress: 0.4,
        current_image: Buffer.from(looks < 3 ? 'theirs' : 'ours').toString('base64'),
      });
    else if (asked.path !== '/sdapi/v1/txt2img') json(response, 200, {});
  });
  const heard = new Heard();
  const abort = new AbortController();
  const asked = firstResult(service, { model: 'current', prompt: 'x' }, abort.signal, heard);
  await vi.waitFor(() => expect(heard.previews).toEqual(['ours']), { timeout: 10_000 });
  expect(server.paths.filter((path) => path === 'GET /sdapi/v1/progress')).toHaveLength(1);
  abort.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});

test.each([
  ['what runs is it', true, [ACTIVE], 200],
  ['another’s picture is being painted before it', false, [QUEUED, QUEUED, { ...NOT, completed: true }], 200],
  ['it waits behind another’s, and its turn comes', true, [QUEUED, ACTIVE], 200],
  ['it is on its way into the queue', false, [NOT, QUEUED, { ...NOT, completed: true }], 200],
  ['the server never had the whole of it', false, [NOT, NOT], 200],
  ['the server is an older one, which knows no task by its name', true, [NOT, NOT], 404],
  ['the server has no such question', true, [], 404],
])('called off, where %s: the server is told to stop: %s', async (_, isTold, standings, listsTasks) => {
  const left = [...standings];
  const abort = new AbortController();
  const service = await provider((asked, response) => {
    if (asked.path === '/sdapi/v1/txt2img') return abort.abort();
    if (asked.path === '/internal/pending-tasks') return json(response, listsTasks, { size: 0, tasks: [] });
    const standing = asked.path === '/internal/progress' ? left.shift() : {};
    json(response, standing === undefined ? 404 : 200, standing ?? { detail: 'Not Found' });
  });
  const asked = firstResult(service, { model: 'current', prompt: 'x' }, abort.signal);
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  expect(server.paths.includes('POST /sdapi/v1/interrupt')).toBe(isTold);
  expect(left).toEqual([]);
  const { force_task_id: task } = sentJson(server.asked[0]!) as { force_task_id: string };
  const looks = server.asked.filter(({ path }) => path === '/internal/progress').map((look) => sentJson(look));
  expect(new Set(looks.map((look) => JSON.stringify(look)))).toEqual(
    new Set([JSON.stringify({ id_task: task, live_preview: false })]),
  );
});

test('refusals, pages and a server that is not there', async () => {
  const service = await provider((_, response) => json(response, 401, { detail: 'Incorrect username or password' }));
  const ask = () => failureOf(firstResult(service, { model: 'current', prompt: 'x' }, never));
  expect((await ask()).code).toBe('provider-key-refused');
  await server.close();
  expect((await ask()).code).toBe('provider-unreachable');
  const other = await provider((_, response) => response.end('<title>Gradio</title>'));
  const failure = await failureOf(firstResult(other, { model: 'current', prompt: 'x' }, never));
  expect(failure).toMatchObject({ code: 'provider-bad-answer', detail: 'Gradio' });
  expect((await failureOf(other.check(never))).code).toBe('provider-bad-answer');
});
