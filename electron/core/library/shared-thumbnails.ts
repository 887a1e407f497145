import { createHash } from 'node:crypto';
import { FailureError } from '../../../shared/failure';
import { normalizeKey } from '../../../shared/keys';
import { isAbort } from '../store/abort';
import type { ObjectBody, ObjectStore } from '../store/object-store';
import type { RemoteSource } from './asset-source';
import { OWN_PREFIX } from './own-objects';
import type { MadeThumbnail, SeenFacts } from './made-thumbnail';

/** docs/decisions/0020-thumbnails-in-the-bucket.md */
export const SHARED_PREFIX = `${OWN_PREFIX}thumbnails/`;

/** Far above what a thumbnail takes: what is larger is none of ours. */
const MAX_BYTES = 1024 * 1024;

export interface SharedThumbnailDeps {
  /** Throws a `FailureError` where a connection cannot be used. */
  storeOf(connectionId: string): ObjectStore | Promise<ObjectStore>;
  /** The person wants other computers to have the thumbnails of this bucket. */
  isShared(connectionId: string): boolean;
}

/** Thumbnails in the bucket itself, where other computers find them. Whatever goes wrong with them, the original is still there. */
export class SharedThumbnails {
  readonly #deps: SharedThumbnailDeps;
  /** Connections whose token may not write. */
  readonly #unwritable = new Set<string>();
  readonly #ended = new AbortController();

  constructor(deps: SharedThumbnailDeps) {
    this.#deps = deps;
  }

  /** null: there is none. */
  async read(source: RemoteSource, signal: AbortSignal): Promise<MadeThumbnail | null> {
    if (!this.#deps.isShared(source.connectionId)) return null;
    try {
      const store = await this.#deps.storeOf(source.connectionId);
      const body = await store.get(keyOf(source), { range: null, ifMatch: null }, signal);
      const webp = await bytesOf(body);
      return webp === null ? null : { webp, facts: factsIn(body.contentType), pages: null };
    } catch (error) {
      if (isAbort(error) || !(error instanceof FailureError)) throw error;
      return null;
    }
  }

  /** Quiet where it cannot be written. */
  async write(source: RemoteSource, { webp, facts }: Pick<MadeThumbnail, 'webp' | 'facts'>): Promise<void> {
    const { connectionId } = source;
    if (!this.#deps.isShared(connectionId) || this.#unwritable.has(connectionId)) return;
    const contentMd5 = createHash('md5').update(webp).digest('base64');
    const headers = { contentType: typeWith(facts), cacheControl: null, metadata: {}, contentMd5 };
    try {
      const store = await this.#deps.storeOf(connectionId);
      await store.put(keyOf(source), webp, { ...headers, condition: 'none' }, this.#ended.signal);
    } catch (error) {
      if (isAbort(error)) return;
      if (!(error instanceof FailureError)) throw error;
      if (error.failure.code === 'access-denied') this.#unwritable.add(connectionId);
    }
  }

  /** Removes all that are in the bucket; answers how many. Throws a `FailureError` where one could not be. */
  async removeAll(connectionId: string, signal: AbortSignal): Promise<number> {
    const store = await this.#deps.storeOf(connectionId);
    let removed = 0;
    for (;;) {
      // From the front each time: what was deleted is not listed any more.
      const page = await store.list(
        { prefix: SHARED_PREFIX, delimiter: '', continuationToken: null, maxKeys: 1000 },
        signal,
      );
      const keys = page.objects.map(({ key }) => key);
      for (const answer of await store.deleteMany(keys, signal))
        if (!answer.deleted) throw new FailureError(answer.failure);
      removed += keys.length;
      if (page.continuationToken === null) return removed;
    }
  }

  close(): void {
    this.#ended.abort();
  }
}

/** Tells nothing of the key to who cannot guess it, and names one content only. */
function keyOf({ key, etag }: RemoteSource): string {
  const hash = createHash('sha256').update(normalizeKey(key)).digest('hex').slice(0, 32);
  return `${SHARED_PREFIX}${hash}-${etag.replaceAll(/[^0-9A-Za-z-]/g, '')}.webp`;
}

/** What was seen of the original goes along in the content type, which comes with the bytes: one request is enough. */
function typeWith(facts: SeenFacts | null): string {
  const { width = null, height = null, durationMs: durationms = null } = facts ?? {};
  const known = Object.entries({ width, height, durationms }).filter(([, value]) => value !== null);
  return ['image/webp', ...known.map(([name, value]) => `${name}=${value}`)].join('; ');
}

function factsIn(contentType: string): SeenFacts | null {
  const number = (name: string): number | null => {
    const text = new RegExp(`; ?${name}=(\\d{1,12})(?:;|$)`).exec(contentType)?.[1];
    return text === undefined ? null : Number(text);
  };
  const facts = { width: number('width'), height: number('height'), durationMs: number('durationms') };
  return Object.values(facts).some((value) => value !== null) ? facts : null;
}

/** null: not what we would have put there. */
async function bytesOf({ stream, size }: ObjectBody): Promise<Uint8Array | null> {
  if (size > MAX_BYTES) {
    stream.destroy();
    return null;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? bytes : null;
}
