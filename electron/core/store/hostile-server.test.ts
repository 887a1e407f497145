import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../../shared/failure';
import { hostileReplies } from './hostile-replies.test-support';
import { startHostileServer, type HostileReply, type HostileServer } from './hostile-server.test-support';
import type { ObjectHeaders, ObjectStore } from './object-store';
import { createR2Store } from './r2-store';

const HEADERS: ObjectHeaders = { contentType: 'image/png', cacheControl: null, metadata: {} };
const RUNS = 120;
const ABREAST = 12;
/** Patience with a busy machine: the SDK asks five times, with waits of a second and less between. */
const LIMIT_MS = 50_000;
/** What a listing may be, and what lies in the system's buffers on the way. */
const MOST_BYTES = 64 * 1024 * 1024;

type Ask = (store: ObjectStore, signal: AbortSignal) => Promise<unknown>;

const ASKS: Readonly<Record<string, Ask>> = {
  list: (store, signal) => store.list({ prefix: '', delimiter: '/', continuationToken: null, maxKeys: 1000 }, signal),
  head: (store, signal) => store.head('k', signal),
  firstPartSize: (store, signal) => store.firstPartSize('k', signal),
  get: readStart,
  put: (store, signal) =>
    store.put(
      'k',
      Buffer.from('hello'),
      { ...HEADERS, contentMd5: 'XUFAKrxLKna5cZ2REBfFkg==', condition: 'none' },
      signal,
    ),
  delete: (store, signal) => store.delete('k', signal),
  copy: (store, signal) =>
    store.copy({ source: { bucket: 'b', key: 'k', etag: 'e' }, key: 'l', condition: 'absent' }, signal),
  deleteMany: (store, signal) => store.deleteMany(['k', 'l'], signal),
  createMultipart: (store, signal) => store.createMultipart('k', HEADERS, signal),
  listMultiparts: (store, signal) => store.listMultiparts('', signal),
  uploadPart: (store, signal) =>
    store.uploadPart(
      { key: 'k', uploadId: 'u', partNumber: 1, body: Buffer.from('x'), contentMd5: 'nd6DDCsp42IOZ9XDCV1iVQ==' },
      signal,
    ),
  uploadPartCopy: (store, signal) =>
    store.uploadPartCopy(
      { key: 'k', uploadId: 'u', partNumber: 1, source: { bucket: 'b', key: 's' }, range: { start: 0, end: 4 } },
      signal,
    ),
  listParts: (store, signal) => store.listParts('k', 'u', signal),
  completeMultipart: (store, signal) =>
    store.completeMultipart(
      { key: 'k', uploadId: 'u', parts: [{ partNumber: 1, etag: 'e' }], condition: 'none' },
      signal,
    ),
  abortMultipart: (store, signal) => store.abortMultipart('k', 'u', signal),
  listsBuckets: (store, signal) => store.listsBuckets(signal),
  readCors: (store, signal) => store.readCors(signal),
  writeCors: (store, signal) => store.writeCors([], signal),
};

/** Of a body that may be as long as it says, a piece. */
async function readStart(store: ObjectStore, signal: AbortSignal): Promise<number> {
  const { stream } = await store.get('k', { range: null, ifMatch: null }, signal);
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > 1024 * 1024) break;
  }
  return bytes;
}

const servers: HostileServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(reply: HostileReply): Promise<HostileServer> {
  const server = await startHostileServer(reply);
  servers.push(server);
  return server;
}

function storeAt(server: HostileServer): ObjectStore {
  return createR2Store({
    endpoint: server.url,
    region: 'auto',
    bucket: 'b',
    accessKeyId: 'id',
    secretAccessKey: 'secret',
  });
}

/** What is wrong with how a question came out; null when it has a value, or a failure that the app has words for. */
async function wrongWith(ask: Ask, store: ObjectStore): Promise<string | null> {
  const late = AbortSignal.timeout(LIMIT_MS);
  try {
    await ask(store, late);
    return null;
  } catch (error) {
    if (late.aborted) return 'no end';
    if (error instanceof FailureError) return null;
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

describe('a server that says anything', () => {
  it(`is asked ${RUNS} questions, and no answer makes more than a failure of them`, { timeout: 600_000 }, async () => {
    const seed = Date.now() % 1_000_000;
    const replies = fc.sample(hostileReplies, { numRuns: RUNS, seed });
    const wrong: string[] = [];
    const work = replies.entries();
    const lane = async (): Promise<void> => {
      for (const [index, reply] of work) {
        const server = await startHostileServer(reply);
        const store = storeAt(server);
        const [name, ask] = Object.entries(ASKS)[index % Object.keys(ASKS).length]!;
        const what = await wrongWith(ask, store);
        store.close();
        await server.close();
        const about = `seed ${seed}, ${name}, ${reply.framing}: ${reply.head.slice(0, 200)} ${reply.body.toString('utf8', 0, 200)}`;
        if (what !== null) wrong.push(`${what}; ${about}`);
        if (server.mostTaken() > MOST_BYTES) wrong.push(`took ${server.mostTaken()} bytes; ${about}`);
      }
    };
    await Promise.all(Array.from({ length: ABREAST }, lane));
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(ASKS).filter((name) => name !== 'get'))('is not listened to without end: %s', async (name) => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\netag: "e"\r\n\r\n';
    const server = await serve({ head, body: Buffer.alloc(64 * 1024, '<a>x</a>'), after: 'endless' });
    const store = storeAt(server);
    expect(await wrongWith(ASKS[name]!, store)).toBeNull();
    store.close();
    await server.close();
    expect(server.mostTaken()).toBeLessThan(MOST_BYTES);
  });

  it.each([
    ['its chunks are torn', 'transfer-encoding: chunked', '5\r\nhello\r\nzz\r\n', 'keep'],
    ['the line breaks', 'content-length: 100', 'half', 'close'],
  ] as const)(
    'is believed what the head of an answer says of stored bytes, though in its body %s',
    async (...given) => {
      const [, header, body, after] = given;
      const head = `HTTP/1.1 200 OK\r\netag: "5d41402abc4b2a76b9719d911017c592"\r\n${header}\r\n\r\n`;
      for (const name of ['put', 'uploadPart']) {
        const server = await serve({ head, body: Buffer.from(body), after });
        const stored = await ASKS[name]!(storeAt(server), AbortSignal.timeout(LIMIT_MS));
        expect(stored, name).toEqual({ etag: '5d41402abc4b2a76b9719d911017c592' });
      }
    },
  );

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'has no code that an object has by itself: %s',
    async (code) => {
      const body = Buffer.from(`<Error><Code>${code}</Code><Message>x</Message></Error>`);
      const head = `HTTP/1.1 403 X\r\ncontent-length: ${body.length}\r\n\r\n`;
      const server = await serve({ head, body, after: 'keep' });
      for (const name of ['list', 'copy', 'listParts']) {
        const failed = await ASKS[name]!(storeAt(server), AbortSignal.timeout(LIMIT_MS)).catch(
          (error: unknown) => error,
        );
        expect(failed, name).toMatchObject({ failure: { code: 'access-denied' } });
      }
    },
  );

  it.each(['listParts', 'listMultiparts'])('is not asked for ever for the next page: %s', async (name) => {
    let page = 0;
    const server = await serve({ head: '', body: Buffer.alloc(0), after: 'keep' });
    Object.defineProperty(server, 'reply', {
      get: () => {
        page += 1;
        const told = '<IsTruncated>true</IsTruncated>';
        const body = Buffer.from(
          name === 'listParts'
            ? `<ListPartsResult>${told}<NextPartNumberMarker>${page}</NextPartNumberMarker></ListPartsResult>`
            : `<ListMultipartUploadsResult>${told}<NextKeyMarker>${page}</NextKeyMarker><NextUploadIdMarker>${page}</NextUploadIdMarker></ListMultipartUploadsResult>`,
        );
        return { head: `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`, body, after: 'keep' };
      },
    });
    expect(await wrongWith(ASKS[name]!, storeAt(server))).toBeNull();
    expect(page).toBeLessThan(500);
  });

  it('may nest what it says as deep as it likes', async () => {
    const deep = '<a>'.repeat(200_000) + '</a>'.repeat(200_000);
    const body = Buffer.from(`<ListBucketResult>${deep}<IsTruncated>false</IsTruncated></ListBucketResult>`);
    const server = await serve({
      head: `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`,
      body,
      after: 'keep',
    });
    await expect(ASKS['list']!(storeAt(server), AbortSignal.timeout(LIMIT_MS))).resolves.toMatchObject({ objects: [] });
  });
});
