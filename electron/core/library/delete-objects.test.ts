import type { IncomingMessage } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { startLoopback, type Loopback } from '../store/loopback.test-support';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { deleteObjects } from './delete-objects';

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const never = new AbortController().signal;

let server: Loopback;
let store: ObjectStore;

afterEach(async () => {
  store.close();
  await server.close();
});

/** A server that refuses everything. */
async function refuse(): Promise<void> {
  server = await startLoopback((request, response) => {
    request.resume();
    request.on('end', () => {
      const body = `${XML}<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`;
      response.writeHead(403, { 'content-type': 'application/xml' }).end(body);
    });
  });
  const keys = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };
  store = createR2Store({ endpoint: server.url, region: 'auto', bucket: 'media', ...keys });
}

const isDeletion = ({ url = '' }: IncomingMessage): boolean => new URL(url, 'http://server').searchParams.has('delete');

it('ends with the first batch that the server refuses as a whole', async () => {
  await refuse();
  const keys = Array.from({ length: 1200 }, (_, n) => `${n}.png`);
  const told: number[] = [];
  const progress = { isStopped: () => false, gone: (gone: readonly string[]) => void told.push(gone.length) };
  const answer = await deleteObjects(store, [keys], progress, never);
  expect(answer).toMatchObject({ deleted: 0, failedCount: 1200, stopped: false });
  expect(answer.failed[0]).toMatchObject({ key: '0.png', failure: { code: 'access-denied' } });
  expect(answer.failed).toHaveLength(100);
  expect(told).toEqual([]);
  expect(server.requests.filter(isDeletion)).toHaveLength(1);
});
