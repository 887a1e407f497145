import type { ConnectionAddress, ImportedConnection, ImportWarning } from '../../../shared/connection';
import { parsePublicBase } from '../../../shared/links';
import { ACCESS_KEY_ID_SHAPE, SECRET_ACCESS_KEY_SHAPE } from '../../../shared/r2';
import { readEndpoint } from './endpoint';

/** The five names of the set-up guide. */
export const GUIDE_NAMES = [
  'R2_ACCESS_KEY_ID',
  'R2_SECRET_ACCESS_KEY',
  'R2_BUCKET_NAME',
  'R2_ENDPOINT_URL',
  'R2_PUBLIC_DOMAIN',
] as const;
export type GuideName = (typeof GUIDE_NAMES)[number];

/** What a text holds, with the secret itself: for main alone. */
export interface ReadImport extends Omit<ImportedConnection, 'heldSecretId'> {
  readonly secret: string | null;
}

/** Takes the text of an `.env` apart. Takes any text, never throws, and never makes up a value. */
export function readEnvText(text: string): ReadImport {
  const values = guideValues(text);
  const bucket = values.get('R2_BUCKET_NAME') ?? null;
  const endpoint = readEndpointValue(values.get('R2_ENDPOINT_URL'), bucket);
  const publicDomain = readPublicDomain(values.get('R2_PUBLIC_DOMAIN'));
  const keys = readKeys(values, endpoint.address);
  const notUnderstood = new Set<string>([...endpoint.notUnderstood, ...publicDomain.notUnderstood]);
  return {
    address: endpoint.address,
    bucket: bucket ?? endpoint.bucket,
    publicBase: publicDomain.base,
    accessKeyId: keys.accessKeyId,
    secret: keys.secret,
    recognized: [...values.keys()].filter((name) => !notUnderstood.has(name)),
    missing: GUIDE_NAMES.filter((name) => !values.has(name)),
    warnings: [...endpoint.warnings, ...publicDomain.warnings, ...keys.warnings],
  };
}

const LINE = /^(?:export\s+|set\s+|\$env:|-\s+)?["']?([a-z_][a-z0-9_]*)["']?\s*[=:]\s*(.*)$/i;
/** Blanks that come along from web pages and cannot be seen. */
const INVISIBLE = /[\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;

/** The guide's variables with their values, in the order they first came; the last value of each counts, as in dotenv. */
function guideValues(text: string): Map<GuideName, string> {
  const values = new Map<GuideName, string>();
  for (const line of text.replace(INVISIBLE, '').split(/\r\n|\r|\n/)) {
    const [, name, rest] = LINE.exec(line.trim()) ?? [];
    const known = GUIDE_NAMES.find((one) => one === name?.toUpperCase());
    const value = valueOf(rest ?? '');
    if (known !== undefined && value !== '') values.set(known, value);
  }
  return values;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’' };

function valueOf(rest: string): string {
  const closing = CLOSING[rest.charAt(0)];
  if (closing !== undefined) {
    const end = rest.indexOf(closing, 1);
    return (end === -1 ? rest.slice(1) : rest.slice(1, end)).trim();
  }
  return rest.replace(/(?:^|\s)#.*$/, '').trim();
}

interface EndpointValue {
  readonly address: ConnectionAddress | null;
  readonly bucket: string | null;
  readonly warnings: readonly ImportWarning[];
  readonly notUnderstood: readonly GuideName[];
}

function readEndpointValue(value: string | undefined, bucket: string | null): EndpointValue {
  if (value === undefined) return { address: null, bucket: null, warnings: [], notUnderstood: [] };
  const read = readEndpoint(value, bucket);
  if (read === null) {
    return {
      address: null,
      bucket: null,
      warnings: ['endpoint-not-understood'],
      notUnderstood: ['R2_ENDPOINT_URL'],
    };
  }
  return { ...read, warnings: read.bucket === null ? [] : ['bucket-in-endpoint'], notUnderstood: [] };
}

interface PublicDomainValue {
  readonly base: string | null;
  readonly warnings: readonly ImportWarning[];
  readonly notUnderstood: readonly GuideName[];
}

function readPublicDomain(value: string | undefined): PublicDomainValue {
  if (value === undefined) return { base: null, warnings: [], notUnderstood: [] };
  const parsed = parsePublicBase(value);
  if (parsed.ok) return { base: parsed.base, warnings: [], notUnderstood: [] };
  const warnings: ImportWarning[] = parsed.problem === 's3-endpoint' ? ['public-domain-is-s3-endpoint'] : [];
  return { base: null, warnings, notUnderstood: ['R2_PUBLIC_DOMAIN'] };
}

interface Keys {
  readonly accessKeyId: string | null;
  readonly secret: string | null;
  readonly warnings: readonly ImportWarning[];
}

function readKeys(values: ReadonlyMap<GuideName, string>, address: ConnectionAddress | null): Keys {
  const first = values.get('R2_ACCESS_KEY_ID') ?? null;
  const second = values.get('R2_SECRET_ACCESS_KEY') ?? null;
  if (isShaped(SECRET_ACCESS_KEY_SHAPE, first) && isShaped(ACCESS_KEY_ID_SHAPE, second))
    return { accessKeyId: second, secret: first, warnings: ['key-id-and-secret-swapped'] };
  // Other stores have keys of other shapes.
  if (address?.kind === 'endpoint') return { accessKeyId: first, secret: second, warnings: [] };
  const warnings: ImportWarning[] = [];
  if (first !== null && !isShaped(ACCESS_KEY_ID_SHAPE, first)) warnings.push('key-id-shape');
  if (second !== null && !isShaped(SECRET_ACCESS_KEY_SHAPE, second)) warnings.push('secret-shape');
  return { accessKeyId: first, secret: second, warnings };
}

function isShaped(shape: RegExp, value: string | null): boolean {
  return value !== null && shape.test(value);
}
