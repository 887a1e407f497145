import { assertNever } from '../../../shared/assert';
import type { AddressingStyle, ConnectionAddress } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import { isLoopbackHost } from '../../../shared/links';
import { ACCOUNT_ID_SHAPE, isS3ApiHost, parseR2Host, r2Endpoint } from '../../../shared/r2';

/** Where the S3 API is; the sandbox's is known only while it runs, and by whoever runs it. */
export interface Endpoint {
  /** Without a bucket, without a trailing slash. */
  readonly endpoint: string;
  readonly region: string;
  readonly style: AddressingStyle;
}

export type FixedAddress = Exclude<ConnectionAddress, { readonly kind: 'sandbox' }>;

/** Fails with `invalid-input` for an address that cannot be one. */
export function endpointOf(address: FixedAddress): Endpoint {
  switch (address.kind) {
    case 'r2':
      // A domain or an e-mail in this place would make a host outside R2's certificate, and a riddle of a TLS error.
      if (!ACCOUNT_ID_SHAPE.test(address.accountId)) fail('invalid-input', { field: 'accountId' });
      return { endpoint: r2Endpoint(address.accountId, address.jurisdiction), region: 'auto', style: 'path' };
    case 'endpoint': {
      const read = readEndpoint(address.endpoint, null);
      if (read === null) fail('invalid-input', { field: 'endpoint' });
      const { address: found } = read;
      if (found.kind === 'r2') return endpointOf(found);
      const { region, style } = address;
      return { endpoint: found.endpoint, region: region === '' ? 'auto' : region, style };
    }
    default:
      return assertNever(address);
  }
}

export interface ReadEndpoint {
  readonly address: FixedAddress;
  /** A bucket that was glued to the endpoint, as a label in front or as its path. */
  readonly bucket: string | null;
}

/**
 * Takes an endpoint apart as people paste it: without a scheme, with the bucket in front or behind, or the account id alone.
 * `bucket` is the one that is known already. Null for what is no endpoint, and for http to another machine.
 */
export function readEndpoint(text: string, bucket: string | null): ReadEndpoint | null {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  if (ACCOUNT_ID_SHAPE.test(lower))
    return { address: { kind: 'r2', accountId: lower, jurisdiction: 'default' }, bucket: null };
  const url = parseHttpUrl(trimmed);
  if (url === null) return null;
  const r2 = parseR2Host(url.hostname);
  if (r2 !== null) {
    const { accountId, jurisdiction } = r2;
    return { address: { kind: 'r2', accountId, jurisdiction }, bucket: r2.bucket ?? segmentsOf(url)[0] ?? null };
  }
  return isS3ApiHost(url.hostname) ? null : readOtherEndpoint(url, bucket);
}

function parseHttpUrl(text: string): URL | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || !URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  const known = url.hostname.includes('.') || isLoopbackHost(url.hostname) || url.hostname.startsWith('[');
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return secure && known && bare ? url : null;
}

/** Other stores may have a path of their own; only the bucket at its end does not belong there. */
function readOtherEndpoint(url: URL, bucket: string | null): ReadEndpoint {
  const segments = segmentsOf(url);
  const glued = bucket !== null && segments.at(-1) === bucket;
  const path = (glued ? segments.slice(0, -1) : segments).map((segment) => `/${segment}`).join('');
  const address = { kind: 'endpoint', endpoint: `${url.origin}${path}`, region: 'auto', style: 'path' } as const;
  return { address, bucket: glued ? bucket : null };
}

function segmentsOf(url: URL): string[] {
  return url.pathname.split('/').filter((segment) => segment !== '');
}
