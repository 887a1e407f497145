import { afterEach, expect, test, vi } from 'vitest';
import { NO_SETTINGS } from '../../../../shared/generation';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import { OpenAiProvider } from './openai';
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

const KEY = 'sk-test-0123456789';
/** The first bytes of an MP4 file. */
const MP4 = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypisom'),
  Buffer.from([0, 0, 2, 0]),
  Buffer.from('isomiso2'),
  Buffer.alloc(64),
]);
let server: StandIn;

afterEach(() => server.close());

async function provider(answer: Answer, model: string, pace = PACE): Promise<OpenAiProvider> {
  server = await StandIn.start(answer);
  const limits = { answer: { maxBytes: 100_000, timeLimit: 30_000 }, pace };
  const made = new OpenAiProvider(memoryKeys(), memoryConfig(), fetch, limits);
  await made.settings.setUp({ provider: 'openai', fields: { baseUrl: `${server.url}/v1`, model }, apiKey: KEY });
  return made;
}

test('a film: a job, its progress, its content', async () => {
  let looks = 0;
  const service = await provider((asked, response) => {
    if (asked.method === 'POST') json(response, 200, { id: 'video_1', status: 'queued', progress: 0 });
    else if (asked.path === '/v1/videos/video_1') {
      looks += 1;
      json(response, 200, {
        id: 'video_1',
        status: looks < 2 ? 'in_progress' : 'completed',
        progress: looks < 2 ? 40 : 100,
      });
    } else response.writeHead(200, { 'content-type': 'video/mp4' }).end(MP4);
  }, 'gpt-image-1, sora-2');
  expect(service.info().models.map(({ id, makes, seconds }) => [id, makes, seconds])).toEqual([
    ['gpt-image-1', 'image', []],
    ['sora-2', 'video', [4, 8, 12]],
  ]);
  const heard = new Heard();
  const request = { model: 'sora-2', prompt: 'A fox', size: { width: 1280, height: 720 }, seconds: 8 };
  const made = await firstResult(service, request, never, heard);
  expect(made.type).toEqual({ contentType: 'video/mp4', extension: 'mp4' });
  expect(heard.shares).toContain(0.4);
  expect(sentJson(server.asked[0]!)).toEqual({ model: 'sora-2', prompt: 'A fox', size: '1280x720', seconds: '8' });
  expect(server.asked.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);
});

test('a film from a picture gets it in the size of the film: any other is refused', async () => {
  const service = await provider((asked, response) => {
    if (asked.method === 'POST') json(response, 200, { id: 'v', status: 'queued' });
    else if (asked.path.endsWith('/content')) response.end(MP4);
    else json(response, 200, { id: 'v', status: 'completed' });
  }, 'sora-2');
  const size = { width: 720, height: 1280 };
  await firstResult(service, { model: 'sora-2', prompt: 'x', size, reference: await reference() }, never);
  const { headers, body } = server.asked[0]!;
  const type = String(headers['content-type']);
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const sent = form.get('input_reference');
  if (!(sent instanceof File)) throw new Error('No picture');
  expect([sent.name, sent.type, await sent.text()]).toEqual(['start.jpg', 'image/jpeg', '720 × 1280']);
});

test('a film that is refused, one that fails, and one that is gone', async () => {
  const ends = [
    [{ status: 'failed', error: { code: 'moderation_blocked', message: 'No' } }, 'provider-refused-prompt'],
    [{ status: 'failed', error: { code: 'server_error', message: 'Oops' } }, 'provider-job-failed'],
  ] as const;
  for (const [ended, code] of ends) {
    const service = await provider((asked, response) => {
      json(response, 200, asked.method === 'POST' ? { id: 'v', status: 'queued' } : { id: 'v', ...ended });
    }, 'sora-2');
    expect((await failureOf(firstResult(service, { model: 'sora-2', prompt: 'x' }, never))).code).toBe(code);
    await server.close();
  }
  const gone = await provider((_, response) => json(response, 404, { error: { message: 'No such video' } }), 'sora-2');
  expect((await failureOf(gone.jobs.follow('v', new Heard(), never))).code).toBe('provider-job-gone');
});

test('a state that OpenAI does not know is not waited for without end, and the film can be asked for again', async () => {
  const answer: Answer = (asked, response) =>
    json(response, 200, { id: 'v', status: asked.method === 'POST' ? 'queued' : 'expired' });
  const service = await provider(answer, 'sora-2', { interval: 1, patience: 50 });
  const failure = await failureOf(firstResult(service, { model: 'sora-2', prompt: 'x' }, never));
  expect(failure).toMatchObject({ code: 'server-error', detail: expect.stringContaining('expired') });
});

test('a page of a gateway in the place of an answer does not end a film that is paid for', async () => {
  const pages = ['<h1>Sign in</h1>', ''];
  const service = await provider((asked, response) => {
    const page = asked.path === '/v1/videos/v' ? pages.shift() : undefined;
    if (page !== undefined) response.end(page);
    else if (asked.path.endsWith('/content')) response.end(MP4);
    else json(response, 200, { id: 'v', status: asked.method === 'POST' ? 'queued' : 'completed' });
  }, 'sora-2');
  expect((await firstResult(service, { model: 'sora-2', prompt: 'x' }, never)).bytes).toHaveLength(MP4.length);
});

test('unfinished pictures come as events, and the last is the result', async () => {
  const picture = Buffer.from(await png()).toString('base64');
  const service = await provider((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const partial = { type: 'image_generation.partial_image', b64_json: Buffer.from('half').toString('base64') };
    const done = { type: 'image_generation.completed', b64_json: picture };
    const text = [partial, done].map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`).join('');
    // Cut in the middle of a line, as a network does.
    response.write(text.slice(0, 60));
    setImmediate(() => response.end(`${text.slice(60)}data: [DONE]\n\n`));
  }, 'gpt-image-1');
  const heard = new Heard();
  const made = await firstResult(service, { model: 'gpt-image-1', prompt: 'A fox' }, never, heard);
  expect(heard.previews).toEqual(['half']);
  expect(made.type.contentType).toBe('image/png');
});

test.each([
  ['breaks off', null],
  ['tells of an error', { type: 'error', error: { message: 'No more' } }],
])('a stream that %s after one of several pictures: that one is kept', async (_, last) => {
  const picture = Buffer.from(await png());
  const service = await provider((_asked, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const done = { type: 'image_generation.completed', b64_json: picture.toString('base64') };
    response.write(`data: ${JSON.stringify(done)}\n\n`);
    if (last === null) setTimeout(() => response.destroy(), 50);
    else response.end(`data: ${JSON.stringify(last)}\n\n`);
  }, 'gpt-image-1');
  const size = { width: 1024, height: 1024 };
  const request = { ...NO_SETTINGS, model: 'gpt-image-1', prompt: 'x', size, reference: null, extra: { n: 3 } };
  const made = await service.submit(request, null, new Heard(), never);
  expect(made).toEqual({ kind: 'made', results: { places: [{ kind: 'bytes', bytes: picture }], seed: null } });
});

test('events that end without a picture are no result', async () => {
  const service = await provider((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end('data: {"type":"error","error":{"message":"No"}}\n\n');
  }, 'gpt-image-1');
  expect((await failureOf(firstResult(service, { model: 'gpt-image-1', prompt: 'x' }, never))).code).toBe(
    'provider-job-failed',
  );
});

test('a picture to start from goes to /images/edits as a form', async () => {
  const picture = await png();
  const service = await provider(
    (_, response) => json(response, 200, { data: [{ b64_json: Buffer.from(picture).toString('base64') }] }),
    'gpt-image-1',
  );
  await firstResult(service, { model: 'gpt-image-1', prompt: 'A fox', reference: await reference() }, never);
  expect(server.asked[0]?.path).toBe('/v1/images/edits');
  expect(await sentForm(server.asked[0]!)).toMatchObject({
    model: 'gpt-image-1',
    prompt: 'A fox',
    size: '1024x1024',
    image: `image/png, ${picture.length}`,
  });
});

test('a check asks for the list of models; a server without one answers all the same', async () => {
  const service = await provider((_, response) => json(response, 404, { error: 'not here' }), 'own');
  await service.check(never);
  expect(server.paths).toEqual(['GET /v1/models']);
  await server.close();
  const wrong = await provider((_, response) => json(response, 401, { error: { message: `Bad key ${KEY}` } }), 'own');
  const failure = await failureOf(wrong.check(never));
  expect(failure.code).toBe('provider-key-refused');
  expect(JSON.stringify(failure)).not.toContain(KEY);
});

test('called off while it is asked for: the film that was begun all the same is ended', async () => {
  const off = new AbortController();
  const service = await provider((_, response) => {
    off.abort();
    json(response, 200, { id: 'v', status: 'queued' });
  }, 'sora-2');
  const asked = firstResult(service, { model: 'sora-2', prompt: 'x' }, off.signal);
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(server.paths).toEqual(['POST /v1/videos', 'DELETE /v1/videos/v']));
});
