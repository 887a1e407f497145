import type { ConnectionProfile } from '../../../shared/connection';
import { nameOfKey } from '../../../shared/keys';
import type { CopiedLinks, ObjectLink } from '../../../shared/link';
import { formatLink, publicUrl } from '../../../shared/links';
import { mediaKindOfName } from '../../../shared/media';
import type { Settings } from '../../../shared/settings';
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
  /** ms since 1970. */
  readonly now: () => number;
}

export interface Links {
  /** The link of one object, tried. */
  linkOf(target: LinkTarget, signal: AbortSignal): Promise<ObjectLink>;
  /** The links of many, in their order; the first 20 are tried, and stand for the rest. */
  linksOf(targets: readonly LinkTarget[], signal: AbortSignal): Promise<readonly ObjectLink[]>;
  /** The same as text in the chosen format, a line each. At least one target. */
  textOf(targets: readonly LinkTarget[], signal: AbortSignal): Promise<CopiedLinks>;
}

const MAX_TRIED = 20;

export function createLinks(options: LinksOptions): Links {
  async function make(target: LinkTarget, tried: boolean, signal: AbortSignal): Promise<ObjectLink> {
    const { publicBase } = await options.profileOf(target.connectionId);
    if (publicBase === null) return presigned(target);
    const url = publicUrl(publicBase, target.key);
    if (!tried) return { kind: 'public', url };
    const result = await probe(url, { kind: 'exists' }, options.probe, signal);
    return result.opens ? { kind: 'public', url } : { kind: 'public-unreachable', url, failure: result.failure };
  }

  async function presigned({ connectionId, key }: LinkTarget): Promise<ObjectLink> {
    const store = await options.storeOf(connectionId);
    const { presignSeconds } = options.settings();
    const expiresAt = options.now() + presignSeconds * 1000;
    return { kind: 'presigned', url: await store.presignGet(key, presignSeconds), expiresAt };
  }

  async function linksOf(targets: readonly LinkTarget[], signal: AbortSignal): Promise<readonly ObjectLink[]> {
    const tried = await Promise.all(targets.slice(0, MAX_TRIED).map((target) => make(target, true, signal)));
    const links = [...tried];
    for (const target of targets.slice(MAX_TRIED)) links.push(await make(target, false, signal));
    return links;
  }

  async function textOf(targets: readonly LinkTarget[], signal: AbortSignal): Promise<CopiedLinks> {
    const links = await linksOf(targets, signal);
    const [first] = links;
    if (first === undefined) throw new Error('There is nothing to link to');
    const { linkFormat } = options.settings();
    const lines = links.map((link, n) => {
      const name = nameOfKey(targets[n]?.key ?? '');
      return formatLink(linkFormat, link.url, name, linkKindOf(name));
    });
    const unreachable = links.filter((link) => link.kind === 'public-unreachable').length;
    return { copied: links.length, text: lines.join('\n'), first, unreachable };
  }

  return { linkOf: (target, signal) => make(target, true, signal), linksOf, textOf };
}

function linkKindOf(name: string): 'image' | 'video' | 'other' {
  const kind = mediaKindOfName(name);
  return kind === 'image' || kind === 'video' ? kind : 'other';
}
