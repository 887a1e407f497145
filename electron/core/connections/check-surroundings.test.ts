import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { failureFrom } from '../store/failures.test-support';
import { startLoopback, type Loopback } from '../store/loopback.test-support';
import { createWebFetch } from '../store/web-fetch';
import { compareClocks, readCors } from './check-surroundings';

const never = new AbortController().signal;
const fetch = createWebFetch(async () => null);
let server: Loopback | null = null;
afterEach(async () => server?.close());

async function serve(handler: RequestListener): Promise<string> {
  server = await startLoopback(handler);
  return server.url;
}

describe('readCors', () => {
  it.each([
    ['*', 1],
    ['https://example.com', 1],
    ['https://blog.example.org', 0],
    [null, 0],
  ])('when the server allows %s', async (allowed, anyone) => {
    const url = await serve((request, response) => {
      expect(request.headers.origin).toBe('https://example.com');
      response.writeHead(200, allowed === null ? {} : { 'access-control-allow-origin': allowed }).end('x');
    });
    expect((await readCors(url, fetch, never)).facts).toEqual({ anyone });
  });

  it('says why when there is no answer', async () => {
    const url = await serve((_, response) => response.end());
    await server?.close();
    expect(await failureFrom(readCors(url, fetch, never))).toMatchObject({ code: 'connection-refused' });
  });
});

describe('compareClocks', () => {
  const NOW = Date.UTC(2026, 10, 29, 3, 0, 0, 500);
  const now = (): number => NOW;

  function withDate(date: string | null): Promise<string> {
    return serve((_, response) => {
      response.sendDate = false;
      response.writeHead(400, date === null ? {} : { date }).end('<Error/>');
    });
  }

  it.each([
    [0, 0],
    [14 * 60, 14 * 60],
    [-14 * 60, 14 * 60],
  ])('passes when it is %i s off', async (off, seconds) => {
    const url = await withDate(new Date(NOW + off * 1000).toUTCString());
    expect((await compareClocks(url, fetch, now, never)).facts).toEqual({ seconds });
  });

  it.each([16, -16, 600])('fails when it is %i minutes off', async (minutes) => {
    const url = await withDate(new Date(NOW + minutes * 60_000).toUTCString());
    const cause = await failureFrom(compareClocks(url, fetch, now, never));
    expect(cause).toMatchObject({ code: 'clock-skew', params: { minutes: Math.abs(minutes) } });
  });

  it.each([null, 'yesterday'])('does not judge by the date %s', async (date) => {
    const url = await withDate(date);
    expect(await failureFrom(compareClocks(url, fetch, now, never))).toMatchObject({ code: 'unexpected-reply' });
  });
});
