import { isLoopbackHost } from '../../shared/links';
import { ACCOUNT_ID_SHAPE, isS3ApiHost, type Jurisdiction, JURISDICTIONS, parseR2Host } from '../../shared/r2';

/** What a text that was typed or pasted as an address turns out to be. */
export type ReadAddress =
  | { readonly kind: 'nothing' }
  /** An account, alone or with what else the text told. */
  | {
      readonly kind: 'account';
      readonly accountId: string;
      readonly jurisdiction: Jurisdiction | null;
      readonly bucket: string | null;
      readonly from: 'id' | 'endpoint' | 'dashboard';
    }
  /** An S3 endpoint that is not R2's. */
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  | { readonly kind: 'unclear'; readonly why: AddressProblem };

export type AddressProblem =
  | 'account-length'
  | 'account-letters'
  | 'account-email'
  | 'public-address'
  | 'dashboard-without-account'
  | 'endpoint-not-https'
  | 'not-an-address';

const HEX_RUN = /^[0-9a-f]+$/i;

/** Takes apart what people paste where the Account ID belongs: the ID, an endpoint, or a page of the dashboard. */
export function readAddress(text: string): ReadAddress {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  if (trimmed === '') return { kind: 'nothing' };
  if (ACCOUNT_ID_SHAPE.test(lower)) return account(lower, null, null, 'id');
  if (HEX_RUN.test(trimmed)) return unclear('account-length');
  if (trimmed.includes('@')) return unclear('account-email');
  if (!/[./:]/.test(trimmed)) return unclear(trimmed.length === 32 ? 'account-letters' : 'account-length');
  const url = parseUrl(trimmed);
  return url === null ? unclear('not-an-address') : readUrl(url);
}

function account(
  accountId: string,
  jurisdiction: Jurisdiction | null,
  bucket: string | null,
  from: 'id' | 'endpoint' | 'dashboard',
): ReadAddress {
  return { kind: 'account', accountId, jurisdiction, bucket, from };
}

function unclear(why: AddressProblem): ReadAddress {
  return { kind: 'unclear', why };
}

function parseUrl(text: string): URL | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(withScheme) ? new URL(withScheme) : null;
}

function readUrl(url: URL): ReadAddress {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const r2 = parseR2Host(url.hostname);
  if (r2 !== null) return account(r2.accountId, r2.jurisdiction, r2.bucket ?? segments[0] ?? null, 'endpoint');
  if (url.hostname === 'dash.cloudflare.com') return readDashboard(segments);
  if (isS3ApiHost(url.hostname)) return unclear('not-an-address');
  if (url.hostname.endsWith('.r2.dev')) return unclear('public-address');
  return readOther(url);
}

/** `dash.cloudflare.com/<account>/r2/<jurisdiction>/buckets/<bucket>`, and all the other pages of an account. */
function readDashboard(segments: readonly string[]): ReadAddress {
  const accountId = segments[0]?.toLowerCase() ?? '';
  if (!ACCOUNT_ID_SHAPE.test(accountId)) return unclear('dashboard-without-account');
  const at = segments.indexOf('buckets');
  const bucket = at > 0 ? (segments[at + 1] ?? null) : null;
  const jurisdiction = JURISDICTIONS.find((name) => name === segments[at - 1]) ?? null;
  return account(accountId, at > 0 ? jurisdiction : null, bucket, 'dashboard');
}

function readOther(url: URL): ReadAddress {
  const loopback = isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) return unclear('endpoint-not-https');
  if (!loopback && !url.hostname.includes('.')) return unclear('not-an-address');
  if (url.search !== '' || url.hash !== '' || url.username !== '') return unclear('not-an-address');
  return { kind: 'endpoint', endpoint: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}
