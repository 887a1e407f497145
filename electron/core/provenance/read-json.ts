/** Of one text that is parsed, letters. */
const MAX_JSON = 2 * 1024 * 1024;

/** A text in quotes, or what JSON does not know or numbers do not hold: Python's words for no number, long integers. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\b\d{16,}\b(?![.eE])|\bNaN\b|-?\bInfinity\b/gs;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses JSON as Python writes it: `NaN` becomes null, and integers beyond 15 digits (seeds) become texts, so that none of their
 * digits is lost. null where it is none, or absurdly large.
 */
export function readJson(text: string): unknown {
  if (text.length > MAX_JSON) return null;
  try {
    return JSON.parse(text.replace(TOKENS, jsonOf));
  } catch {
    return null;
  }
}

function jsonOf(token: string): string {
  if (token.startsWith('"')) return token;
  return /\d/.test(token) ? `"${token}"` : 'null';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectIn(text: string): JsonObject | null {
  const value = text.trimStart().startsWith('{') ? readJson(text) : null;
  return isObject(value) ? value : null;
}
