import { stat } from 'node:fs/promises';
import { FailureError, fail } from '../../../shared/failure';
import type { AssetDetails } from '../../../shared/library';
import { isAbort } from '../store/abort';
import type { ObjectHead } from '../store/object-store';
import { assetSource } from './asset-row';
import type { AssetSource } from './asset-source';
import type { Buckets } from './buckets';
import type { RemoteObject } from './index/indexed-asset';
import { readFileText, readObjectText, type ObjectText } from './object-text';
import { othersOf } from './other-facts';
import type { Probe, Probes } from './probes';

/** What is asked of one asset: by a person of one on screen, or by an address, which names no connection. */
export class SingleAssets {
  readonly probes: Probes;
  readonly #buckets: Buckets;
  readonly #signal: AbortSignal;

  /** `signal`: the end of the library. */
  constructor(buckets: Buckets, signal: AbortSignal) {
    this.#buckets = buckets;
    this.#signal = signal;
    this.probes = {
      probe: async (assetId, version) => this.#probe(assetId, version),
      rememberProbe: (assetId, source, probe) => this.#rememberProbe(assetId, source, probe),
    };
  }

  async details(connectionId: string, assetId: string): Promise<AssetDetails> {
    const asset = (await this.#buckets.calls(connectionId).find(assetId)) ?? fail('not-found');
    const { key, probe, facts: generation } = asset;
    const noPicture = probe?.kind === 'failed' ? probe.code : null;
    if (asset.remote === null) {
      const { size, modified, contentType } = asset;
      const unset = { etag: '', cacheControl: null, metadata: {}, others: othersOf(undefined) };
      return { assetId, key, size, modified, contentType, ...unset, generation, noPicture };
    }
    const { others, ...head } = await this.#head(connectionId, asset.remote);
    return { assetId, key, ...head, others: othersOf(others), generation, noPicture };
  }

  async readText(connectionId: string, assetId: string): Promise<ObjectText> {
    const bucket = this.#buckets.asked(connectionId);
    const { remote, pending } = (await bucket.index.calls.find(assetId)) ?? fail('not-found');
    if (remote !== null) return readObjectText(await bucket.store(), remote, this.#signal);
    return pending === null ? fail('not-found') : readFileText(pending.item.localPath);
  }

  /** px; null where the picture has not been looked at. */
  async pictureSize(connectionId: string, assetId: string): Promise<{ width: number; height: number } | null> {
    const probe = (await this.#buckets.calls(connectionId).find(assetId))?.probe;
    if (probe?.kind !== 'seen' || probe.width === null || probe.height === null) return null;
    return { width: probe.width, height: probe.height };
  }

  /** Where the bytes of an asset, or of this version of it, are; null for one that is not known. */
  async source(assetId: string, version: string | null = null): Promise<AssetSource | null> {
    const found = await this.#buckets.find(assetId);
    const source = found === null ? null : assetSource(found.connectionId, found.asset, version);
    if (source?.kind !== 'local') return source;
    // Of an upload the size may be that of what was made of its file.
    const { size } = (await stat(source.path).catch(() => null)) ?? source;
    return { ...source, size };
  }

  /** Asks the bucket again for one asset that turned out to be another, or gone. */
  async recheck(assetId: string): Promise<void> {
    const source = await this.source(assetId);
    if (source?.kind !== 'remote') return;
    try {
      await this.#head(source.connectionId, source);
    } catch (error) {
      if (!(error instanceof FailureError) && !isAbort(error)) throw error;
    }
  }

  /** Asks the bucket for one object, and enters what it says. */
  async #head(connectionId: string, known: Pick<RemoteObject, 'key' | 'etag'>): Promise<ObjectHead> {
    const bucket = this.#buckets.of(connectionId);
    try {
      const head = await (await bucket.store()).head(known.key, this.#signal);
      if (head.etag !== known.etag) await bucket.enterHead(known.key, head);
      return head;
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'no-such-key')
        await bucket.index.calls.dropKeys([known.key]);
      throw error;
    }
  }

  async #probe(assetId: string, version: string): Promise<Probe | null> {
    const found = await this.#buckets.find(assetId);
    return found?.asset.version === version ? found.asset.probe : null;
  }

  /** In its own bucket alone: the indexes of others are at rest. */
  #rememberProbe(assetId: string, source: AssetSource, probe: Probe): void {
    const connectionId = source.kind === 'memory' ? null : source.connectionId;
    if (connectionId === null) return;
    this.#buckets.tell(connectionId, (calls) => calls.enterProbe(assetId, source.version, probe));
  }
}
