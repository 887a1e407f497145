import type { Json, JsonObject } from '../../../../shared/generation';
import type { MakeRequest } from '../provider';

/** What the marks of a body stand for; null for what was not asked for. */
export type BodyValues = Readonly<Record<string, string | number | null>>;

/** The values of a request. The picture comes in base64, alone or as an address that holds it: each is what some backends take. */
export async function bodyValues(request: MakeRequest, model: string | null): Promise<BodyValues> {
  const { prompt, negativePrompt, size, seed, steps, guidance, seconds, reference } = request;
  const picture = reference === null ? null : Buffer.from(await reference.bytes()).toString('base64');
  return {
    prompt,
    negative: negativePrompt === '' ? null : negativePrompt,
    model,
    width: size.width,
    height: size.height,
    seed,
    steps,
    guidance,
    seconds,
    reference: picture,
    reference_url: picture === null ? null : `data:${reference?.contentType};base64,${picture}`,
  };
}

/** A field whose mark has no value is left out, so that the backend's own preset counts. */
export function filledBody(value: Json, values: BodyValues): Json {
  if (typeof value === 'string') return withValue(value, values) ?? null;
  if (Array.isArray(value)) return value.map((one: Json) => filledBody(one, values));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const becomes = typeof inner === 'string' ? withValue(inner, values) : filledBody(inner, values);
    return becomes === undefined ? [] : [[name, becomes] as const];
  });
  return Object.fromEntries(kept);
}

function withValue(text: string, values: BodyValues): Json | undefined {
  const alone = /^\{(\w+)\}$/.exec(text)?.[1];
  if (alone !== undefined && Object.hasOwn(values, alone)) return values[alone] ?? undefined;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name] ?? '') : whole,
  );
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
