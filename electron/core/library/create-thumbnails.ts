import path from 'node:path';
import { drop } from '../../../shared/drop';
import { FailureError, type FailureCode } from '../../../shared/failure';
import { isAbort } from '../store/abort';
import type { AssetSource } from './asset-source';
import { DECODE_LIMITS, type DecodedThumbnail, type DecodeJob } from './decoder';
import { decodableAs } from './media-type';
import { NewestFirst } from './newest-first';
import { ThumbnailFiles } from './thumbnail-files';
import type { Thumbnail, ThumbnailDeps, Thumbnails } from './thumbnails';

/** Longer edge, px: sharp on a tile of 240 CSS px on a dense display. */
const EDGE = 480;
const AT_ONCE = 2;
/** Far more than a screen holds. */
const MAX_WAITING = 400;
const CACHE_BYTES = 500 * 1024 * 1024;

/** The content itself is at fault: the next try would end the same. */
const FOR_GOOD: ReadonlySet<FailureCode> = new Set(['not-a-picture', 'picture-too-large', 'unsupported-media']);
const STALE: ReadonlySet<FailureCode> = new Set(['object-changed', 'no-such-key']);
/** The decoder crashed or hung: after so many times the content is taken for the reason, until the app is started again. */
const BLAMED: ReadonlySet<FailureCode> = new Set(['unexpected', 'timeout']);
const MAX_BLAME = 3;

interface Wanted {
  readonly source: AssetSource;
  readonly kind: DecodeJob['kind'];
}

export function createThumbnails(deps: ThumbnailDeps): Thumbnails {
  return new CachedThumbnails(deps);
}

class CachedThumbnails implements Thumbnails {
  readonly #deps: ThumbnailDeps;
  readonly #files: ThumbnailFiles;
  readonly #queue = new NewestFirst(AT_ONCE, MAX_WAITING);
  readonly #underWay = new Map<string, Promise<Thumbnail>>();
  readonly #blame = new Map<string, number>();

  constructor(deps: ThumbnailDeps) {
    this.#deps = deps;
    this.#files = new ThumbnailFiles(path.join(deps.cacheDir, 'thumbnails'));
  }

  async of(assetId: string): Promise<Thumbnail> {
    const source = await this.#deps.assetOf(assetId);
    const kind = source === null || source.size === 0 ? null : decodableAs(source.contentType);
    if (source === null || kind === null) return { kind: 'none' };
    const name = `${assetId}\0${source.version}\0${EDGE}`;
    const underWay = this.#underWay.get(name);
    if (underWay !== undefined) {
      this.#queue.hurry(name);
      return underWay;
    }
    const made = this.#find(name, assetId, { source, kind }).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, made);
    return made;
  }

  prune(): Promise<void> {
    return this.#files.prune(CACHE_BYTES);
  }

  async close(): Promise<void> {
    this.#queue.close();
    await Promise.allSettled(this.#underWay.values());
  }

  async #find(name: string, assetId: string, job: Wanted): Promise<Thumbnail> {
    const { version } = job.source;
    const kept = await this.#files.read(name, this.#deps.now());
    if (kept !== null) return { kind: 'picture', webp: kept, version };
    if ((await this.#deps.probes.probe(assetId, version))?.kind === 'failed') return { kind: 'none' };
    if ((this.#blame.get(name) ?? 0) >= MAX_BLAME) return { kind: 'none' };
    const made = await this.#queue.run(name, () => this.#make(name, assetId, job));
    return made ?? { kind: 'later' };
  }

  async #make(name: string, assetId: string, job: Wanted): Promise<Thumbnail> {
    const { version } = job.source;
    if (job.kind === 'image' && job.source.size > DECODE_LIMITS.maxImageBytes)
      return this.#hasNone(assetId, version, 'picture-too-large');
    try {
      const { webp, width, height, durationMs } = await this.#decode(assetId, job);
      this.#deps.probes.rememberProbe(assetId, version, { kind: 'seen', width, height, durationMs });
      await this.#files.write(name, webp);
      return { kind: 'picture', webp, version };
    } catch (error) {
      if (isAbort(error)) return { kind: 'later' };
      if (!(error instanceof FailureError)) throw error;
      return this.#failed(name, assetId, version, error.failure.code);
    }
  }

  /** A pasted or generated file goes away once its upload has arrived: then the same content is in the bucket. */
  async #decode(assetId: string, { source: asked, kind }: Wanted): Promise<DecodedThumbnail> {
    const source = () => this.#sourceNow(assetId, asked);
    const job: DecodeJob = { source, kind, edge: EDGE };
    const before = await source();
    try {
      return await this.#deps.decoder.thumbnail(job);
    } catch (error) {
      const gone = error instanceof FailureError && error.failure.code === 'file-missing';
      if (!gone || (await source()).kind === before.kind) throw error;
      return this.#deps.decoder.thumbnail(job);
    }
  }

  async #sourceNow(assetId: string, asked: AssetSource): Promise<AssetSource> {
    const now = await this.#deps.assetOf(assetId);
    return now?.version === asked.version ? now : asked;
  }

  #failed(name: string, assetId: string, version: string, code: FailureCode): Thumbnail {
    if (FOR_GOOD.has(code)) return this.#hasNone(assetId, version, code);
    if (BLAMED.has(code)) this.#blame.set(name, (this.#blame.get(name) ?? 0) + 1);
    if (STALE.has(code)) drop(this.#deps.recheck(assetId));
    return { kind: 'later' };
  }

  #hasNone(assetId: string, version: string, code: FailureCode): Thumbnail {
    this.#deps.probes.rememberProbe(assetId, version, { kind: 'failed', code });
    return { kind: 'none' };
  }
}
