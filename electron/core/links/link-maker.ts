import type { ConnectionProfile, PublicDomain } from '../../../shared/connection';
import { failure, FailureError, type Failure } from '../../../shared/failure';
import type { LinkWay, LinkWish, ObjectLink } from '../../../shared/link';
import { publicUrl, sizedUrl } from '../../../shared/links';
import { contentTypeOfName, isResizedType } from '../../../shared/media';
import type { Settings } from '../../../shared/settings';
import { abortError } from '../store/abort';
import type { ObjectStore } from '../store/object-store';
import { isOtherContent, probe, type ProbeOptions } from './probe';

/** An object that a link leads to. */
export interface LinkedFile {
  readonly key: string;
  readonly assetId: string;
  /** Bytes; null where it is not known. */
  readonly size: number | null;
}

export interface LinkMakerOptions {
  readonly storeOf: (connectionId: string) => Promise<ObjectStore>;
  /** An object of the bucket has opened on this domain. */
  readonly domainProven: (connectionId: string, base: string) => void;
  /** Told of each public link that opened, and of each that is not public; a lost connection says nothing of either. */
  readonly tried: (connectionId: string, key: string, opens: boolean) => void;
  readonly settings: () => Settings;
  readonly probe: ProbeOptions;
  /** ms since 1970. */
  readonly now: () => number;
}

/** Which link, without the form that it is written in. */
export type LinkChoice = Pick<LinkWish, 'way' | 'width'>;

type PublicLink = Exclude<ObjectLink, { kind: 'presigned' }>;

/** Makes links to the objects of one connection, and opens them where it is asked to. */
export class LinkMaker {
  constructor(
    private readonly options: LinkMakerOptions,
    private readonly profile: ConnectionProfile,
    private readonly signal: AbortSignal,
  ) {}

  /** A link that opens, as far as there is one; a signed link is not tried. */
  async tried(file: LinkedFile, { way, width }: LinkChoice): Promise<ObjectLink> {
    if (way.kind === 'signed') return this.#presigned(file.key, way.seconds, null);
    const link = await this.public(file, this.#domains(way), width);
    if (link === null) return this.#presigned(file.key, this.options.settings().presignSeconds, null);
    return way.kind === 'public' || link.kind === 'public' || this.#mayStillOpen(link)
      ? link
      : this.#insteadOf(link, file.key);
  }

  /** The link on the first of the domains that opens it, else on the first; null where there are none. */
  async public(file: LinkedFile, domains: readonly PublicDomain[], width: number | null): Promise<PublicLink | null> {
    let first: PublicLink | null = null;
    for (const domain of domains) {
      const link = await this.#attempt(domain, file, width);
      first ??= link;
      if (link.kind !== 'public') continue;
      this.options.tried(this.profile.id, file.key, true);
      return link;
    }
    if (first?.kind === 'public-unreachable' && saysNotPublic(first.failure))
      this.options.tried(this.profile.id, file.key, false);
    return first;
  }

  /** Where a public link is wanted, the one on its domain as it is; else a signed one. */
  async untried(file: LinkedFile, { way, width }: LinkChoice): Promise<ObjectLink> {
    if (this.signal.aborted) throw abortError(this.signal);
    if (way.kind === 'public') {
      const [domain] = this.#domains(way);
      if (domain !== undefined) return { kind: 'public', url: addressOf(domain, file.key, width) };
    }
    const seconds = way.kind === 'signed' ? way.seconds : this.options.settings().presignSeconds;
    return this.#presigned(file.key, seconds, null);
  }

  #domains(way: LinkWay): readonly PublicDomain[] {
    const { publicDomains } = this.profile;
    return way.kind === 'public' ? publicDomains.filter(({ base }) => base === way.base) : publicDomains;
  }

  async #attempt(domain: PublicDomain, file: LinkedFile, width: number | null): Promise<PublicLink> {
    const url = addressOf(domain, file.key, width);
    const plain = publicUrl(domain.base, file.key);
    const cause = await this.#whyNot(url, file.key, url === plain ? file.size : null);
    if (cause === null) {
      this.options.domainProven(this.profile.id, domain.base);
      return { kind: 'public', url };
    }
    const onlyResizing = url !== plain && (await this.#whyNot(plain, file.key, file.size)) === null;
    const host = new URL(url).host;
    return {
      kind: 'public-unreachable',
      url,
      failure: onlyResizing ? failure('no-transformations', { host }, cause.detail) : cause,
    };
  }

  async #whyNot(url: string, key: string, size: number | null): Promise<Failure | null> {
    const result = await probe(url, { kind: 'exists' }, this.options.probe, this.signal);
    if (!result.opens) return result.failure;
    if (!isOtherContent(result.head, { key, size })) return null;
    return failure('not-public', { host: new URL(url).host }, 'The domain answers with something else');
  }

  /**
   * The domain has served this bucket, and what stood in the way passes: the line here, too many visitors. Or it does serve, and
   * only makes nothing smaller, which a signed link could not do either.
   */
  #mayStillOpen({ url, failure: { code, retry } }: Extract<PublicLink, { kind: 'public-unreachable' }>): boolean {
    if (code === 'no-transformations') return true;
    const domain = this.profile.publicDomains.find(({ base }) => url.startsWith(new URL(base).origin));
    return (domain?.provenAt ?? null) !== null && (retry.kind === 'backoff' || retry.kind === 'after');
  }

  /** Signed in place of a public link that does not open; where nothing can be signed, that link after all. */
  async #insteadOf(link: Extract<PublicLink, { kind: 'public-unreachable' }>, key: string): Promise<ObjectLink> {
    try {
      return await this.#presigned(key, this.options.settings().presignSeconds, link.failure);
    } catch (error) {
      if (error instanceof FailureError) return link;
      throw error;
    }
  }

  async #presigned(key: string, seconds: number, instead: Failure | null): Promise<ObjectLink> {
    const store = await this.options.storeOf(this.profile.id);
    const expiresAt = this.options.now() + seconds * 1000;
    return { kind: 'presigned', url: await store.presignGet(key, seconds), expiresAt, instead };
  }
}

/** That the object is not served, and not only that it could not be asked for. */
export function saysNotPublic({ code }: Failure): boolean {
  return code === 'not-public' || code === 'cached-404';
}

/** The public address of a key on a domain, made smaller where that is wanted and the domain can do it with its type. */
export function addressOf(domain: PublicDomain, key: string, width: number | null): string {
  const url = publicUrl(domain.base, key);
  const sized = width !== null && domain.transformations && isResizedType(contentTypeOfName(key));
  return sized ? sizedUrl(url, width) : url;
}
