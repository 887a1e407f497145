import type { ConnectionProfile } from '../../../shared/connection';
import { fail, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { CopiedLinks, ObjectLink, TriedLinks } from '../../../shared/link';
import { formatLink, publicUrl, type LinkFormat } from '../../../shared/links';
import { mediaKindOfName } from '../../../shared/media';
import type { Settings } from '../../../shared/settings';
import { abortError } from '../store/abort';
import type { ObjectStore } from '../store/object-store';
import { probe, type ProbeOptions } from './probe';

export interface LinkTarget {
  readonly connectionId: string;
  readonly key: string;
}

export interface LinksOptions {
  /** The connection as it is now; the sandbox's is known once it runs. */
  readonly profileOf: (connectionId: string) => ConnectionProfile | Promise<ConnectionProfile>;
  readonly storeOf: (connectionId: string) => Promise<ObjectStore>;
  readonly settings: () => Settings;
  readonly probe: ProbeOptions;
  /** Told of each public link that opened, and of each that is not public; a lost connection says nothing of either. */
  readonly tried: (target: LinkTarget, opens: boolean) => void;
  /** ms since 1970. */
  readonly now: () => number;
}

export interface Links {
  /** The link of one object, tried. */
  linkOf(target: LinkTarget, signal: AbortSignal): Promise<ObjectLink>;
  /** The links of many, in their order; the first 20 are tried, and stand for the rest. */
  linksOf(connectionId: string, keys: readonly string[], signal: AbortSignal): Promise<readonly ObjectLink[]>;
  /** The same as text for the clipboard, a line each. Fails with `not-found` when there are none. */
  copyOf(connectionId: string, keys: readonly string[], format: LinkFormat, signal: AbortSignal): Promise<CopiedLinks>;
  /**
   * Opens the public links of all; none where the bucket has no public domain. Throws the `FailureError` of the first that could
   * not be tried at all.
   */
  tryAll(connectionId: string, keys: readonly string[], signal: AbortSignal): Promise<TriedLinks>;
}

const MAX_TRIED = 20;
const TRIED_ABREAST = 8;

export function createLinks(options: LinksOptions): Links {
  const linkOf: Links['linkOf'] = (target, signal) => linkTo(options, target, true, signal);

  const linksOf: Links['linksOf'] = async (connectionId, keys, signal) => {
    const links = await Promise.all(keys.slice(0, MAX_TRIED).map((key) => linkOf({ connectionId, key }, signal)));
    for (const key of keys.slice(MAX_TRIED)) {
      if (signal.aborted) throw abortError(signal);
      links.push(await linkTo(options, { connectionId, key }, false, signal));
    }
    return links;
  };

  const copyOf: Links['copyOf'] = async (connectionId, keys, format, signal) => {
    const links = await linksOf(connectionId, keys, signal);
    const [first] = links;
    if (first === undefined) fail('not-found');
    const text = links.map((link, n) => lineOf(link, keys[n] ?? '', format)).join('\n');
    const unreachable = links.filter((link) => link.kind === 'public-unreachable').length;
    return { copied: links.length, text, first, unreachable };
  };

  const tryAll: Links['tryAll'] = async (connectionId, keys, signal) => {
    const { publicBase } = await options.profileOf(connectionId);
    if (publicBase === null) return { tried: 0, opened: 0 };
    // What lies here for long is not about to appear: a 404 is not waited for.
    const hurried = { ...options, probe: { ...options.probe, waits: [] } };
    let opened = 0;
    for (let start = 0; start < keys.length; start += TRIED_ABREAST) {
      const some = keys.slice(start, start + TRIED_ABREAST);
      const links = await Promise.all(
        some.map((key) => publicLink(hurried, publicBase, { connectionId, key }, signal)),
      );
      for (const link of links) {
        if (link.kind === 'public') opened += 1;
        else if (link.failure.code !== 'not-public') throw new FailureError(link.failure);
      }
    }
    return { tried: keys.length, opened };
  };

  return { linkOf, linksOf, copyOf, tryAll };
}

async function linkTo(
  options: LinksOptions,
  { connectionId, key }: LinkTarget,
  tried: boolean,
  signal: AbortSignal,
): Promise<ObjectLink> {
  const { publicBase } = await options.profileOf(connectionId);
  if (publicBase === null) return presignedLink(options, connectionId, key);
  if (!tried) return { kind: 'public', url: publicUrl(publicBase, key) };
  return publicLink(options, publicBase, { connectionId, key }, signal);
}

async function publicLink(
  options: LinksOptions,
  publicBase: string,
  target: LinkTarget,
  signal: AbortSignal,
): Promise<Exclude<ObjectLink, { kind: 'presigned' }>> {
  const url = publicUrl(publicBase, target.key);
  const result = await probe(url, { kind: 'exists' }, options.probe, signal);
  if (result.opens) {
    options.tried(target, true);
    return { kind: 'public', url };
  }
  if (result.failure.code === 'not-public') options.tried(target, false);
  return { kind: 'public-unreachable', url, failure: result.failure };
}

async function presignedLink(options: LinksOptions, connectionId: string, key: string): Promise<ObjectLink> {
  const store = await options.storeOf(connectionId);
  const { presignSeconds } = options.settings();
  const expiresAt = options.now() + presignSeconds * 1000;
  return { kind: 'presigned', url: await store.presignGet(key, presignSeconds), expiresAt };
}

function lineOf(link: ObjectLink, key: string, format: LinkFormat): string {
  const name = nameOfKey(key);
  return formatLink(format, link.url, name, linkKindOf(name));
}

function linkKindOf(name: string): 'image' | 'video' | 'other' {
  const kind = mediaKindOfName(name);
  return kind === 'image' || kind === 'video' ? kind : 'other';
}
