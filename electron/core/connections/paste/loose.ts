import { JURISDICTIONS, parseR2Host, type Jurisdiction } from '../../../../shared/r2';

/** A place in R2 that an address in the text names. */
export interface NamedPlace {
  readonly from: 'endpoint' | 'dashboard';
  readonly accountId: string;
  /** Null where the address does not tell. */
  readonly jurisdiction: Jurisdiction | null;
  readonly bucket: string | null;
}

/** What stands in a text without a name, known by its form. */
export interface LooseValues {
  readonly places: readonly NamedPlace[];
  readonly publicBases: readonly string[];
  readonly tokens: readonly string[];
  /** 64 hexadecimal digits. */
  readonly secrets: readonly string[];
  /** 32 of them: key ids and account ids look the same. */
  readonly ids: readonly string[];
  readonly hasGlobalKey: boolean;
}

const ADDRESS = /(?<![\w.-])(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:\/[^\s"'`<>“”，。、）)\]}|,;]*)?/gi;

export function looseValues(text: string): LooseValues {
  const urls = unique(text.match(ADDRESS) ?? []).flatMap(urlOf);
  const whole = text.trim();
  const isLone = /^[\w-]{40}$/.test(whole) && !/^[0-9a-f]+$/.test(whole);
  return {
    places: urls.flatMap(placeOf),
    publicBases: unique(urls.filter(isDevUrl).map(({ origin }) => origin)),
    tokens: unique([...(text.match(/\bcf(?:ut|at)_[\w-]{40,60}/g) ?? []), ...(isLone ? [whole] : [])]),
    secrets: unique(text.match(/(?<![\w-])[0-9a-f]{64}(?![\w-])/gi) ?? []),
    ids: unique(text.match(/(?<![\w.-])[0-9a-f]{32}(?![\w.-])/gi) ?? []),
    // Full access to everything, and no S3 pair to it: never what this app wants (fundamentals/api/get-started/keys).
    hasGlobalKey: /\bcfk_[\w-]{40,}/.test(text) || /^[0-9a-f]{37,45}$/.test(whole),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function urlOf(text: string): URL[] {
  const address = /^https?:/i.test(text) ? text : `https://${text}`;
  return URL.canParse(address) ? [new URL(address)] : [];
}

function isDevUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && /^pub-[0-9a-f]+\.r2\.dev$/.test(hostname);
}

function placeOf(url: URL): NamedPlace[] {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const r2 = parseR2Host(url.hostname);
  if (r2 !== null) return [{ ...r2, from: 'endpoint', bucket: r2.bucket ?? bucketOf(segments[0]) }];
  return url.hostname === 'dash.cloudflare.com' ? dashboardPlace(segments) : [];
}

/** `dash.cloudflare.com/<account>/r2/<jurisdiction>/buckets/<bucket>`, and the other pages of an account. */
function dashboardPlace(segments: readonly string[]): NamedPlace[] {
  const accountId = segments[0]?.toLowerCase() ?? '';
  if (!/^[0-9a-f]{32}$/.test(accountId)) return [];
  const at = segments.indexOf('buckets');
  const jurisdiction = JURISDICTIONS.find((name) => at > 0 && name === segments[at - 1]) ?? null;
  return [{ from: 'dashboard', accountId, jurisdiction, bucket: at > 0 ? bucketOf(segments[at + 1]) : null }];
}

/** What an address had to write otherwise (`%7F`) is not the name of a bucket. */
function bucketOf(segment: string | undefined): string | null {
  return segment !== undefined && /^[\w.-]+$/.test(segment) ? segment : null;
}
