import type { PublicDomain } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import { parsePublicBase } from '../../../shared/links';

/** What a connection keeps of its public domains: the list, and its first as the base of links. */
export interface Domains {
  readonly publicBase: string | null;
  readonly publicDomains: readonly PublicDomain[];
}

/** A domain as a person wants it; whether it serves is not theirs to say. */
export interface WantedDomain {
  readonly base: string;
  readonly transformations: boolean;
}

/** The domains after a draft said which is the preferred one: it takes the place of the old. Without any the bucket is private. */
export function domainsWith(old: Domains | null, publicBase: string | null): PublicDomain[] {
  if (publicBase === null) return [];
  const known = old?.publicDomains ?? [];
  const same = known.find(({ base }) => base === publicBase);
  const others = known.filter(({ base }) => base !== publicBase && (same !== undefined || base !== old?.publicBase));
  return [same ?? { base: publicBase, provenAt: null, transformations: false }, ...others];
}

/** The list as a person has arranged it, each base cleaned and once. Fails for what can be no public domain. */
export function domainsAsWanted(old: Domains, wanted: readonly WantedDomain[]): Domains {
  const bases = new Map(wanted.map(({ base, transformations }) => [cleanBase(base), transformations]));
  const publicDomains = [...bases].map(([base, transformations]) => {
    const provenAt = old.publicDomains.find((one) => one.base === base)?.provenAt ?? null;
    return { base, provenAt, transformations };
  });
  return { publicBase: publicDomains[0]?.base ?? null, publicDomains };
}

/** A typed public domain as a base. Fails with `public-base-is-s3-endpoint` or `invalid-input`. */
export function cleanBase(text: string): string {
  const parsed = parsePublicBase(text);
  if (parsed.ok) return parsed.base;
  return parsed.problem === 's3-endpoint'
    ? fail('public-base-is-s3-endpoint')
    : fail('invalid-input', { field: 'publicBase', problem: parsed.problem });
}
