import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { abortError } from '../../store/abort';
import type { WebFetch } from '../../store/web-fetch';
import { openResult } from './result-fetch';
import { failureOf, never } from './service.test-support';

const PLACE = { kind: 'url', url: 'https://files.example.com/a.png' } as const;

const service = (fetch: WebFetch) => ({ fetch, base: 'https://api.example.com', headers: {}, key: null });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Takes the question and says nothing, until it is called off. */
const silent: WebFetch = (_url, { signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(abortError(signal)), { once: true }));

test('a server that never answers is given up for now, so that the result can be asked for again', async () => {
  const failed = failureOf(openResult(PLACE, service(silent), never));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await failed).toMatchObject({ code: 'timeout', params: { host: 'files.example.com' } });
});

test('a refusal that never comes to its end is told as far as it came', async () => {
  const body = new Readable({ read: () => undefined });
  body.push('Slow down');
  const fetch: WebFetch = async () => ({ status: 503, headers: new Headers(), body });
  const failed = failureOf(openResult(PLACE, service(fetch), never));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await failed).toMatchObject({ code: 'server-error', detail: expect.stringContaining('Slow down') });
});

test.each([
  [408, 'https://files.example.com/a.png', 'server-error'],
  [425, 'https://files.example.com/a.png', 'server-error'],
  [403, 'https://files.example.com/a.png', 'provider-bad-answer'],
  [410, 'https://files.example.com/a.png', 'provider-bad-answer'],
  // The key was withdrawn after the job had been paid for.
  [401, 'https://api.example.com/a.png', 'provider-key-refused'],
])('a result that answers %i at %s: %s', async (status, url, code) => {
  const fetch: WebFetch = async () => ({ status, headers: new Headers(), body: Readable.from([Buffer.from('No')]) });
  const asked = openResult({ kind: 'url', url }, { ...service(fetch), key: 'k' }, never);
  expect((await failureOf(asked)).code).toBe(code);
});

test('a server that is asked too much says how long it wants to be left alone', async () => {
  const headers = new Headers({ 'retry-after': '30' });
  const fetch: WebFetch = async () => ({ status: 429, headers, body: Readable.from([Buffer.from('Slow down')]) });
  expect(await failureOf(openResult(PLACE, service(fetch), never))).toMatchObject({
    code: 'rate-limited',
    retry: { kind: 'after', ms: 30_000 },
  });
});

test('once it has begun, a result may take as long as it likes', async () => {
  const heard: AbortSignal[] = [];
  const fetch: WebFetch = async (_url, { signal }) => {
    heard.push(signal);
    return { status: 200, headers: new Headers(), body: Readable.from([Buffer.from('picture')]) };
  };
  await openResult(PLACE, service(fetch), never);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(heard.map(({ aborted }) => aborted)).toEqual([false]);
});
