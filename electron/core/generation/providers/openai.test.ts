import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { FailureError, type Failure } from '../../../../shared/failure';
import { NO_SETTINGS } from '../../../../shared/generation';
import { startLoopback, type Loopback } from '../../store/loopback.test-support';
import { createWebFetch } from '../../store/web-fetch';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import { encodePng } from '../sketch/png';
import { OpenAiProvider, type OpenAiLimits } from './openai';

const KEY = 'sk-test-0123456789';
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const LIMITS: OpenAiLimits = {
  answer: { maxBytes: 20_000, timeLimit: 30_000 },
  pace: { interval: 5, patience: 1000 },
};
const fetch = createWebFetch(async () => null);
const never = new AbortController().signal;
const open: Loopback[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Loopback> {
  const server = await startLoopback(handler);
  open.push(server);
  return server;
}

interface Asked {
  readonly model?: string;
  readonly key?: string;
  readonly limits?: OpenAiLimits;
  readonly signal?: AbortSignal;
}

async function ask(
  server: Loopback,
  { model = 'gpt-image-1', key = KEY, limits = LIMITS, signal = never }: Asked = {},
) {
  const provider = new OpenAiProvider(memoryKeys(), memoryConfig(), fetch, limits);
  const fields = { baseUrl: `${server.url}/v1/`, model };
  await provider.settings.setUp({ provider: 'openai', fields, apiKey: key });
  return firstResult(provider, { model, prompt: 'A fox' }, signal);
}

async function failureOf(asked: Promise<unknown>): Promise<Failure> {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw error;
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function png(): Promise<Uint8Array> {
  return encodePng(2, 2, new Uint8Array(12).fill(128));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

test('a picture in the answer (b64_json); gpt-image gets no response_format', async () => {
  const picture = await png();
  let sent: unknown;
  const server = await serve((request, response) => {
    void bodyOf(request).then((body) => {
      sent = body;
      json(response, 200, { created: 1, data: [{ b64_json: Buffer.from(picture).toString('base64') }] });
    });
  });
  const made = await ask(server);
  expect(Buffer.from(made.bytes).equals(picture)).toBe(true);
  expect(made).toMatchObject({ type: { contentType: 'image/png', extension: 'png' }, seed: null });
  expect(sent).toEqual({
    model: 'gpt-image-1',
    prompt: 'A fox',
    n: 1,
    size: '1024x1024',
    stream: true,
    partial_images: 2,
  });
  expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/v1/images/generations' });
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
});

test.each([false, true])(
  'as many pictures as were asked for by a further input are kept (streamed: %s)',
  async (streams) => {
    const pictures = [await png(), GIF].map((bytes) => Buffer.from(bytes).toString('base64'));
    const server = await serve((_, response) => {
      if (!streams) return json(response, 200, { data: pictures.map((b64_json) => ({ b64_json })) });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      // The last one is the end, though the server holds the line.
      for (const b64_json of pictures)
        response.write(`data: ${JSON.stringify({ type: 'image_generation.completed', b64_json })}\n\n`);
    });
    const provider = new OpenAiProvider(memoryKeys(), memoryConfig(), fetch, LIMITS);
    await provider.settings.setUp({ provider: 'openai', fields: { baseUrl: `${server.url}/v1/` }, apiKey: KEY });
    const request = { ...NO_SETTINGS, model: 'gpt-image-1', prompt: 'A fox', extra: { n: 2 } };
    const whole = { ...request, size: { width: 1024, height: 1024 }, reference: null };
    const silent = { progress: () => undefined, ahead: () => undefined, preview: () => undefined };
    const made = await provider.submit(whole, null, silent, never);
    const bytes = pictures.map((picture) => ({ kind: 'bytes', bytes: Buffer.from(picture, 'base64') }));
    expect(made).toEqual({ kind: 'made', results: { places: bytes, seed: null } });
  },
);

test('dall-e is asked for base64; an own server needs no key', async () => {
  const picture = await png();
  let sent: unknown;
  const server = await serve((request, response) => {
    void bodyOf(request).then((body) => {
      sent = body;
      json(response, 200, { data: [{ b64_json: Buffer.from(picture).toString('base64') }] });
    });
  });
  await ask(server, { model: 'dall-e-3', key: '' });
  expect(sent).toMatchObject({ response_format: 'b64_json' });
  expect(server.requests[0]?.headers.authorization).toBeUndefined();
});

test('a picture at an address: fetched at once, through a redirect, the key staying with its own server', async () => {
  const picture = await png();
  const elsewhere = await serve((request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else response.writeHead(200, { 'content-type': 'text/plain' }).end(picture);
  });
  const server = await serve((_, response) => json(response, 200, { data: [{ url: `${elsewhere.url}/a` }] }));
  const made = await ask(server);
  expect(made.type.contentType).toBe('image/png');
  expect(elsewhere.requests.map((request) => request.headers.authorization)).toEqual([undefined, undefined]);
});

test('what the bytes are counts, not what they are called', async () => {
  const server = await serve((_, response) => {
    json(response, 200, { output_format: 'png', data: [{ b64_json: GIF.toString('base64') }] });
  });
  expect((await ask(server)).type).toEqual({ contentType: 'image/gif', extension: 'gif' });
});

const REFUSALS = [
  [401, { error: { message: `Incorrect API key provided: ${KEY}.`, code: 'invalid_api_key' } }, 'provider-key-refused'],
  [403, { error: { message: 'Your organization must be verified' } }, 'provider-key-refused'],
  [400, { error: { message: 'Rejected', code: 'content_policy_violation' } }, 'provider-refused-prompt'],
  [400, { error: { message: 'Blocked', code: 'moderation_blocked' } }, 'provider-refused-prompt'],
  [429, { error: { message: 'You exceeded your quota', code: 'insufficient_quota' } }, 'provider-quota'],
  [400, { error: { message: 'Billing', code: 'billing_hard_limit_reached' } }, 'provider-quota'],
  [404, { error: 'model not found' }, 'provider-bad-answer'],
  [503, '<html><body><h1>Busy</h1></body></html>', 'server-error'],
] as const;

test.each(REFUSALS)('HTTP %i %j is %s', async (status, body, code) => {
  const server = await serve((_, response) => json(response, status, body));
  const failure = await failureOf(ask(server));
  expect(failure.code).toBe(code);
  expect(JSON.stringify(failure)).not.toContain(KEY);
});

test('429 says when to come again', async () => {
  const server = await serve((_, response) =>
    json(response, 429, { error: { message: 'Slow' } }, { 'retry-after': '7' }),
  );
  expect(await failureOf(ask(server))).toMatchObject({ code: 'rate-limited', retry: { kind: 'after', ms: 7000 } });
});

test.each([
  ['a web page', 200, '<!doctype html><title>Sign in</title><p>Please sign in</p>', 'Sign in'],
  ['other JSON', 200, '{"hello":"world"}', 'hello'],
  ['cut JSON', 200, '{"data":[{"b64_json":"iVBORw0', 'b64_json'],
  ['an empty list', 200, '{"data":[]}', 'data'],
  ['a redirect', 301, '', 'HTTP 301'],
])('%s instead of an answer is told with its words', async (_, status, body, words) => {
  const server = await serve((_request, response) => {
    response.writeHead(status, { 'content-type': 'image/png', location: 'https://example.com/' }).end(body);
  });
  const failure = await failureOf(ask(server));
  expect(failure.code).toBe('provider-bad-answer');
  expect(failure.detail).toContain(words);
});

test('a key that is refused where the picture lies is not repeated', async () => {
  const server = await serve((request, response) => {
    if (request.method === 'POST') json(response, 200, { data: [{ url: '/result.png' }] });
    else json(response, 401, { error: { message: `Incorrect API key provided: ${KEY}.` } });
  });
  const failure = await failureOf(ask(server));
  expect(failure.detail).toContain('HTTP 401');
  expect(JSON.stringify(failure)).not.toContain(KEY);
});

test('a page where the picture should be', async () => {
  const server = await serve((request, response) => {
    if (request.method === 'POST') json(response, 200, { data: [{ url: '/result.png' }] });
    else response.writeHead(200, { 'content-type': 'image/png' }).end('<h1>This link has expired</h1>');
  });
  const failure = await failureOf(ask(server));
  expect(failure).toMatchObject({
    code: 'provider-bad-answer',
    detail: expect.stringContaining('This link has expired'),
  });
});

test.each(['file:///etc/hostname', 'http://example.com/a.png', 'not a url at all:', 'ftp://127.0.0.1/a'])(
  'a picture is not fetched from %s',
  async (url) => {
    const server = await serve((_, response) => json(response, 200, { data: [{ url }] }));
    expect((await failureOf(ask(server))).code).toBe('provider-bad-answer');
  },
);

test('an answer without end is cut off', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (response.write('x'.repeat(4096)));
      response.once('drain', more);
    };
    more();
  });
  expect((await failureOf(ask(server))).code).toBe('provider-bad-answer');
});

test('a body that breaks off, and a server that is not there', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"data":');
    setImmediate(() => response.destroy());
  });
  expect((await failureOf(ask(server))).code).toBe('provider-unreachable');
  await server.close();
  expect((await failureOf(ask(server))).code).toBe('provider-unreachable');
});

test('a server that never answers: cancel ends it, and so does the time limit', async () => {
  const abort = new AbortController();
  const server = await serve(() => abort.abort());
  await expect(ask(server, { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' });
  const short = { ...LIMITS, answer: { maxBytes: 1000, timeLimit: 30 } };
  expect((await failureOf(ask(server, { limits: short }))).code).toBe('timeout');
});

test('set-up: https or this machine alone; a key goes only where it was given for', async () => {
  const keys = memoryKeys();
  const provider = new OpenAiProvider(keys, memoryConfig(), fetch);
  const setUp = (baseUrl: string | null, apiKey: string | null, model: string | null = null): Promise<void> =>
    provider.settings.setUp({ provider: 'openai', fields: fieldsOf(baseUrl, model), apiKey });
  expect(provider.info()).toMatchObject({
    status: 'needs-setup',
    key: 'missing',
    fields: [{ name: 'baseUrl', value: 'https://api.openai.com/v1' }, {}],
  });
  await setUp(null, ` ${KEY}\n`);
  expect(provider.info()).toMatchObject({ status: 'ready', key: 'stored' });
  await setUp('https://images.example.com/v1/', null, 'flux');
  expect(await keys.get('openai')).toBeNull();
  expect(provider.info()).toMatchObject({
    status: 'ready',
    fields: [{ value: 'https://images.example.com/v1' }, { value: 'flux' }],
    key: 'missing',
  });
  expect(provider.info().models[0]?.id).toBe('flux');
  await setUp('http://localhost:8080/v1', KEY);
  for (const bad of [
    'http://example.com/v1',
    'ftp://x',
    'nonsense',
    'https://user:pw@example.com',
    'https://x.example/?a=1',
  ]) {
    expect((await failureOf(setUp(bad, null))).code).toBe('invalid-input');
  }
  expect(await keys.get('openai')).toBe(KEY);
  await setUp('', KEY, '');
  expect(provider.info()).toMatchObject({
    fields: [{ value: 'https://api.openai.com/v1' }, {}],
    models: [{ id: 'gpt-image-1' }],
  });
});

function fieldsOf(baseUrl: string | null, model: string | null): Record<string, string> {
  return { ...(baseUrl === null ? {} : { baseUrl }), ...(model === null ? {} : { model }) };
}
