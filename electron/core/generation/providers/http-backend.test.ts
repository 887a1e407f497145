import { afterEach, expect, test, vi } from 'vitest';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import { HttpBackendProvider } from './http-backend';
import {
  failureOf,
  fetch,
  Heard,
  json,
  never,
  PACE,
  png,
  reference,
  sentJson,
  StandIn,
  type Answer,
} from './service.test-support';

let server: StandIn;

afterEach(() => server.close());

async function provider(answer: Answer, fields: Record<string, string> = {}, apiKey: string | null = null) {
  server = await StandIn.start(answer);
  const made = new HttpBackendProvider(memoryKeys(), memoryConfig(), fetch, PACE);
  await made.settings.setUp({ provider: 'http-backend', fields: { baseUrl: server.url, ...fields }, apiKey });
  return made;
}

test('a backend as the guide’s: POST to start, ask until it is done, fetch the result', async () => {
  const picture = await png();
  let looks = 0;
  const service = await provider(
    (asked, response) => {
      if (asked.path === '/generate') json(response, 202, { task_id: 'a/b 1' });
      else if (asked.path === '/tasks/a%2Fb%201') {
        looks += 1;
        const done = { status: 'completed', result: { url: `${server.url}/out.png` } };
        json(response, 200, looks < 3 ? { status: 'running', progress: 40 } : done);
      } else response.end(picture);
    },
    {},
    'token',
  );
  const heard = new Heard();
  const made = await firstResult(service, { model: 'backend', prompt: 'A "fox"', seed: 5 }, never, heard);
  expect(made.type.contentType).toBe('image/png');
  expect(server.asked[0]?.headers.authorization).toBe('Bearer token');
  // What was not asked for is left out, and numbers stay numbers.
  expect(sentJson(server.asked[0]!)).toEqual({
    prompt: 'A "fox"',
    width: 1024,
    height: 1024,
    seed: 5,
  });
  expect(heard.shares).toContain(0.4);
});

test('a backend with other names fits without code', async () => {
  const picture = await png();
  const fields = {
    startPath: '/api/v2/jobs',
    body: '{"input": {"text": "{prompt}, best quality", "n": 1}}',
    idField: 'data.job.id',
    statusPath: '/api/v2/jobs/{id}/state',
    stateField: 'data.state',
    doneWords: 'READY',
    resultField: 'data.files.0.path',
  };
  const service = await provider((asked, response) => {
    if (asked.method === 'POST') json(response, 200, { data: { job: { id: 7 } } });
    else if (asked.path === '/api/v2/jobs/7/state') {
      json(response, 200, { data: { state: 'ready', files: [{ path: '/files/7.png' }] } });
    } else response.end(asked.path === '/files/7.png' ? picture : 'wrong');
  }, fields);
  await firstResult(service, { model: 'backend', prompt: 'A fox', extra: { more: 1 } }, never);
  expect(sentJson(server.asked[0]!)).toEqual({ input: { text: 'A fox, best quality', n: 1 }, more: 1 });
});

test('the models of a backend are its own: the one that was chosen is named, and what is no model is not', async () => {
  const picture = await png();
  const answer: Answer = (asked, response) =>
    asked.method === 'POST' ? json(response, 200, { url: `${server.url}/a.png` }) : response.end(picture);
  const service = await provider(answer, { models: 'flux-dev, sdxl' });
  expect(service.info().models.map(({ id, name }) => [id, name])).toEqual([
    ['flux-dev', 'flux-dev'],
    ['sdxl', 'sdxl'],
  ]);
  await firstResult(service, { model: 'sdxl', prompt: 'x' }, never);
  expect(sentJson(server.asked[0]!)).toMatchObject({ model: 'sdxl' });
  await firstResult(service, { model: 'backend', prompt: 'x' }, never);
  expect(sentJson(server.asked[2]!)).not.toHaveProperty('model');
});

test('a key goes in the header that the backend wants', async () => {
  const picture = await png();
  const answer: Answer = (asked, response) =>
    asked.method === 'POST' ? json(response, 200, { url: `${server.url}/a.png` }) : response.end(picture);
  const service = await provider(answer, { keyHeader: 'X-API-Key' }, 'secret-1');
  await firstResult(service, { model: 'backend', prompt: 'x' }, never);
  expect(server.asked[0]?.headers).toMatchObject({ 'x-api-key': 'secret-1' });
  expect(server.asked[0]?.headers).not.toHaveProperty('authorization');
});

test('a body with a length is that of films, and one with a picture starts from one', async () => {
  const picture = await png();
  const answer: Answer = (asked, response) =>
    asked.method === 'POST' ? json(response, 200, { url: `${server.url}/a.png` }) : response.end(picture);
  const body = '{"text": "{prompt}", "duration": "{seconds}", "image": "{reference}", "image_url": "{reference_url}"}';
  const service = await provider(answer, { body });
  const [model] = service.info().models;
  expect(model).toMatchObject({ makes: 'video', reference: true });
  expect(model?.seconds).toContain(5);
  const start = await reference();
  await firstResult(service, { model: 'backend', prompt: 'x', seconds: 5, reference: start }, never);
  const base64 = Buffer.from(await start.bytes()).toString('base64');
  expect(sentJson(server.asked[0]!)).toEqual({
    text: 'x',
    duration: 5,
    image: base64,
    image_url: `data:${start.contentType};base64,${base64}`,
  });
  await firstResult(service, { model: 'backend', prompt: 'x' }, never);
  expect(sentJson(server.asked[2]!)).toEqual({ text: 'x' });
});

test('one that answers with the result at once needs no second question', async () => {
  const picture = await png();
  const service = await provider((asked, response) => {
    if (asked.method === 'POST') json(response, 200, { image_url: `${server.url}/a.png` });
    else response.end(picture);
  });
  await firstResult(service, { model: 'backend', prompt: 'x' }, never);
  expect(server.paths).toEqual(['POST /generate', 'GET /a.png']);
});

test('a task that failed with its reason, one that is gone, an answer that makes no sense', async () => {
  const ask = async (answer: Answer): Promise<unknown> => {
    const service = await provider(answer);
    const failure = await failureOf(firstResult(service, { model: 'backend', prompt: 'x' }, never));
    await server.close();
    return failure;
  };
  const started: (then: Answer) => Answer = (then) => (asked, response) =>
    asked.method === 'POST' ? json(response, 200, { task_id: 't' }) : then(asked, response);
  expect(
    await ask(started((_, response) => json(response, 200, { status: 'failed', error: 'No memory' }))),
  ).toMatchObject({ code: 'provider-job-failed', detail: 'No memory' });
  expect(await ask(started((_, response) => json(response, 404, { detail: 'Unknown task' })))).toMatchObject({
    code: 'provider-job-gone',
  });
  expect(await ask((_, response) => json(response, 200, { hello: 'world' }))).toMatchObject({
    code: 'provider-bad-answer',
  });
  expect(await ask((_, response) => json(response, 422, { detail: [{ msg: 'prompt too long' }] }))).toMatchObject({
    code: 'provider-refused-input',
    detail: 'HTTP 422: prompt too long',
  });
  server = await StandIn.start(() => undefined);
});

test('an answer without the field for the state: told soon, with its name, and the task can be asked for again', async () => {
  const service = await provider((asked, response) => {
    json(response, 200, asked.method === 'POST' ? { task_id: 't' } : { state: 'running' });
  });
  const failure = await failureOf(service.jobs.follow('t', new Heard(), never));
  expect(failure).toMatchObject({ code: 'server-error', detail: expect.stringMatching(/status.*"state":"running"/) });
});

test('a field for the state that comes a little later is waited for', async () => {
  const answers = [{}, {}, { status: null }, { status: 'OK', result: '/a.png' }];
  const service = await provider((_, response) => json(response, 200, answers.shift() ?? {}));
  expect((await service.jobs.follow('t', new Heard(), never)).places).toHaveLength(1);
});

test.each([
  ['Complete', null],
  ['ready', null],
  ['aborted', 'provider-job-failed'],
  ['expired', 'provider-job-failed'],
  ['TIMEOUT', 'provider-job-failed'],
  ['rejected', 'provider-job-failed'],
])('a state in the words that backends use: %s', async (status, code) => {
  const service = await provider((_, response) => json(response, 200, { status, result: '/a.png' }));
  const followed = service.jobs.follow('t', new Heard(), never);
  if (code === null) expect((await followed).places).toHaveLength(1);
  else expect((await failureOf(followed)).code).toBe(code);
});

test('a page in the place of an answer is asked again for a while; a task that is done without a result is told at once', async () => {
  const pages = ['<h1>Sign in</h1>'];
  const service = await provider((asked, response) => {
    const page = asked.method === 'GET' ? pages.shift() : undefined;
    if (page !== undefined) response.end(page);
    else json(response, 200, asked.method === 'POST' ? { task_id: 't' } : { status: 'done' });
  });
  const failure = await failureOf(firstResult(service, { model: 'backend', prompt: 'x' }, never));
  expect(failure.code).toBe('provider-bad-answer');
  expect(server.paths).toEqual(['POST /generate', 'GET /tasks/t', 'GET /tasks/t']);
});

test('set-up: JSON that is none and paths that are none are refused; a check asks for nothing to be made', async () => {
  const service = await provider((_, response) => json(response, 404, { detail: 'Not Found' }));
  for (const fields of [{ body: '{' }, { startPath: 'generate' }, { keyHeader: 'X API: Key' }]) {
    const setUp = service.settings.setUp({ provider: 'http-backend', fields, apiKey: null });
    expect((await failureOf(setUp)).code).toBe('invalid-input');
  }
  await service.check(never);
  expect(server.paths).toEqual(['GET /']);
});

test('called off while it is asked for: the task that was begun all the same is cancelled', async () => {
  const off = new AbortController();
  const answer: Answer = (_, response) => {
    off.abort();
    json(response, 200, { task_id: 't' });
  };
  const service = await provider(answer, { cancelPath: '/tasks/{id}/cancel' });
  const asked = firstResult(service, { model: 'backend', prompt: 'x' }, off.signal);
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(server.paths).toEqual(['POST /generate', 'POST /tasks/t/cancel']));
});
