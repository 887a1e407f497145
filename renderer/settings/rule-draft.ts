import {
  CACHE_PRESETS,
  isCacheControl,
  metadataName,
  metadataProblem,
  type RULE_KINDS,
  type Conversion,
  type LocationRemoval,
  type RuleMatch,
  type UploadRule,
} from '../../shared/upload-rules';

/** A rule while it is edited: as it stands in the fields. */
export interface RuleDraft {
  readonly match: (typeof RULE_KINDS)[number] | 'names';
  readonly pattern: string;
  readonly cache: 'none' | 'hour' | 'year' | 'custom';
  readonly cacheText: string;
  /** One a line. */
  readonly metadata: string;
  readonly conversion: Conversion | null;
  readonly location: LocationRemoval | null;
}

export interface RuleProblems {
  readonly pattern: boolean;
  readonly cache: boolean;
  readonly metadata: 'line' | 'name' | 'too-large' | null;
}

const [HOUR, YEAR] = CACHE_PRESETS;

export function draftOf(rule: UploadRule): RuleDraft {
  const { match, cacheControl, metadata, conversion, location } = rule;
  const preset =
    cacheControl === null ? 'none' : cacheControl === HOUR ? 'hour' : cacheControl === YEAR ? 'year' : 'custom';
  return {
    match: match.kind === 'media' ? match.media : 'names',
    pattern: match.kind === 'names' ? match.pattern : '',
    cache: preset,
    cacheText: cacheControl ?? '',
    metadata: Object.entries(metadata)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    conversion,
    location,
  };
}

/** What a draft says, whether it can be kept or not. */
export function ruleOf(id: string, draft: RuleDraft): UploadRule {
  const { match, pattern, conversion, location } = draft;
  const meant: RuleMatch =
    match === 'names' ? { kind: 'names', pattern: pattern.trim() } : { kind: 'media', media: match };
  const pictures = match === 'image' || match === 'names';
  const films = match === 'video';
  return {
    id,
    match: meant,
    cacheControl: cacheOf(draft),
    metadata: Object.fromEntries(linesOf(draft.metadata).map(([name, value]) => [metadataName(name), value.trim()])),
    conversion: pictures && conversion !== null ? { ...conversion, maxSide: sideOf(conversion.maxSide) } : null,
    location: pictures || films ? location : null,
  };
}

/** What is typed may be out of range. */
function sideOf(typed: number | null): number | null {
  return typed === null ? null : Math.min(Math.max(Math.round(typed), 16), 16_383);
}

function cacheOf({ cache, cacheText }: RuleDraft): string | null {
  return { none: null, hour: HOUR, year: YEAR, custom: cacheText.trim() }[cache];
}

function linesOf(text: string): readonly (readonly [string, string])[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1)];
  });
}

/** What is wrong with a draft; all false and null when it can be kept. */
export function problemsOf(draft: RuleDraft): RuleProblems {
  const { metadata, cacheControl } = ruleOf('', draft);
  const incomplete = linesOf(draft.metadata).some(([name, value]) => name.trim() === '' || value.trim() === '');
  return {
    pattern: draft.match === 'names' && draft.pattern.split(',').every((part) => part.trim() === ''),
    cache: cacheControl !== null && !isCacheControl(cacheControl),
    metadata: incomplete ? 'line' : metadataProblem(metadata),
  };
}
