import type { ConnectionProfile, PublicDomain } from '../../../shared/connection';
import { fail, failure, FailureError, type Failure } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { CopiedLinks, LinkWay, LinkWish, ObjectLink, TriedLinks } from '../../../shared/link';
import { formatLink, templateIdOf } from '../../../shared/link-formats';
import { publicUrl, sizedUrl } from '../../../shared/links';
import { contentTypeOfName } from '../../../shared/media';
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

export interface LinksOptions {
  /** The connection as it is now; the sandbox's is known once it runs. */
  readonly profileOf: (connectionId: string) => ConnectionProfile | Promise<ConnectionProfile>;
  readonly storeOf: (connectionId: string) => Promise<ObjectStore>;
  /** An object of the bucket has opened on this domain. */
  readonly domainProven: (connectionId: string, base: string) => void;
  /** Told of each public link that opened, and of each that is not public; a lost connection says nothing of either. */
  readonly tried: (connectionId: string, key: string, opens: boolean) => void;
  /** px; null where it is not known. */
  readonly pictureSize: (
    connectionId: string,
    assetId: string,
  ) => Promise<{ readonly width: number; readonly height: number } | null>;
  readonly settings: () => Settings;
  readonly probe: ProbeOptions;
  /** ms since 1970. */
  readonly now: () => number;
}

/** Which link, without the form that it is written in. */
export type LinkChoice = Pick<LinkWish, 'way' | 'width'>;

export interface Links {
  /** The link of one object, tried. */
  linkOf(connectionId: string, file: LinkedFile, choice: LinkChoice, signal: AbortSignal): Promise<ObjectLink>;
  /** The links of many, in their order; the first 20 are tried, and stand for the rest. */
  linksOf(
    connectionId: string,
    files: readonly LinkedFile[],
    choice: LinkChoice,
    signal: AbortSignal,
  ): Promise<readonly ObjectLink[]>;
  /** The same as text for the clipboard, a line each. Fails with `not-found` when there are none. */
  copyOf(connectionId: string, files: readonly LinkedFile[], wish: LinkWish, signal: AbortSignal): Promise<CopiedLinks>;
  /**
   * Opens the public links of all; none where the bucket has no public domain. Throws the `FailureError` of the first that could
   * not be tried at all.
   */
  tryAll(connectionId: string, files: readonly LinkedFile[], signal: AbortSignal): Promise<TriedLinks>;
}

const MAX_TRIED = 20;
const TRIED_ABREAST = 8;

export function createLinks(options: LinksOptions): Links {
  const linksOf: Links['linksOf'] = async (connectionId, files, choice, signal) => {
    const profile = await options.profileOf(connectionId);
    const maker = new LinkMaker(options, profile, signal);
    const links = await Promise.all(files.slice(0, MAX_TRIED).map((file) => maker.tried(file, choice)));
    const way = wayOfRest(links, profile, choice.way);
    for (const file of files.slice(MAX_TRIED)) links.push(await maker.untried(file, { ...choice, way }));
    return links;
  };
  const tryAll: Links['tryAll'] = async (connectionId, files, signal) => {
    const profile = await options.profileOf(connectionId);
    if (profile.publicDomains.length === 0) return { tried: 0, opened: 0 };
    // What lies here for long is not about to appear: a 404 is not waited for.
    const maker = new LinkMaker({ ...options, probe: { ...options.probe, waits: [] } }, profile, signal);
    let opened = 0;
    for (let start = 0; start < files.length; start += TRIED_ABREAST) {
      const some = files.slice(start, start + TRIED_ABREAST);
      const links = await Promise.all(some.map((file) => maker.public(file, profile.publicDomains, null)));
      for (const link of links) {
        if (link?.kind === 'public') opened += 1;
        else if (link !== null && !saysNotPublic(link.failure)) throw new FailureError(link.failure);
      }
    }
    return { tried: files.length, opened };
  };
  return {
    linksOf,
    tryAll,
    linkOf: async (connectionId, file, choice, signal) => {
      const [link] = await linksOf(connectionId, [file], choice, signal);
      return link ?? fail('not-found');
    },
    copyOf: async (connectionId, files, wish, signal) => {
      const links = await linksOf(connectionId, files, wish, signal);
      const [first] = links;
      if (first === undefined) fail('not-found');
      const lines = await Promise.all(
        links.map((link, n) => lineOf(options, connectionId, link, files[n] ?? fail('not-found'), wish)),
      );
      const count = (kind: ObjectLink['kind']): number => links.filter((link) => link.kind === kind).length;
      const ends = links.flatMap((link) => (link.kind === 'presigned' ? [link.expiresAt] : []));
      return {
        ...{ copied: links.length, text: lines.join('\n'), first },
        ...{ unreachable: count('public-unreachable'), signed: ends.length },
        until: ends.length === 0 ? null : ends.reduce((first, end) => Math.min(first, end)),
      };
    },
  };
}

/** What was not tried goes the way of what was. */
function wayOfRest(tried: readonly ObjectLink[], profile: ConnectionProfile, wanted: LinkWay): LinkWay {
  if (wanted.kind !== 'auto') return wanted;
  const found = tried.find(({ kind }) => kind === 'public') ?? tried.find(({ kind }) => kind === 'public-unreachable');
  const base = profile.publicDomains.find(
    (domain) => found?.url.startsWith(new URL(domain.base).origin) === true,
  )?.base;
  return base === undefined ? wanted : { kind: 'public', base };
}

class LinkMaker {
  constructor(
    private readonly options: LinksOptions,
    private readonly profile: ConnectionProfile,
    private readonly signal: AbortSignal,
  ) {}

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
      ...{ kind: 'public-unreachable', url },
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

type PublicLink = Exclude<ObjectLink, { kind: 'presigned' }>;

/** That the object is not served, and not only that it could not be asked for. */
function saysNotPublic({ code }: Failure): boolean {
  return code === 'not-public' || code === 'cached-404';
}

function addressOf(domain: PublicDomain, key: string, width: number | null): string {
  const url = publicUrl(domain.base, key);
  const sized = width !== null && domain.transformations && contentTypeOfName(key).startsWith('image/');
  return sized ? sizedUrl(url, width) : url;
}

async function lineOf(
  { settings, pictureSize }: LinksOptions,
  connectionId: string,
  { url }: ObjectLink,
  { key, assetId, size }: LinkedFile,
  { form }: LinkWish,
): Promise<string> {
  const { linkTemplates } = settings();
  const template = linkTemplates.find(({ id }) => id === templateIdOf(form));
  const measured = template !== undefined && /\{(width|height)\}/.test(template.text);
  const picture = measured ? await pictureSize(connectionId, assetId) : null;
  const facts = {
    ...{ url, key, size, name: nameOfKey(key), type: contentTypeOfName(key) },
    ...{ width: picture?.width ?? null, height: picture?.height ?? null },
  };
  return formatLink(form, facts, linkTemplates);
}
