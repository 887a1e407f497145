import fc from 'fast-check';
import type { z } from 'zod';
import { anyText } from './any-value';

/** Better values for fields by their names (ids that exist, paths that may be touched); used where the schema takes a text or a record. */
export type KnownFields = Readonly<Record<string, fc.Arbitrary<unknown>>>;

type Schema = z.core.$ZodType;

/** Longer texts than this are tried by hand-written tests; a schema may allow a million letters. */
const LONGEST = 20_000;
const MOST = 40;

/**
 * Values of the shape that a schema describes, made from what zod 4 tells of it (`_zod.def`, zod.dev/packages/core). What a
 * `refine` asks on top may not hold: nearly all of them fit, not all.
 */
export function fromSchema(schema: Schema, known: KnownFields = {}, field = ''): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const inner = (type: Schema): fc.Arbitrary<unknown> => fromSchema(type, known, field);
  // zod knows more kinds than the contract uses: one that is new there fails loudly below.
  // eslint-disable-next-line typescript/switch-exhaustiveness-check
  switch (def.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return known[field] ?? textOf(def);
    case 'number':
      return known[field] ?? numberOf(def);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'nullable':
      return fc.option(inner(def.innerType), { freq: 4 });
    case 'optional':
    case 'default':
      return fc.option(inner(def.innerType), { nil: undefined });
    case 'readonly':
      return inner(def.innerType);
    case 'lazy':
      return fc.jsonValue({ maxDepth: 3 });
    case 'array':
      return fc.array(inner(def.element), boundsOf(def.checks, MOST));
    case 'union':
      return fc.oneof(...def.options.map(inner));
    case 'object':
      return objectOf(def.shape, known);
    case 'record':
      return known[field] ?? fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), inner(def.valueType));
    case 'template_literal':
      return fc.tuple(...def.parts.map(partOf)).map((parts) => parts.join(''));
    case 'custom':
      return fc.uint8Array({ maxLength: 2000 });
    default:
      throw new Error(`Nothing makes values of the kind ${def.type} yet.`);
  }
}

function objectOf(shape: Readonly<Record<string, Schema>>, known: KnownFields): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape).map(([name, type]) => [name, fromSchema(type, known, name)]);
  return fc.record(Object.fromEntries(fields)).map(withoutUndefined);
}

/** What is not there, and what is there and undefined, are the same to a schema; the first is what comes over the wire. */
function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

function partOf(part: unknown): fc.Arbitrary<string> {
  return typeof part === 'object' && part !== null ? fc.string({ maxLength: 100 }) : fc.constant(String(part));
}

function textOf(def: z.core.$ZodStringDef): fc.Arbitrary<string> {
  if ('format' in def && def.format === 'date')
    return fc
      .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
  const { minLength, maxLength } = boundsOf(def.checks, LONGEST);
  const pattern = patternOf(def.checks);
  if (pattern !== null) return fc.stringMatching(pattern).filter((text) => text.length <= maxLength);
  return anyText(maxLength).map((text) => (text.length < minLength ? text.padEnd(minLength, 'x') : text));
}

function numberOf(def: z.core.$ZodNumberDef): fc.Arbitrary<number> {
  let [min, max] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (const check of checksOf(def.checks)) {
    if (check.check === 'greater_than') min = Number(check.value);
    if (check.check === 'less_than') max = Number(check.value);
  }
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  const edges = fc.constantFrom(min, max);
  if ('format' in def) return fc.oneof({ weight: 4, arbitrary: whole }, { weight: 1, arbitrary: edges });
  return fc.oneof(whole, edges, fc.double({ min, max, noNaN: true }));
}

function boundsOf(checks: Checks, most: number): { readonly minLength: number; readonly maxLength: number } {
  let [minLength, maxLength] = [0, most];
  for (const check of checksOf(checks)) {
    if (check.check === 'min_length') minLength = Number(check.minimum);
    if (check.check === 'max_length') maxLength = Math.min(most, Number(check.maximum));
  }
  return { minLength, maxLength };
}

function patternOf(checks: Checks): RegExp | null {
  for (const check of checksOf(checks))
    if (check.check === 'string_format' && check.pattern instanceof RegExp) return check.pattern;
  return null;
}

type Checks = readonly z.core.$ZodCheck[] | undefined;

interface CheckFacts {
  readonly check: string;
  readonly value?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly pattern?: unknown;
}

function checksOf(checks: Checks): readonly CheckFacts[] {
  return (checks ?? []).map((check) => check._zod.def as CheckFacts);
}
