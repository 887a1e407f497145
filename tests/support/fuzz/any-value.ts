import fc from 'fast-check';

/** Texts that have broken other programs: names of the prototype, ways out of a folder, markup, what terminals and databases mind. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\0',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '/',
  '//',
  '.',
  '%2e%2e%2f',
  '%',
  '%00',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'http://[',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE assets; --",
  '${7*7}{{7*7}}',
  '\u202egpj.exe',
  '\ud800',
  '\uffff\ufffe',
  'é'.normalize('NFD'),
  '👩‍👩‍👧‍👦',
  'null',
  'NaN',
  '-1',
  '1e999',
  '\r\nSet-Cookie: a=b',
  '\u2028',
  '[',
  '(a+)+$',
  '*'.repeat(50),
] as const;

/** A text of at most so many letters: plain, of all of Unicode, made to hurt, or as long as it may be. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ maxLength: Math.min(maxLength, 40) }) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: Math.min(maxLength, 40) }) },
    { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS).map((text) => text.slice(0, maxLength)) },
    { weight: 1, arbitrary: fc.constantFrom('a', '長', '/', '\u202e', '-').map((letter) => letter.repeat(maxLength)) },
  );
}

const DEEP = 400;

function deep(wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = null;
  for (let level = 0; level < DEEP; level += 1) value = wrap(value);
  return value;
}

/** An object with an own field of a name that elsewhere reaches the prototype. */
function withField(name: string, value: unknown): object {
  return Object.defineProperty({}, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Anything that can be said at all, of no particular shape. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: anyText(200) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(300_000), '\u202e'.repeat(100_000)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      0,
      -0,
      -1,
      1.5,
      1e308,
      2 ** 53,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom(null, undefined, true, false, 10n ** 30n) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      new Date(Number.NaN),
      new Map<unknown, unknown>([['a', new Set([1])]]),
      /(a+)+$/u,
      deep((inner) => [inner]),
      deep((inner) => ({ inner })),
      Array.from({ length: 100_000 }, () => 'x'),
      Array.from({ length: 30_000 }),
      withField('__proto__', { polluted: true }),
      withField('constructor', { prototype: { polluted: true } }),
      withField('then', 'not a promise'),
      { toJSON: 1, valueOf: null },
      { length: 2 ** 32 },
    ),
  },
);

/** The same value with one thing wrong: a field gone, one too many, one of another kind, or all of it something else. */
export function mutated(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value);
  return fc.oneof(
    { weight: 1, arbitrary: anyValue },
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constantFrom(...places), anyValue).map(([at, wrong]) => changed(value, at, () => wrong)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...places), fc.constantFrom('__proto__', 'constructor', 'extra', ''))
        .map(([at, name]) => changed(value, at, (old) => withOneMore(old, name))),
    },
    { weight: 2, arbitrary: fc.constantFrom(...places).map((at) => changed(value, at, () => GONE)) },
  );
}

const GONE = Symbol('gone');
type Place = readonly string[];

/** Where something stands in a value, the whole of it first; of long lists the beginning. */
function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [at];
  const inner = Object.entries(value).slice(0, 20);
  return [at, ...inner.flatMap(([name, field]) => placesIn(field, [...at, name]))];
}

function changed(value: unknown, [name, ...rest]: Place, change: (old: unknown) => unknown): unknown {
  if (name === undefined) {
    const made = change(value);
    return made === GONE ? undefined : made;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, field]) => {
    if (key !== name) return [[key, field] as const];
    const made = rest.length === 0 ? change(field) : changed(field, rest, change);
    return made === GONE ? [] : [[key, made] as const];
  });
  return Array.isArray(value) ? entries.map(([, field]) => field) : Object.fromEntries(entries);
}

function withOneMore(old: unknown, name: string): unknown {
  if (typeof old !== 'object' || old === null) return [old];
  if (Array.isArray(old)) return [...(old as unknown[]), ...(old as unknown[]), name];
  return Object.defineProperty({ ...old }, name, { value: { polluted: true }, enumerable: true, configurable: true });
}
