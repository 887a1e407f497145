import { drop } from '../../../shared/drop';
import { FailureError } from '../../../shared/failure';
import type { AssetSource, RemoteSource } from './asset-source';
import type { DecodedThumbnail, DecodeJob, Decoder } from './decoder';
import type { MadeThumbnail } from './made-thumbnail';
import type { ResizedPictures } from './resized-pictures';
import type { SharedThumbnails } from './shared-thumbnails';

/** A picture that is to be made. */
export interface Wanted extends Pick<DecodeJob, 'page' | 'edge'> {
  readonly assetId: string;
  readonly source: AssetSource;
  /** null: only Cloudflare may be able to read it. */
  readonly kind: DecodeJob['kind'] | null;
  /** A small one, for tiles. */
  readonly isSmall: boolean;
}

export interface ThumbnailOriginsDeps {
  readonly decoder: Decoder;
  readonly shared: Pick<SharedThumbnails, 'read' | 'write'>;
  readonly resized: Pick<ResizedPictures, 'wants' | 'of'>;
  assetOf(assetId: string, version?: string | null): Promise<AssetSource | null>;
}

/** Makes pictures from where they come cheapest: the bucket's own thumbnails, Cloudflare's small versions, the original. */
export class ThumbnailOrigins {
  readonly #deps: ThumbnailOriginsDeps;

  constructor(deps: ThumbnailOriginsDeps) {
    this.#deps = deps;
  }

  /** null: nothing here can read it. Throws a `FailureError` as the decoder does. */
  async make(wanted: Wanted, signal: AbortSignal): Promise<MadeThumbnail | null> {
    const { source } = wanted;
    if (source.kind !== 'remote' || !wanted.isSmall) return this.#decoded(wanted, signal);
    const shared = await this.#deps.shared.read(source, signal);
    if (shared !== null) return shared;
    const made = (await this.#resized(wanted, source, signal)) ?? (await this.#decoded(wanted, signal));
    if (made !== null) drop(this.#deps.shared.write(source, made));
    return made;
  }

  /** Whatever goes wrong here, the original may still be read. */
  async #resized(wanted: Wanted, source: RemoteSource, signal: AbortSignal): Promise<MadeThumbnail | null> {
    if (!this.#deps.resized.wants(source)) return null;
    const small = await this.#deps.resized.of(source, wanted.edge, signal);
    if (small === null) return null;
    const { page, edge } = wanted;
    const job: DecodeJob = { source: () => small, kind: 'image', size: small.size, page, edge };
    try {
      const { webp } = await this.#deps.decoder.thumbnail(job, signal);
      return { webp, facts: null, pages: null };
    } catch (error) {
      if (error instanceof FailureError) return null;
      throw error;
    }
  }

  /** A pasted or generated file goes away once its upload has arrived: then the same content is in the bucket. */
  async #decoded(wanted: Wanted, signal: AbortSignal): Promise<MadeThumbnail | null> {
    const { assetId, source: asked, kind, page, edge } = wanted;
    if (kind === null) return null;
    const source = () => this.#sourceNow(assetId, asked);
    const job: DecodeJob = { source, kind, size: asked.size, page, edge };
    const before = await source();
    try {
      return madeOf(kind, await this.#deps.decoder.thumbnail(job, signal));
    } catch (error) {
      const gone = error instanceof FailureError && error.failure.code === 'file-missing';
      if (!gone || (await source()).kind === before.kind) throw error;
      return madeOf(kind, await this.#deps.decoder.thumbnail(job, signal));
    }
  }

  async #sourceNow(assetId: string, asked: AssetSource): Promise<AssetSource> {
    const now = await this.#deps.assetOf(assetId, asked.version);
    return now?.version === asked.version ? now : asked;
  }
}

/** A page's size is in points, a cover's not the sound's: neither is a fact about the file. */
function madeOf(kind: DecodeJob['kind'], drawn: DecodedThumbnail): MadeThumbnail {
  const { webp, width, height, durationMs, pages, blur } = drawn;
  const isOwn = kind !== 'pdf' && kind !== 'audio';
  const size = isOwn ? { width, height } : { width: null, height: null };
  return { webp, facts: { ...size, durationMs, blur }, pages: kind === 'audio' ? null : { pages, width, height } };
}
