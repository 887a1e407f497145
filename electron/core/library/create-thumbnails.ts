import { drop } from '../../../shared/drop';
import type { DocumentPages } from '../../../shared/library';
import { fail, FailureError, type FailureCode } from '../../../shared/failure';
import { isAbort } from '../store/abort';
import type { AssetSource } from './asset-source';
import { DECODE_LIMITS, DecoderFault } from './decoder';
import { decodableAs } from './media-type';
import { NewestFirst } from './newest-first';
import { ThumbnailOrigins, type Wanted } from './thumbnail-origins';
import type { Thumbnail, ThumbnailDeps, Thumbnails } from './thumbnails';

/** Longer edge, px: sharp on a tile of 240 CSS px on a dense display. */
const EDGE = 480;
/** Four are at the decoder at a time (decoder.ts), while the files of the next ones come out of the bucket. */
const AT_ONCE = 6;
/** Far more than a screen holds. */
const MAX_WAITING = 400;
/** Longer edge of a page in the viewer, px. */
const PAGE_EDGE = 1800;

/** The content itself is at fault: the next try would end the same. */
const FOR_GOOD: ReadonlySet<FailureCode> = new Set([
  'not-a-picture',
  'picture-too-large',
  'document-locked',
  'unsupported-media',
]);
const STALE: ReadonlySet<FailureCode> = new Set(['object-changed', 'no-such-key']);
/** Stands in the cache for a picture that there is none of: not empty, so that it makes room in its turn. */
const NOTE = Uint8Array.of(0);
/** After so many faults of the decoder the content is taken for the reason, until the app is started again. */
const MAX_BLAME = 3;

export function createThumbnails(deps: ThumbnailDeps): Thumbnails {
  return new CachedThumbnails(deps);
}

class CachedThumbnails implements Thumbnails {
  readonly #deps: ThumbnailDeps;
  readonly #origins: ThumbnailOrigins;
  readonly #queue = new NewestFirst(AT_ONCE, MAX_WAITING);
  readonly #underWay = new Map<string, Promise<Thumbnail>>();
  /** Of what is being made, by name: ended when nobody looks any more. */
  readonly #making = new Map<string, AbortController>();
  /** Of what is under way, by name: what nobody looks at any more. */
  readonly #forgotten = new Set<string>();
  readonly #blame = new Map<string, number>();
  /** Those of which it was asked in this run whether anything is known besides their picture. */
  readonly #learned = new Set<string>();

  constructor(deps: ThumbnailDeps) {
    this.#deps = deps;
    this.#origins = new ThumbnailOrigins(deps);
  }

  of(assetId: string, version: string | null = null): Promise<Thumbnail> {
    return this.#pictureOf(assetId, 1, EDGE, version);
  }

  page(assetId: string, page: number): Promise<Thumbnail> {
    return this.#pictureOf(assetId, page, PAGE_EDGE);
  }

  async pages(assetId: string): Promise<DocumentPages> {
    const wanted = (await this.#wanted(assetId, 1, PAGE_EDGE)) ?? fail('unsupported-media');
    const name = nameOf(wanted);
    const made = await this.#queue.run(`pages of ${name}`, () =>
      this.#origins.make(wanted, new AbortController().signal),
    );
    if (made === null) return fail('timeout');
    await this.#keep(name, assetId, made.webp);
    const { pages, width, height } = made.pages ?? fail('unsupported-media');
    return { count: pages ?? 1, width, height };
  }

  forget(assetIds: readonly string[]): void {
    const gone = new Set(assetIds);
    const isGone = (name: string) => gone.has(name.split('\0')[1] ?? '') && name.endsWith(`\0${EDGE}`);
    for (const name of this.#underWay.keys()) if (isGone(name)) this.#forgotten.add(name);
    this.#queue.drop(isGone);
    for (const [name, making] of this.#making) if (isGone(name)) making.abort();
  }

  async share(assetId: string): Promise<void> {
    const wanted = await this.#wanted(assetId, 1, EDGE);
    if (wanted?.source.kind !== 'remote') return;
    const webp = await this.#deps.files.read(nameOf(wanted), this.#deps.now());
    if (webp === null) return;
    const probe = await this.#deps.probes.probe(assetId, wanted.source.version);
    const facts = probe?.kind === 'seen' ? probe : null;
    await this.#deps.shared.write(wanted.source, { webp, facts });
  }

  async close(): Promise<void> {
    this.#queue.close();
    for (const making of this.#making.values()) making.abort();
    await Promise.allSettled(this.#underWay.values());
  }

  async #wanted(assetId: string, page: number, edge: number, version: string | null = null): Promise<Wanted | null> {
    const source = await this.#deps.assetOf(assetId, version);
    if (source === null || source.size === 0) return null;
    const kind = decodableAs(source.contentType);
    const isSmall = edge === EDGE;
    if (kind === null && !(isSmall && this.#deps.resized.wants(source))) return null;
    return { assetId, source, kind, page, edge, isSmall };
  }

  async #pictureOf(assetId: string, page: number, edge: number, version: string | null = null): Promise<Thumbnail> {
    const wanted = await this.#wanted(assetId, page, edge, version);
    if (wanted === null) return { kind: 'none' };
    const name = nameOf(wanted);
    const underWay = this.#underWay.get(name);
    if (underWay !== undefined && this.#forgotten.has(name)) {
      // Back again while it breaks off: begun anew.
      await underWay;
      return this.#pictureOf(assetId, page, edge, version);
    }
    if (underWay !== undefined) {
      this.#queue.hurry(name);
      return underWay;
    }
    const made = this.#found(name, wanted);
    this.#underWay.set(name, made);
    return made;
  }

  async #found(name: string, wanted: Wanted): Promise<Thumbnail> {
    try {
      const made = await this.#find(name, wanted);
      return made.kind === 'later' && this.#forgotten.has(name) ? { kind: 'forgotten' } : made;
    } finally {
      this.#underWay.delete(name);
      this.#forgotten.delete(name);
    }
  }

  async #find(name: string, wanted: Wanted): Promise<Thumbnail> {
    const { version } = wanted.source;
    const kept = await this.#deps.files.read(name, this.#deps.now());
    if (kept !== null) {
      drop(this.#learn(name, wanted));
      return { kind: 'picture', webp: kept, version };
    }
    if (await this.#isKnownToHaveNone(wanted)) return { kind: 'none' };
    if ((this.#blame.get(name) ?? 0) >= MAX_BLAME) return { kind: 'none' };
    const made = await this.#queue.run(name, () => this.#make(name, wanted));
    return made ?? { kind: 'later' };
  }

  /** What has failed is tried once more when the cache was cleared: the reason may have been the app's, and is mended by now. */
  async #isKnownToHaveNone(wanted: Wanted): Promise<boolean> {
    const probe = await this.#deps.probes.probe(wanted.assetId, wanted.source.version);
    return probe?.kind === 'failed' && (await this.#deps.files.read(noteName(wanted), this.#deps.now())) !== null;
  }

  /**
   * What was seen in a file on its way goes with the app when that ends before the file has arrived; its small picture stays. It is seen
   * once more then. What Cloudflare makes small shows nothing of the kind.
   */
  async #learn(name: string, wanted: Wanted): Promise<void> {
    const { assetId, source, isSmall } = wanted;
    if (!isSmall || !(source.kind === 'local' || this.#cameFromHere(source)) || this.#learned.has(name)) return;
    this.#learned.add(name);
    if ((await this.#deps.probes.probe(assetId, source.version)) !== null) return;
    await this.#queue.run(name, () => this.#make(name, wanted));
  }

  /** Its content has the name that it had as a file. */
  #cameFromHere(source: AssetSource): boolean {
    return source.kind === 'remote' && source.version !== source.etag && !this.#deps.resized.wants(source);
  }

  async #make(name: string, wanted: Wanted): Promise<Thumbnail> {
    const { assetId, kind } = wanted;
    const { version, size: bytes } = wanted.source;
    if (kind === 'image' && bytes > DECODE_LIMITS.maxImageBytes) return this.#hasNone(wanted, 'picture-too-large');
    const making = new AbortController();
    this.#making.set(name, making);
    try {
      const made = await this.#origins.make(wanted, making.signal);
      // Not for good: another time Cloudflare may make it.
      if (made === null) return { kind: 'none' };
      const { webp, facts } = made;
      if (facts !== null && wanted.page === 1)
        this.#deps.probes.rememberProbe(assetId, wanted.source, { kind: 'seen', ...facts });
      await this.#keep(name, assetId, webp);
      return { kind: 'picture', webp, version };
    } catch (error) {
      if (isAbort(error)) return { kind: 'later' };
      if (!(error instanceof FailureError)) throw error;
      return await this.#failed(name, wanted, error);
    } finally {
      this.#making.delete(name);
    }
  }

  /** Not of what has gone meanwhile: with a connection go its pictures, and none is to come after. */
  async #keep(name: string, assetId: string, webp: Uint8Array): Promise<void> {
    if ((await this.#deps.assetOf(assetId)) !== null) await this.#deps.files.write(name, webp);
  }

  async #failed(name: string, wanted: Wanted, error: FailureError): Promise<Thumbnail> {
    const { code } = error.failure;
    if (FOR_GOOD.has(code)) return this.#hasNone(wanted, code);
    if (error instanceof DecoderFault) this.#blame.set(name, (this.#blame.get(name) ?? 0) + 1);
    if (STALE.has(code)) drop(this.#deps.recheck(wanted.assetId));
    return { kind: 'later' };
  }

  /** That one page cannot be drawn says nothing about the others. */
  async #hasNone(wanted: Wanted, code: FailureCode): Promise<Thumbnail> {
    const { assetId, source, page } = wanted;
    if (page === 1) {
      this.#deps.probes.rememberProbe(assetId, source, { kind: 'failed', code });
      await this.#keep(noteName(wanted), assetId, NOTE);
    }
    return { kind: 'none' };
  }
}

function nameOf({ assetId, source, page, edge }: Wanted): string {
  const connectionId = source.kind === 'memory' ? null : source.connectionId;
  return [connectionId ?? '', assetId, source.version, ...(page === 1 ? [] : [page]), edge].join('\0');
}

/** The name by which the cache notes that this content has no picture. */
function noteName(wanted: Wanted): string {
  return `${nameOf({ ...wanted, page: 1, edge: EDGE })}\0none`;
}

/** The name by which the cache keeps the thumbnail of this content. */
export function thumbnailName(connectionId: string, assetId: string, version: string): string {
  return [connectionId, assetId, version, EDGE].join('\0');
}
