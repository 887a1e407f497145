import type { ConnectionProfile } from '../../../shared/connection';
import { fail, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { CopiedLinks, LinkWay, LinkWish, ObjectLink, TriedLinks } from '../../../shared/link';
import { formatLink, templateIdOf } from '../../../shared/link-formats';
import { contentTypeOfName } from '../../../shared/media';
import {
  addressOf,
  LinkMaker,
  saysNotPublic,
  type LinkChoice,
  type LinkedFile,
  type LinkMakerOptions,
} from './link-maker';

export type { LinkChoice, LinkedFile } from './link-maker';

export interface LinksOptions extends LinkMakerOptions {
  /** The connection as it is now; the sandbox's is known once it runs. */
  readonly profileOf: (connectionId: string) => ConnectionProfile | Promise<ConnectionProfile>;
  /** px; null where it is not known. */
  readonly pictureSize: (
    connectionId: string,
    assetId: string,
  ) => Promise<{ readonly width: number; readonly height: number } | null>;
}

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
  /** The links of many as text for the clipboard, a line each. Fails with `not-found` when there are none. */
  copyOf(connectionId: string, files: readonly LinkedFile[], wish: LinkWish, signal: AbortSignal): Promise<CopiedLinks>;
  /**
   * Opens the public links of all; none where the bucket has no public domain. Throws the `FailureError` of the first that could
   * not be tried at all.
   */
  tryAll(connectionId: string, files: readonly LinkedFile[], signal: AbortSignal): Promise<TriedLinks>;
}

const MAX_TRIED = 20;
const TRIED_ABREAST = 8;

/** Links to the objects of all connections. Nothing is asked before the first one is wanted. */
export function createLinks(options: LinksOptions): Links {
  const linksOf: Links['linksOf'] = async (connectionId, files, choice, signal) => {
    const profile = await options.profileOf(connectionId);
    const maker = new LinkMaker(options, profile, signal);
    const links = await Promise.all(files.slice(0, MAX_TRIED).map((file) => maker.tried(file, choice)));
    const way = wayOfRest(links, files, profile, choice);
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
        copied: links.length,
        text: lines.join('\n'),
        first,
        unreachable: count('public-unreachable'),
        signed: ends.length,
        until: ends.length === 0 ? null : ends.reduce((first, end) => Math.min(first, end)),
      };
    },
  };
}

/** What was not tried goes the way of what was. */
function wayOfRest(
  tried: readonly ObjectLink[],
  files: readonly LinkedFile[],
  profile: ConnectionProfile,
  { way, width }: LinkChoice,
): LinkWay {
  if (way.kind !== 'auto') return way;
  const first = (kind: ObjectLink['kind']): number => tried.findIndex((link) => link.kind === kind);
  const at = first('public') < 0 ? first('public-unreachable') : first('public');
  const [url, key] = [tried[at]?.url, files[at]?.key ?? ''];
  // By the whole address: several domains of a bucket may have one host.
  const base = profile.publicDomains.find((domain) => addressOf(domain, key, width) === url)?.base;
  return base === undefined ? way : { kind: 'public', base };
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
    url,
    key,
    size,
    name: nameOfKey(key),
    type: contentTypeOfName(key),
    width: picture?.width ?? null,
    height: picture?.height ?? null,
  };
  return formatLink(form, facts, linkTemplates);
}
