import type { ImportWarning } from '../../../../shared/connection';
import { parsePublicBase } from '../../../../shared/links';
import type { LooseValues } from './loose';
import type { Named } from './named';

/** The base of public links; the S3 API's host in its place, as the guide had it, is left out and said. */
export function readPublicDomain(
  named: Named,
  loose: LooseValues,
): { readonly base: string | null; readonly warnings: readonly ImportWarning[] } {
  const value = named.get('public-domain')?.value;
  if (value === undefined) return { base: loose.publicBases[0] ?? null, warnings: [] };
  const parsed = parsePublicBase(value);
  if (parsed.ok) return { base: parsed.base, warnings: [] };
  return { base: null, warnings: parsed.problem === 's3-endpoint' ? ['public-domain-is-s3-endpoint'] : [] };
}
