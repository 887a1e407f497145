import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { vi } from 'vitest';
import type { ConnectionProfile } from '../../../shared/connection';
import type { ConflictRule } from '../../../shared/settings';
import type { TransfersSlice } from '../../../shared/state';
import type { TransferItem, TransferState } from '../../../shared/transfer';
import { assetIdOf } from '../library/asset-id';
import { startSandbox } from '../sandbox/sandbox';
import { computeSignature } from '../sandbox/sigv4';
import type { Sandbox } from '../sandbox/types';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import type { Clock } from './clock';
import { startFaultProxy, type FaultProxy } from './fault-proxy.test-support';
import type { Transfers } from './transfers-api';
import { createTransfers } from './transfers';

export const MIB = 1024 * 1024;
export const CONNECTION = 'c1';
const NEVER = new AbortController().signal;
/** How much faster the queue's clock goes than the real one. */
const HASTE = 50;

/** A queue on a real bucket, with a proxy that can break things between them. */
export interface World {
  readonly dir: string;
  readonly proxy: FaultProxy;
  /** Straight to the bucket. */
  readonly store: ObjectStore;
  readonly calls: readonly string[];
  readonly slices: readonly TransfersSlice[];
  rule: ConflictRule;
  transfers: Transfers;
  /** Stops the queue and starts a new one on the same folder. */
  restart(): Promise<void>;
  /** The same on the folder as it is now, as after a kill: nothing that the old queue does from here on counts. */
  kill(): Promise<void>;
  file(name: string, content: Uint8Array | string | number): Promise<string>;
  upload(name: string, content: Uint8Array | string | number): Promise<TransferItem>;
  until(id: string, ...kinds: readonly TransferState['kind'][]): Promise<TransferItem>;
  object(key: string): Promise<Buffer>;
  openMultiparts(): Promise<readonly string[]>;
  count(operation: string): number;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'transfers-'));
  const sandbox = await startSandbox({ dir: join(dir, 'bucket') });
  const proxy = await startFaultProxy(sandbox.endpoint);
  const { bucket, accessKeyId, secretAccessKey } = sandbox;
  const config = { region: 'auto', bucket, accessKeyId, secretAccessKey };
  const store = createR2Store({ ...config, endpoint: sandbox.endpoint });
  const proxied = createR2Store({ ...config, endpoint: proxy.url });
  const calls: string[] = [];
  const slices: TransfersSlice[] = [];

  let root = join(dir, 'queue');
  const begin = (): Transfers =>
    createTransfers({
      root,
      storeOf: () => Promise.resolve(proxied),
      profileOf: (id) => (id === CONNECTION ? profileFor(bucket, accessKeyId) : null),
      hooks: {
        uploadsQueued: (items) => calls.push(...items.map((item) => `queued ${item.key}`)),
        uploadDone: (item, object) => calls.push(`done ${item.key} ${object.size}`),
        uploadGone: (item) => calls.push(`gone ${item.key}`),
        uploadFailed: (item) => calls.push(`failed ${item.key}`),
      },
      publish: (slice) => slices.push(slice),
      conflictRule: () => world.rule,
      assetIdOf,
      clock: hastyClock(),
      randomId: randomUUID,
      random: () => 0.5,
    });

  const world: World = {
    dir,
    proxy,
    store,
    calls,
    slices,
    rule: 'ask',
    transfers: begin(),
    restart: async () => {
      await world.transfers.stop();
      world.transfers = begin();
      await world.transfers.start();
    },
    kill: async () => {
      const copy = join(dir, `queue-${randomUUID()}`);
      const { fault } = world.proxy;
      world.proxy.fault = () => ({ kind: 'reset' });
      await cp(root, copy, { recursive: true });
      await world.transfers.stop();
      world.proxy.fault = fault;
      root = copy;
      world.transfers = begin();
      await world.transfers.start();
    },
    file: async (name, content) => {
      const path = join(dir, 'files', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, typeof content === 'number' ? randomBytes(content) : content);
      return path;
    },
    upload: async (name, content) => {
      const path = await world.file(name, content);
      await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
      const [item] = world.transfers.rows(0, 1).rows;
      if (item === undefined) throw new Error('Nothing was added');
      return item;
    },
    until: (id, ...kinds) =>
      vi.waitFor(
        () => {
          const item = world.transfers.item(id);
          if (item === null || !kinds.includes(item.state.kind))
            throw new Error(`It is ${JSON.stringify(item?.state)}`);
          return item;
        },
        { timeout: 15_000, interval: 5 },
      ),
    object: async (key) => {
      const body = await store.get(key, { range: null, ifMatch: null }, NEVER);
      return buffer(body.stream);
    },
    openMultiparts: () => openMultiparts(sandbox),
    count: (operation) => proxy.seen.filter((seen) => seen.operation === operation).length,
    close: async () => {
      await world.transfers.stop();
      store.close();
      proxied.close();
      await proxy.close();
      await sandbox.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await world.transfers.start();
  return world;
}

function profileFor(bucket: string, accessKeyId: string): ConnectionProfile {
  return {
    id: CONNECTION,
    name: 'Test',
    address: { kind: 'sandbox' },
    bucket,
    publicBase: null,
    accessKeyId,
    secret: 'stored',
    createdAt: 0,
  };
}

/** Real time, run through faster, so that waits of seconds take milliseconds. */
export function hastyClock(): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * HASTE,
    after(ms, run) {
      const timer = setTimeout(run, Math.ceil(ms / HASTE));
      return () => clearTimeout(timer);
    },
  };
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** The keys of all begun multipart uploads, asked of the server itself (the store has no such question). */
async function openMultiparts(sandbox: Sandbox): Promise<readonly string[]> {
  const { endpoint, bucket, accessKeyId, secretAccessKey } = sandbox;
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const payloadHash = 'UNSIGNED-PAYLOAD';
  const headers = { host: [new URL(endpoint).host], 'x-amz-content-sha256': [payloadHash], 'x-amz-date': [amzDate] };
  const signedHeaders = Object.keys(headers);
  const target = { path: `/${bucket}`, query: new URLSearchParams({ uploads: '' }) };
  const scope = { date: amzDate.slice(0, 8), region: 'auto' };
  const input = { method: 'GET', target, headers, signedHeaders, payloadHash, amzDate, scope };
  const { signature } = computeSignature(input, secretAccessKey);
  const credential = `${accessKeyId}/${scope.date}/auto/s3/aws4_request`;
  const reply = await fetch(`${endpoint}/${bucket}?uploads=`, {
    headers: {
      'x-amz-content-sha256': payloadHash,
      'x-amz-date': amzDate,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
    },
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(text);
  return [...text.matchAll(/<Upload>.*?<Key>(.*?)<\/Key>/gs)].map((match) => match[1] ?? '');
}
