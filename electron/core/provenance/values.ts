import { PROVENANCE_LIMITS, type Provenance } from '../../../shared/provenance';

/** What was found, in whatever form it stood. */
export interface Findings {
  readonly tool: Provenance['tool'];
  readonly prompt: unknown;
  readonly negative?: unknown;
  readonly seed?: unknown;
  readonly model?: unknown;
  readonly steps?: unknown;
  readonly guidance?: unknown;
  readonly sampler?: unknown;
  readonly width?: unknown;
  readonly height?: unknown;
  readonly raw: string;
}

/** Findings as values, each within bounds; null where there is no prompt among them. */
export function provenanceFrom(found: Findings): Provenance | null {
  const { prompt: limit, raw, word } = PROVENANCE_LIMITS;
  const prompt = textOf(found.prompt, limit);
  if (prompt === null) return null;
  const [width, height] = [numberOf(found.width), numberOf(found.height)];
  return {
    tool: found.tool,
    prompt,
    negative: textOf(found.negative, limit),
    seed: seedOf(found.seed),
    model: textOf(found.model, word),
    steps: numberOf(found.steps),
    guidance: numberOf(found.guidance),
    sampler: textOf(found.sampler, word),
    size: isSide(width) && isSide(height) ? { width, height } : null,
    raw: whole(found.raw.slice(0, raw)),
  };
}

function textOf(value: unknown, limit: number): string | null {
  if (typeof value !== 'string') return null;
  const text = whole(value.trim().slice(0, limit));
  return text === '' ? null : text;
}

/** Without the half of a letter that a cut has left, and without what a database's text cannot hold. */
function whole(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '').replaceAll('\0', '');
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function seedOf(value: unknown): string | null {
  const digits = String(typeof value === 'number' || typeof value === 'string' ? value : '').trim();
  return /^\d{1,20}$/.test(digits) ? digits : null;
}

function isSide(value: number | null): value is number {
  return value !== null && Number.isInteger(value) && value > 0 && value <= 100_000;
}
