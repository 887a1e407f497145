import { createHash } from 'node:crypto';
import type { ConnectionAddress, ImportWarning } from '../../../../shared/connection';
import { ACCESS_KEY_ID_SHAPE, r2Key, SECRET_ACCESS_KEY_SHAPE } from '../../../../shared/r2';
import type { LooseValues } from './loose';
import type { Named } from './named';

export interface ReadKeys {
  readonly accessKeyId: string | null;
  readonly secret: string | null;
  readonly apiToken: string | null;
  readonly warnings: readonly ImportWarning[];
}

/** The pair of keys and the API token; swapped keys are put right, and what does not belong together is said. */
export function readKeys(named: Named, loose: LooseValues, address: ConnectionAddress | null): ReadKeys {
  const apiToken = named.get('api-token')?.value ?? loose.tokens[0] ?? null;
  const pair = readPair(named, loose, address);
  const isOther = address?.kind === 'endpoint';
  const keyOf = (key: string | null): string | null => (key === null || isOther ? key : r2Key(key));
  const accessKeyId = keyOf(pair.accessKeyId);
  const secret = keyOf(pair.secret);
  const isForeign = apiToken !== null && secret !== null && !isOther && secretOf(apiToken) !== secret;
  const warnings: ImportWarning[] = [
    ...pair.warnings,
    ...(isForeign ? (['token-and-secret-differ'] as const) : []),
    ...(loose.hasGlobalKey ? (['global-api-key'] as const) : []),
    ...(named.has('session-token') ? (['temporary-keys'] as const) : []),
  ];
  return { accessKeyId, secret, apiToken, warnings };
}

/** R2's secrets are the SHA-256 of the token's value (developers.cloudflare.com/r2/api/tokens). */
function secretOf(apiToken: string): string {
  return createHash('sha256').update(apiToken).digest('hex');
}

function readPair(
  named: Named,
  loose: LooseValues,
  address: ConnectionAddress | null,
): Pick<ReadKeys, 'accessKeyId' | 'secret' | 'warnings'> {
  const id = named.get('access-key-id')?.value ?? null;
  const secret = named.get('secret')?.value ?? null;
  if (id === null && secret === null) return loosePair(named, loose);
  if (isShaped(SECRET_ACCESS_KEY_SHAPE, id) && (secret === null || isShaped(ACCESS_KEY_ID_SHAPE, secret)))
    return { accessKeyId: secret, secret: id, warnings: ['key-id-and-secret-swapped'] };
  // Other stores have keys of other shapes.
  if (address?.kind === 'endpoint') return { accessKeyId: id, secret, warnings: [] };
  const warnings: ImportWarning[] = [
    ...(id !== null && !isShaped(ACCESS_KEY_ID_SHAPE, id) ? (['key-id-shape'] as const) : []),
    ...(secret !== null && !isShaped(SECRET_ACCESS_KEY_SHAPE, secret) ? (['secret-shape'] as const) : []),
  ];
  return { accessKeyId: id, secret, warnings };
}

/** Keys without names: only where there is one of each, since an account's id looks like a key's. */
function loosePair(named: Named, loose: LooseValues): Pick<ReadKeys, 'accessKeyId' | 'secret' | 'warnings'> {
  const accounts = new Set(loose.places.map(({ accountId }) => accountId));
  const account = named.get('account')?.value.toLowerCase();
  const ids = loose.ids.filter((id) => id.toLowerCase() !== account && !accounts.has(id.toLowerCase()));
  const secret = loose.secrets.length === 1 ? (loose.secrets[0] ?? null) : null;
  const isClear = ids.length === 1 && secret !== null;
  return {
    accessKeyId: isClear ? (ids[0] ?? null) : null,
    secret,
    warnings: ids.length > 0 && !isClear ? ['id-unclear'] : [],
  };
}

function isShaped(shape: RegExp, value: string | null): boolean {
  return value !== null && shape.test(value.toLowerCase());
}
