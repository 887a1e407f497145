import { setTimeout as wait } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebFetch } from '../../store/web-fetch';
import { askForJson } from './service';
import { failureOf, never } from './service.test-support';

/** A line on which the question is under way for longer than the answer may take. */
const slow: WebFetch = async (_url, { signal }) => {
  await wait(300, undefined, { signal });
  return { status: 200, headers: new Headers(), body: Readable.from([Buffer.from('{"id":"j1"}')]) };
};
const service = { fetch: slow, base: 'https://api.example.com', headers: {}, key: null };

const ask = (image: string): Promise<unknown> => {
  const bounds = { maxBytes: 1000, timeLimit: 30 };
  return askForJson(service, { method: 'POST', path: '/jobs', body: { image }, bounds }, never);
};

test('a large picture to start from has the time that it takes on its way up', async () => {
  expect(await ask('A'.repeat(100_000))).toEqual({ id: 'j1' });
  expect((await failureOf(ask('A'))).code).toBe('timeout');
});
