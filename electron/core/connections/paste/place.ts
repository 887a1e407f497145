import type { ConnectionAddress, ImportWarning } from '../../../../shared/connection';
import { ACCOUNT_ID_SHAPE, JURISDICTIONS, type Jurisdiction } from '../../../../shared/r2';
import { readEndpoint, type FixedAddress } from '../endpoint';
import type { LooseValues } from './loose';
import type { Named } from './named';

export interface ReadPlace {
  readonly address: ConnectionAddress | null;
  readonly bucket: string | null;
  readonly warnings: readonly ImportWarning[];
}

/** Where the bucket is, out of its endpoint, the account's id and the addresses in the text; says what of it does not agree. */
export function readPlace(named: Named, loose: LooseValues): ReadPlace {
  const bucket = named.get('bucket')?.value ?? null;
  const endpoint = named.get('endpoint')?.value;
  const read = endpoint === undefined ? null : readEndpoint(endpoint, bucket);
  const account = named.get('account')?.value.toLowerCase();
  const isAccount = account !== undefined && ACCOUNT_ID_SHAPE.test(account);
  const notUnderstood: ImportWarning[] = [
    ...(endpoint !== undefined && read === null ? (['endpoint-not-understood'] as const) : []),
    ...(account !== undefined && !isAccount ? (['account-shape'] as const) : []),
  ];
  if (read?.address.kind === 'endpoint') return otherStore(read.address, named, bucket ?? read.bucket, notUnderstood);
  const r2 = r2Place(named, loose, isAccount ? account : null, read?.address ?? null);
  const glued = read?.bucket ?? loose.places.find((place) => place.bucket !== null)?.bucket ?? null;
  const differ = bucket !== null && glued !== null && bucket !== glued;
  const hasGlued = read !== null && read.bucket !== null;
  return {
    address: r2.address,
    bucket: bucket ?? glued,
    warnings: [
      ...notUnderstood,
      ...(hasGlued ? (['bucket-in-endpoint'] as const) : []),
      ...(differ ? (['two-buckets'] as const) : []),
      ...r2.warnings,
    ],
  };
}

function otherStore(
  address: Extract<FixedAddress, { kind: 'endpoint' }>,
  named: Named,
  bucket: string | null,
  warnings: readonly ImportWarning[],
): ReadPlace {
  const region = named.get('region')?.value ?? '';
  const style = named.get('style');
  // `force_path_style = false` and `addressing_style = virtual` say the same.
  const isHosted = style !== undefined && /^(?:false|0|virtual)$/i.test(style.value);
  const chosen = {
    ...address,
    region: region === '' ? address.region : region,
    style: isHosted ? 'virtual-hosted' : 'path',
  } as const;
  return { address: chosen, bucket, warnings };
}

function r2Place(
  named: Named,
  loose: LooseValues,
  account: string | null,
  endpoint: FixedAddress | null,
): { address: ConnectionAddress | null; warnings: readonly ImportWarning[] } {
  const fromEndpoint = endpoint?.kind === 'r2' ? endpoint : null;
  const [first] = loose.places;
  const accountId = fromEndpoint?.accountId ?? account ?? first?.accountId;
  if (accountId === undefined) return { address: null, warnings: [] };
  const accounts = new Set([
    accountId,
    ...(account === null ? [] : [account]),
    ...loose.places.map((place) => place.accountId),
  ]);
  const said = JURISDICTIONS.find((one) => one === named.get('jurisdiction')?.value.toLowerCase());
  const told = [
    ...(fromEndpoint === null ? [] : [fromEndpoint.jurisdiction]),
    ...loose.places.flatMap((place) => (place.jurisdiction === null ? [] : [place.jurisdiction])),
    ...(said === undefined ? [] : [said]),
  ];
  const jurisdiction: Jurisdiction = told[0] ?? 'default';
  const warnings: ImportWarning[] = [
    ...(accounts.size > 1 ? (['two-accounts'] as const) : []),
    ...(told.some((one) => one !== jurisdiction) ? (['two-jurisdictions'] as const) : []),
  ];
  return { address: { kind: 'r2', accountId, jurisdiction }, warnings };
}
