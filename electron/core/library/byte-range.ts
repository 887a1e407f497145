/** What a `Range` header asks of a body of a known size. Ends are inclusive. */
export type RangeAnswer =
  | { readonly kind: 'all' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  /** To be answered with 416. */
  | { readonly kind: 'unsatisfiable' };

/** Two numbers and some blanks; to look through a thousand times as many blanks would hold up the process. */
const LONGEST = 100;

/** Reads `bytes=a-b`, `a-` and `-n`. Anything else, several ranges too, may be answered whole (RFC 9110, 14.2). */
export function parseByteRange(header: string | null, size: number): RangeAnswer {
  const text = header ?? '';
  const parts = text.length > LONGEST ? null : /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(text);
  const [, first = '', last = ''] = parts ?? [];
  if (first === '' && last === '') return { kind: 'all' };
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return { kind: 'all' };
  return start >= size || end < start ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}
