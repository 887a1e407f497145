import type { TransferItem, TransferState } from '../../../shared/transfer';
import type { TransferChange, UploadFile } from '../transfers/transfers-api';
import { NO_SETTINGS } from '../../../shared/generation';
import { assetIdOf } from '../library/asset-id';
import { bodyOf, lookAt } from './arriving';
import type { FilmMaker } from './film-maker';
import type { MakeRequest, Provider, Watch } from './provider';
import type { ConfigStorage, GeneratedUploads, ProviderKeys } from './generation';

export function memoryKeys(): ProviderKeys {
  const kept = new Map<string, string>();
  return {
    get: async (provider) => kept.get(provider) ?? null,
    set: async (provider, key) => {
      if (key === '') kept.delete(provider);
      else kept.set(provider, key);
    },
    stateOf: (provider) => (kept.has(provider) ? 'stored' : 'missing'),
  };
}

/** There is no encoder in plain Node: a film is its order, behind the magic of WebM. */
export const NO_ENCODER: FilmMaker = {
  film: async ({ pixels, ...order }) =>
    Buffer.concat([WEBM, Buffer.from(JSON.stringify({ ...order, bytes: pixels.byteLength }))]),
};
/** EBML's head as file-type looks for it: the magic, then a DocType. */
export const WEBM = Buffer.from('1a45dfa38b428681014282847765626d', 'hex');

const SILENT: Watch = { progress: () => undefined, ahead: () => undefined, preview: () => undefined };

/** Asks a provider for one result and fetches it, as the runner does, but to memory. */
export async function firstResult(
  provider: Provider,
  request: Partial<MakeRequest>,
  signal: AbortSignal,
  watch: Watch = SILENT,
) {
  const size = { width: 1024, height: 1024 };
  const whole: MakeRequest = { ...NO_SETTINGS, model: '', size, reference: null, ...request };
  const job = provider.jobs?.newId() ?? null;
  const submitted = await provider.submit(whole, job, watch, signal);
  const results =
    submitted.kind === 'made' ? submitted.results : await provider.jobs?.follow(submitted.job, watch, signal);
  const [place] = results?.places ?? [];
  if (place === undefined) throw new Error('No result came.');
  const body = place.kind === 'bytes' ? bodyOf(place.bytes) : await provider.open(place, signal);
  const { type, bytes } = await lookAt(body, provider.id, signal);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return { type, bytes: Buffer.concat(chunks), seed: results?.seed ?? null };
}

export function memoryConfig(): ConfigStorage {
  let value: unknown = null;
  return { read: () => value, write: (next) => (value = next) };
}

/** A transfer queue that only moves when a test says so; like the real one it outlives the generation that uses it. */
export class FakeUploads implements GeneratedUploads {
  readonly items: TransferItem[] = [];
  readonly retried: string[] = [];
  /** Of each file, as it was added. */
  readonly metadata: UploadFile['metadata'][] = [];
  /** Thrown by the next `addFile`. */
  refuse: Error | null = null;
  readonly #listeners = new Set<(change: TransferChange) => void>();

  async addFile({ connectionId, key, localPath, contentType, metadata }: UploadFile): Promise<TransferItem> {
    if (this.refuse !== null) throw this.refuse;
    this.metadata.push(metadata);
    const item: TransferItem = {
      id: `transfer-${this.items.length}`,
      direction: 'upload',
      origin: 'generated',
      connectionId,
      bucket: 'bucket',
      key,
      assetId: assetIdOf(connectionId, key),
      name: key,
      size: 1,
      contentType,
      localPath,
      copy: null,
      addedAt: 0,
      state: { kind: 'queued' },
    };
    this.items.unshift(item);
    this.#tell({ kind: 'changed', item });
    return item;
  }

  /** Moves an item on, perhaps under another key. */
  become(id: string, state: TransferState, key?: string): void {
    const at = this.items.findIndex((item) => item.id === id);
    const item = this.items[at];
    if (item === undefined) throw new Error(`No transfer ${id}`);
    const next = { ...item, state, key: key ?? item.key };
    this.items[at] = next;
    this.#tell({ kind: 'changed', item: next });
  }

  rows(start: number, count: number): { total: number; rows: readonly TransferItem[] } {
    return { total: this.items.length, rows: this.items.slice(start, start + count) };
  }

  item(id: string): TransferItem | null {
    return this.items.find((item) => item.id === id) ?? null;
  }

  subscribe(listener: (change: TransferChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  retry(which: 'all' | readonly string[]): void {
    for (const id of which === 'all' ? [] : which) {
      this.retried.push(id);
      this.become(id, { kind: 'queued' });
    }
  }

  cancel(which: 'all' | readonly string[]): void {
    for (const id of which === 'all' ? [] : which) {
      const at = this.items.findIndex((item) => item.id === id);
      const [item] = at < 0 ? [] : this.items.splice(at, 1);
      if (item !== undefined) this.#tell({ kind: 'gone', item });
    }
  }

  #tell(change: TransferChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
