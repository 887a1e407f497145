import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConnectionCheck } from '../../../shared/connection';
import { codeOf } from '../store/failures.test-support';
import { Bench, draft, SECRET } from './connections.test-support';

const NEW_SECRET = 'c3'.repeat(32);
const NEW_ID = 'new-key-id';
const signal = new AbortController().signal;

/** An S3 server of one bucket that knows some keys, and which of them may only read. */
class KeyServer {
  readonly #server: Server;
  readonly known = new Map<string, 'write' | 'read-only'>();
  readonly #objects = new Map<string, Buffer>();

  constructor() {
    this.#server = createServer((request, response) => {
      const id = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://here');
        const right = this.known.get(id);
        const writes = request.method === 'PUT' || request.method === 'DELETE';
        if (right === undefined || (writes && right === 'read-only')) {
          response.writeHead(403, { 'content-type': 'application/xml' });
          response.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
        } else if (request.method === 'PUT') {
          this.#objects.set(url.pathname, Buffer.concat(chunks));
          response.writeHead(200, { etag: '"d41d8cd98f00b204e9800998ecf8427e"' }).end();
        } else if (request.method === 'DELETE') {
          this.#objects.delete(url.pathname);
          response.writeHead(204).end();
        } else if (url.searchParams.get('list-type') === '2') {
          response.writeHead(200, { 'content-type': 'application/xml' });
          response.end('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
        } else {
          const body = this.#objects.get(url.pathname);
          if (body === undefined)
            response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
          else response.writeHead(200, { 'content-length': body.byteLength, etag: '"x"' }).end(body);
        }
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

let bench: Bench;
let server: KeyServer;
let endpoint: string;
beforeEach(async () => {
  bench = new Bench();
  server = new KeyServer();
  server.known.set('old-key-id', 'write');
  endpoint = await server.start();
});
afterEach(() => server.stop());

function started(): Promise<{ readonly connections: ReturnType<Bench['open']>; readonly id: string }> {
  const connections = bench.open();
  const address = { kind: 'endpoint', endpoint, region: 'auto', style: 'path' } as const;
  const first = draft({ address, accessKeyId: 'old-key-id', publicBase: null });
  return connections.save({ draft: first, replaces: null }).then(({ id }) => ({ connections, id }));
}

function newKeys(connectionId: string, rights: 'write' | 'read-only' = 'write') {
  return { connectionId, checkId: 'c1', accessKeyId: NEW_ID, secret: ` ${NEW_SECRET}\n`, rights };
}

it('new keys that can do all take the place of the old ones, and their age begins anew', async () => {
  const { connections, id } = await started();
  server.known.set(NEW_ID, 'write');
  bench.time = 5000;
  expect(await connections.replaceKeys(newKeys(id), () => undefined, signal)).toBe(true);
  expect(connections.profileOf(id)).toMatchObject({ accessKeyId: NEW_ID, keysSince: 5000, createdAt: 1000 });
  await connections.storeOf(id);
  expect(bench.configs.at(-1)).toMatchObject({ accessKeyId: NEW_ID, secretAccessKey: NEW_SECRET });
});

it('new keys that are refused leave the old ones where they are', async () => {
  const { connections, id } = await started();
  const before = JSON.stringify(bench.storage.content);
  expect(await connections.replaceKeys(newKeys(id), () => undefined, signal)).toBe(false);
  expect(JSON.stringify(bench.storage.content)).toBe(before);
  await connections.storeOf(id);
  expect(bench.configs.at(-1)).toMatchObject({ accessKeyId: 'old-key-id', secretAccessKey: SECRET });
});

it('a replacement that is broken off leaves the old keys, though the new ones come to be known just then', async () => {
  const { connections, id } = await started();
  const breaking = new AbortController();
  const show = ({ stage }: ConnectionCheck): void => {
    if (stage === 'trying-again') breaking.abort();
  };
  expect(await connections.replaceKeys(newKeys(id), show, breaking.signal)).toBe(false);
  server.known.set(NEW_ID, 'write');
  const late = new AbortController();
  const showAll = ({ stage }: ConnectionCheck): void => {
    if (stage === 'finished') late.abort();
  };
  expect(await connections.replaceKeys(newKeys(id), showAll, late.signal)).toBe(false);
  expect(connections.profileOf(id)).toMatchObject({ accessKeyId: 'old-key-id' });
});

it('new keys that may only read take their place where that is meant', async () => {
  const { connections, id } = await started();
  server.known.set(NEW_ID, 'read-only');
  expect(await connections.replaceKeys(newKeys(id), () => undefined, signal)).toBe(false);
  expect(await connections.replaceKeys(newKeys(id, 'read-only'), () => undefined, signal)).toBe(true);
});

it('the same keys again are no new ones, and are as old as they were', async () => {
  const { connections, id } = await started();
  const same = { ...newKeys(id), accessKeyId: 'old-key-id', secret: SECRET };
  expect(await codeOf(() => connections.replaceKeys(same, () => undefined, signal))).toBe('same-keys');
  bench.time = 5000;
  const { address, bucket, accessKeyId } = connections.profileOf(id);
  await connections.save({ draft: draft({ address, bucket, accessKeyId }), replaces: id });
  expect(connections.profileOf(id).keysSince).toBe(1000);
  const rolled = draft({ address, bucket, accessKeyId, secret: { kind: 'typed', value: NEW_SECRET } });
  await connections.save({ draft: rolled, replaces: id });
  expect(connections.profileOf(id).keysSince).toBe(5000);
});

it('an API token that is kept for the session alone stays when the keys are replaced', async () => {
  bench.vault.kind = 'session-only';
  const { connections, id } = await started();
  const { address, bucket, accessKeyId } = connections.profileOf(id);
  const apiToken = { kind: 'typed', value: 'x'.repeat(40) } as const;
  await connections.save({ draft: draft({ address, bucket, accessKeyId, apiToken }), replaces: id });
  server.known.set(NEW_ID, 'write');
  expect(await connections.replaceKeys(newKeys(id), () => undefined, signal)).toBe(true);
  expect(connections.profileOf(id)).toMatchObject({ accessKeyId: NEW_ID, apiToken: 'session' });
  expect(await connections.apiTokenOf({ kind: 'stored', connectionId: id })).toBe(apiToken.value);
});

it('the bucket that is open stays open when the keys of another are replaced', async () => {
  const { connections, id } = await started();
  const open = await connections.save({ draft: draft({ bucket: 'other' }), replaces: null });
  server.known.set(NEW_ID, 'write');
  expect(await connections.replaceKeys(newKeys(id), () => undefined, signal)).toBe(true);
  expect(connections.state().activeId).toBe(open.id);
  expect(bench.states.at(-1)?.activeId).toBe(open.id);
  expect(bench.open().state().activeId).toBe(open.id);
});

it('the same keys in capitals are no new ones for R2', async () => {
  const connections = bench.open();
  const { id, accessKeyId } = await connections.save({ draft: draft(), replaces: null });
  const same = { ...newKeys(id), accessKeyId: accessKeyId.toUpperCase(), secret: SECRET.toUpperCase() };
  expect(await codeOf(() => connections.replaceKeys(same, () => undefined, signal))).toBe('same-keys');
});

it('a reminder that is put off is remembered through a restart', async () => {
  const { connections, id } = await started();
  bench.time = 5000;
  connections.putOffReminder(id);
  expect(bench.open().profileOf(id).keysRemindedAt).toBe(5000);
});

it('keys of a profile of version 3 are as old as the connection', async () => {
  const { id } = await started();
  const { profiles, ...rest } = bench.storage.content as { profiles: Record<string, unknown>[] };
  const old = profiles.map(({ keysSince: _, keysRemindedAt: __, ...one }) => one);
  bench.storage.content = { ...rest, version: 3, profiles: old };
  const again = bench.open();
  expect(again.profileOf(id)).toMatchObject({
    createdAt: 1000,
    keysSince: 1000,
    keysRemindedAt: null,
    secret: 'stored',
  });
  expect(bench.storage.aside).toEqual([]);
});
