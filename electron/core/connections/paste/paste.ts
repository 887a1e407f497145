import type { ImportedConnection, ImportPart } from '../../../../shared/connection';
import { readKeys } from './keys';
import { looseValues, type LooseValues } from './loose';
import { meaningOf, type Meaning } from './meanings';
import { namedOf, type Named } from './named';
import { sectionsOf, withoutInvisible, type Section } from './pairs';
import { readPlace } from './place';
import { readPublicDomain } from './public-domain';

/** What a text holds, with the secrets themselves: for main alone. */
export interface ReadPaste extends Omit<ImportedConnection, 'heldSecretId' | 'heldTokenId'> {
  readonly secret: string | null;
  readonly apiToken: string | null;
}

/**
 * Takes apart whatever people paste: `.env` lines, the dashboard's page after a token was made, `rclone.conf`, AWS's files, code,
 * an address, a token. One answer for each set of values that could make a connection; none where nothing is understood. Takes
 * any text, never throws, and never makes up a value.
 */
export function readPaste(text: string): readonly ReadPaste[] {
  const clean = withoutInvisible(text);
  const sections = sectionsOf(text).filter(isAboutStorage);
  const named = sections.filter(({ name }) => name !== null);
  if (named.length > 0) return sections.map((section) => readSection(section, looseValues(section.text)));
  const values = sections[0]?.values ?? [];
  const whole = readSection({ name: null, values, text: clean }, looseValues(clean));
  return whole.parts.some(({ state }) => state !== 'missing') || whole.warnings.length > 0 ? [whole] : [];
}

/** Reads a process's environment as `readPaste` reads a text: only names that could mean something here are looked at. */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): readonly ReadPaste[] {
  const lines = Object.entries(environment).flatMap(([name, value = '']) => {
    const fits = meaningOf(name) !== null && /^\w+$/.test(name) && !/[\r\n"]/.test(value);
    return fits ? [`${name}="${value}"`] : [];
  });
  return readPaste(lines.join('\n'));
}

const TELLING: ReadonlySet<Meaning> = new Set<Meaning>([
  'access-key-id',
  'secret',
  'account',
  'bucket',
  'endpoint',
  'public-domain',
  'api-token',
]);

/** A region alone, as in most profiles of AWS's config, is not worth an offer. */
function isAboutStorage({ values }: Section): boolean {
  return values.some(({ meaning }) => TELLING.has(meaning));
}

function readSection({ name, values }: Section, loose: LooseValues): ReadPaste {
  const named = namedOf(values);
  const place = readPlace(named, loose);
  const keys = readKeys(named, loose, place.address);
  const domain = readPublicDomain(named, loose);
  const found: Readonly<Record<ImportPart, boolean>> = {
    address: place.address !== null,
    'access-key-id': keys.accessKeyId !== null,
    secret: keys.secret !== null,
    bucket: place.bucket !== null,
    'public-domain': domain.base !== null,
    'api-token': keys.apiToken !== null,
  };
  const parts = Object.entries(found).map(([part, isFound]) => partOf(part as ImportPart, isFound, named));
  const hadBlanks = [...named.values()].some((value) => value.hadBlanks);
  return {
    name,
    address: place.address,
    bucket: place.bucket,
    publicBase: domain.base,
    accessKeyId: keys.accessKeyId,
    secret: keys.secret,
    apiToken: keys.apiToken,
    parts,
    warnings: [...place.warnings, ...domain.warnings, ...keys.warnings, ...(hadBlanks ? (['blanks'] as const) : [])],
  };
}

const NAMES_OF: Readonly<Record<ImportPart, readonly Meaning[]>> = {
  address: ['endpoint', 'account'],
  'access-key-id': ['access-key-id'],
  secret: ['secret'],
  bucket: ['bucket'],
  'public-domain': ['public-domain'],
  'api-token': ['api-token'],
};

function partOf(part: ImportPart, isFound: boolean, named: Named): ImportedConnection['parts'][number] {
  const as = NAMES_OF[part].map((meaning) => named.get(meaning)?.name).find((name) => name !== undefined) ?? null;
  return { part, as, state: isFound ? 'found' : as === null ? 'missing' : 'left-out' };
}
