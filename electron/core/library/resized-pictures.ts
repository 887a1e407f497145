import { isAbort } from '../store/abort';
import { failureOfNetwork } from '../store/network-errors';
import type { WebAnswer, WebFetch } from '../store/web-fetch';
import { encodeKey, keyProblem } from '../../../shared/keys';
import { isResizedType } from '../../../shared/media';
import type { AssetSource, RemoteSource } from './asset-source';

/** Smaller originals are fetched themselves: that costs nothing. */
const FROM_BYTES = 4 * 1024 * 1024;
/** What Cloudflare takes (developers.cloudflare.com/images/get-started/limits, read 2026-11). */
const TO_BYTES = 100 * 1024 * 1024;
/** Of a picture that was to be made small. */
const MAX_BYTES = 4 * 1024 * 1024;
const PATIENCE_MS = 20_000;

export interface ResizedPictureDeps {
  readonly fetch: WebFetch;
  /** The base of a public domain whose zone resizes pictures; null where the connection has none. */
  domainOf(connectionId: string): string | null;
  /** Told once of each domain that does not do it after all. */
  refused(host: string): void;
}

/** Small versions of large pictures, made by Cloudflare where the domain has image transformations. */
export class ResizedPictures {
  readonly #deps: ResizedPictureDeps;
  readonly #refused = new Set<string>();

  constructor(deps: ResizedPictureDeps) {
    this.#deps = deps;
  }

  /** Whether it is worth asking for this picture. */
  wants(source: AssetSource): source is RemoteSource {
    // An address resolves the dots of `a/../b.jpg`, a key does not: another object's picture would come.
    if (source.kind !== 'remote' || keyProblem(source.key) !== null) return false;
    const type = bareType(source.contentType);
    const isLarge = source.size > FROM_BYTES || heics().includes(type);
    return (
      isLarge && source.size <= TO_BYTES && isResizedType(type) && this.#deps.domainOf(source.connectionId) !== null
    );
  }

  /** The picture no longer than `edge` on either side; null where it could not be had so. */
  async of(source: RemoteSource, edge: number, signal: AbortSignal): Promise<AssetSource | null> {
    const base = this.#deps.domainOf(source.connectionId);
    if (base === null) return null;
    const url = resizedUrl(base, source, edge);
    // One that does not resize at all is not asked again before the next start.
    if (this.#refused.has(url.host)) return null;
    const both = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const answer = await this.#deps.fetch(url, {
        method: 'GET',
        headers: { accept: 'image/webp,image/*' },
        signal: both,
      });
      const bytes = await pictureIn(answer);
      if (bytes === null) return this.#refuse(url.host, answer);
      const contentType = bareType(answer.headers.get('content-type') ?? '');
      return { kind: 'memory', bytes, size: bytes.byteLength, version: source.version, contentType };
    } catch (error) {
      signal.throwIfAborted();
      if (isAbort(error) || both.aborted || failureOfNetwork(error, url.host) !== null) return null;
      throw error;
    }
  }

  /**
   * Where resizing was tried, it is this picture that could not be resized; where the address means nothing to the zone, or it sends the
   * page of another, it cannot. A server in trouble, or one that asks who is there, has said nothing of that.
   */
  #refuse(host: string, { status, headers }: WebAnswer): null {
    const cannot = (status === 200 || status === 404) && headers.get('cf-resized') === null;
    if (cannot && !this.#refused.has(host)) {
      this.#refused.add(host);
      this.#deps.refused(host);
    }
    return null;
  }
}

/**
 * developers.cloudflare.com/images/transform-images/transform-via-url. The ETag makes it another address when the object is
 * another, so that no cache on the way shows the one before.
 */
export function resizedUrl(base: string, { key, etag }: Pick<RemoteSource, 'key' | 'etag'>, edge: number): URL {
  const { origin, pathname } = new URL(base);
  const options = `width=${edge},height=${edge},fit=scale-down,anim=false,format=auto`;
  const path = `${pathname.replace(/\/$/, '')}/${encodeKey(key)}`;
  return new URL(`${origin}/cdn-cgi/image/${options}${path}?etag=${encodeURIComponent(etag)}`);
}

/** `Cf-Resized` stands in every answer to a resizing that was tried, with `err=` where it failed (…/reference/troubleshooting). */
async function pictureIn({ status, headers, body }: WebAnswer): Promise<Uint8Array | null> {
  const resized = headers.get('cf-resized');
  const isPicture = (headers.get('content-type') ?? '').startsWith('image/');
  if (status !== 200 || resized === null || resized.includes('err=') || !isPicture) {
    body.destroy();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > MAX_BYTES) return null;
  }
  return Buffer.concat(chunks);
}

function heics(): readonly string[] {
  return ['image/heic', 'image/heif'];
}

function bareType(contentType: string): string {
  return contentType.toLowerCase().split(';')[0]?.trim() ?? '';
}
