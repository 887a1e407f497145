import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { vi } from 'vitest';
import type { ConnectionProfile } from '../../../shared/connection';
import type { ConflictRule } from '../../../shared/settings';
import type { TransfersSlice } from '../../../shared/state';
import type { TransferItem, TransferState } from '../../../shared/transfer';
import { DEFAULT_UPLOADS, type UploadSettings } from '../../../shared/upload-settings';
import { assetIdOf } from '../library/asset-id';
import { startSandbox } from '../sandbox/sandbox';
import { computeSignature } from '../sandbox/sigv4';
import type { Sandbox } from '../sandbox/types';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import type { Clock } from './clock';
import type { CopyLimits } from './copy/copy-job';
import { startFaultProxy, type FaultProxy } from './fault-proxy.test-support';
import { NO_CONVERTER, type ImageConverter } from './upload/image-converter';
import type { Transfers, TransfersDeps } from './transfers-api';
import { createTransfers } from './transfers';

export const MIB = 1024 * 1024;
export const CONNECTION = 'c1';
const NEVER = new AbortController().signal;
/** How much faster the queue's clock goes than the real one. */
const HASTE = 50;

/** A queue on a real bucket, with a proxy that can break things between them. */
export class World {
  readonly dir: string;
  readonly proxy: FaultProxy;
  /** Straight to the bucket. */
  readonly store: ObjectStore;
  readonly calls: string[] = [];
  readonly slices: TransfersSlice[] = [];
  rule: ConflictRule = 'ask';
  uploads: UploadSettings = DEFAULT_UPLOADS;
  convert: ImageConverter['convert'] = NO_CONVERTER.convert;
  downloadRule: ConflictRule = 'ask';
  /** Objects up to these sizes are copied in one request; a test sets it before a restart. */
  copyLimits: CopyLimits = { inPartsAbove: 64 * MIB, partBytes: 5 * MIB };
  /** Where scripts and the generation lay their files; a test sets it before a restart. */
  handedOver: TransfersDeps['handedOver'];
  /** Further connections. */
  readonly others = new Map<string, { readonly store: ObjectStore; readonly profile: ConnectionProfile }>();
  transfers: Transfers;
  readonly #sandbox: Sandbox;
  readonly #proxied: ObjectStore;
  readonly #haste: number;
  #root: string;

  constructor(dir: string, sandbox: Sandbox, proxy: FaultProxy, haste: number) {
    this.#haste = haste;
    const { bucket, accessKeyId, secretAccessKey, endpoint } = sandbox;
    const config = { region: 'auto', bucket, accessKeyId, secretAccessKey };
    this.dir = dir;
    this.proxy = proxy;
    this.#sandbox = sandbox;
    this.store = createR2Store({ ...config, endpoint });
    this.#proxied = createR2Store({ ...config, endpoint: proxy.url });
    this.#root = join(dir, 'queue');
    this.handedOver = { script: join(dir, 'incoming'), generated: join(dir, 'outbox') };
    this.transfers = this.#begin();
  }

  #begin(): Transfers {
    return createTransfers({
      root: this.#root,
      handedOver: this.handedOver,
      storeOf: (id) => Promise.resolve(this.others.get(id)?.store ?? this.#proxied),
      profileOf: (id) => this.others.get(id)?.profile ?? (id === CONNECTION ? this.profile : null),
      hooks: {
        uploadsQueued: (items) => this.calls.push(...items.map((item) => `queued ${item.key}`)),
        uploadDone: (item, object) => this.calls.push(`done ${item.key} ${object.size}`),
        uploadGone: (item) => this.calls.push(`gone ${item.key}`),
        uploadFailed: (item) => this.calls.push(`failed ${item.key}`),
        copyDone: (item, object) => this.calls.push(`copied ${item.copy?.key ?? ''} to ${item.key} ${object.size}`),
        packDone: (item, object) => this.calls.push(`packed ${item.key} ${object.size}`),
      },
      publish: (slice) => this.slices.push(slice),
      conflictRule: () => this.rule,
      uploadSettings: () => this.uploads,
      converter: { convert: (job, signal) => this.convert(job, signal) },
      downloadRule: () => this.downloadRule,
      assetIdOf,
      copyLimits: this.copyLimits,
      clock: hastyClock(this.#haste),
      randomId: randomUUID,
      random: () => 0.5,
    });
  }

  get profile(): ConnectionProfile {
    return profileOf(this.#sandbox);
  }

  /** Stops the queue and starts a new one on the same folder. */
  async restart(): Promise<void> {
    await this.transfers.stop();
    this.transfers = this.#begin();
    await this.transfers.start();
  }

  /** The same on its folder under another path, as after a home was renamed. */
  async restartElsewhere(): Promise<void> {
    await this.transfers.stop();
    const path = join(this.dir, `queue-${randomUUID()}`);
    await rename(this.#root, path);
    this.#root = path;
    this.transfers = this.#begin();
    await this.transfers.start();
  }

  /** The same on the folder as it is now, as after a kill: nothing that the old queue does from here on counts. */
  async kill(): Promise<void> {
    const copy = join(this.dir, `queue-${randomUUID()}`);
    const { fault } = this.proxy;
    this.proxy.fault = () => ({ kind: 'reset' });
    // At one moment: the old queue goes on writing, and may begin its journal anew between two files.
    cpSync(this.#root, copy, { recursive: true });
    await this.transfers.stop();
    this.proxy.fault = fault;
    this.#root = copy;
    this.transfers = this.#begin();
    await this.transfers.start();
  }

  /** As after a kill that came before the journal's last line was written. */
  async forgetLastLine(): Promise<void> {
    await this.transfers.stop();
    const path = join(this.#root, 'transfers.journal');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${lines.slice(0, -2).join('\n')}\n`);
    this.transfers = this.#begin();
    await this.transfers.start();
  }

  /** A file of this content, or of so many random bytes. */
  async file(name: string, content: Uint8Array | string | number): Promise<string> {
    const path = join(this.dir, 'files', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'number' ? randomBytes(content) : content);
    return path;
  }

  /** Queues a file of its own; its key is the last part of the name. */
  async upload(name: string, content: Uint8Array | string | number): Promise<TransferItem> {
    const path = await this.file(name, content);
    await this.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
    const [item] = this.transfers.rows(0, 1).rows;
    if (item === undefined) throw new Error('Nothing was added');
    return item;
  }

  until(id: string, ...kinds: readonly TransferState['kind'][]): Promise<TransferItem> {
    const look = (): TransferItem => {
      const item = this.transfers.item(id);
      if (item === null || !kinds.includes(item.state.kind)) throw new Error(`It is ${JSON.stringify(item?.state)}`);
      return item;
    };
    return vi.waitFor(look, { timeout: 15_000, interval: 5 });
  }

  async object(key: string): Promise<Buffer> {
    const body = await this.store.get(key, { range: null, ifMatch: null }, NEVER);
    return buffer(body.stream);
  }

  /** A second bucket of the same account, and a connection `id` to it through the proxy, with the same keys. */
  async addBucket(id: string, bucket: string): Promise<ObjectStore> {
    await ask(this.#sandbox, 'PUT', `/${bucket}`);
    const { accessKeyId, secretAccessKey } = this.#sandbox;
    const store = createR2Store({ region: 'auto', bucket, accessKeyId, secretAccessKey, endpoint: this.proxy.url });
    this.others.set(id, { store, profile: { ...this.profile, id, bucket } });
    return store;
  }

  openMultiparts(): Promise<readonly string[]> {
    return openMultiparts(this.#sandbox);
  }

  /** Until the server has so many parts. */
  async untilParts(count: number): Promise<void> {
    const arrived = (): number =>
      this.proxy.seen.filter(({ operation, status }) => operation === 'UploadPart' && status === 200).length;
    const look = (): void => {
      if (arrived() < count) throw new Error(`The server has ${arrived()} of ${count} parts`);
    };
    await vi.waitFor(look, { timeout: 15_000, interval: 5 });
  }

  count(operation: string): number {
    return this.proxy.seen.filter((seen) => seen.operation === operation).length;
  }

  async close(): Promise<void> {
    await this.transfers.stop();
    this.store.close();
    this.#proxied.close();
    await this.proxy.close();
    await this.#sandbox.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** `haste`: how much faster the queue's clock goes than the server's. */
export async function openWorld(haste = HASTE): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'transfers-'));
  const sandbox = await startSandbox({ dir: join(dir, 'bucket') });
  const world = new World(dir, sandbox, await startFaultProxy(sandbox.endpoint), haste);
  await world.transfers.start();
  return world;
}

function profileOf({ bucket, accessKeyId }: Sandbox): ConnectionProfile {
  return {
    id: CONNECTION,
    name: 'Test',
    address: { kind: 'sandbox' },
    bucket,
    publicBase: null,
    publicDomains: [],
    accessKeyId,
    secret: 'stored',
    apiToken: 'none',
    rights: { write: null, delete: null, listBuckets: null },
    createdAt: 0,
    keysSince: 0,
    keysRemindedAt: null,
    keysTerm: null,
    apiTokenTerm: null,
    reachAccepted: false,
  };
}

/** Real time, run through faster, so that waits of seconds take milliseconds. */
export function hastyClock(haste = HASTE): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * haste,
    after(ms, run) {
      const timer = setTimeout(run, Math.ceil(ms / haste));
      return () => clearTimeout(timer);
    },
  };
}

/** The keys of all begun multipart uploads, asked of the server itself (the store has no such question). */
async function openMultiparts(sandbox: Sandbox): Promise<readonly string[]> {
  const text = await ask(sandbox, 'GET', `/${sandbox.bucket}`, 'uploads');
  return [...text.matchAll(/<Upload>.*?<Key>(.*?)<\/Key>/gs)].map((match) => match[1] ?? '');
}

/** A signed request that the store does not know. */
async function ask(sandbox: Sandbox, method: 'GET' | 'PUT', path: string, question?: string): Promise<string> {
  const { endpoint, accessKeyId, secretAccessKey } = sandbox;
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const payloadHash = 'UNSIGNED-PAYLOAD';
  const headers = { host: [new URL(endpoint).host], 'x-amz-content-sha256': [payloadHash], 'x-amz-date': [amzDate] };
  const signedHeaders = Object.keys(headers);
  const query = new URLSearchParams(question === undefined ? {} : { [question]: '' });
  const scope = `${amzDate.slice(0, 8)}/auto/s3/aws4_request`;
  const input = { method, path, query, headers, signedHeaders, payloadHash, amzDate, scope };
  const { signature } = computeSignature(input, secretAccessKey);
  const credential = `${accessKeyId}/${scope}`;
  const reply = await fetch(`${endpoint}${path}${question === undefined ? '' : `?${question}=`}`, {
    method,
    headers: {
      'x-amz-content-sha256': payloadHash,
      'x-amz-date': amzDate,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
    },
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(text);
  return text;
}
