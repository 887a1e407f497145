import { z } from 'zod';
import type { Json, ModelCapabilities, NumberRange, PictureSize } from '../../../../shared/generation';
import type { MakeRequest, ReferencePicture } from '../provider';
import { MEGAPIXEL, plainModel, square } from './model-lists';

const property = z.looseObject({
  type: z.string().nullish(),
  format: z.string().nullish(),
  minimum: z.number().nullish(),
  maximum: z.number().nullish(),
  default: z.json().nullish(),
  enum: z.array(z.json()).nullish(),
  allOf: z.array(z.looseObject({ $ref: z.string().nullish() })).nullish(),
});
type Property = z.infer<typeof property>;

/** A model's inputs by name, and the lists that they choose from: what is kept of its OpenAPI schema. */
export const replicateInputs = z.object({
  inputs: z.record(z.string(), property),
  choices: z.record(z.string(), z.array(z.json())),
});
export type ReplicateInputs = z.infer<typeof replicateInputs>;

const described = z.object({
  latest_version: z.object({
    openapi_schema: z.object({
      components: z.object({
        schemas: z.looseObject({ Input: z.object({ properties: z.record(z.string(), property) }) }),
      }),
    }),
  }),
});
const choice = z.looseObject({ enum: z.array(z.json()) });

/** Reads a model's inputs out of `GET /models/{owner}/{name}`; null where it has none to read. */
export function inputsIn(model: unknown): ReplicateInputs | null {
  const parsed = described.safeParse(model);
  if (!parsed.success) return null;
  const { schemas } = parsed.data.latest_version.openapi_schema.components;
  const choices = Object.entries(schemas).flatMap(([name, schema]) => {
    const list = choice.safeParse(schema);
    return list.success ? [[name, list.data.enum] as const] : [];
  });
  return { inputs: schemas.Input.properties, choices: Object.fromEntries(choices) };
}

const SEED = ['seed'];
const NEGATIVE = ['negative_prompt'];
const STEPS = ['num_inference_steps', 'steps', 'num_steps'];
const GUIDANCE = ['guidance_scale', 'guidance', 'cfg_scale', 'cfg'];
const REFERENCE = ['image', 'input_image', 'image_prompt', 'start_image', 'first_frame_image'];
const SECONDS = ['duration', 'seconds'];

/** What a model can do, by its inputs; little is known of one whose inputs are not. */
export function capabilitiesOf(id: string, known: ReplicateInputs | null): ModelCapabilities {
  const plain = {
    ...plainModel(id, id, MEGAPIXEL),
    extra: true,
    makes: isVideo(id, known) ? 'video' : 'image',
  } as const;
  if (known === null) return plain;
  const has = (names: readonly string[]): boolean => names.some((name) => Object.hasOwn(known.inputs, name));
  return {
    ...plain,
    sizes: sizesOf(known),
    side: has(['width']) && has(['height']) ? rangeOf(known.inputs['width'], { min: 64, max: 2048, step: 8 }) : null,
    seed: has(SEED),
    negativePrompt: has(NEGATIVE),
    steps: rangeNamed(known, STEPS, { min: 1, max: 100, step: 1 }),
    guidance: rangeNamed(known, GUIDANCE, { min: 0, max: 20, step: 0.5 }),
    seconds: choicesOf(known, SECONDS).flatMap((one) => (typeof one === 'number' ? [one] : [])),
    reference: has(REFERENCE),
  };
}

/**
 * The inputs of one prediction, in the model's own names; what it has no input for is not sent. `addressOf`: where Replicate finds a
 * picture to start from.
 */
export async function inputOf(
  request: MakeRequest,
  known: ReplicateInputs | null,
  addressOf: (reference: ReferencePicture) => Promise<string>,
): Promise<Record<string, unknown>> {
  const { prompt, negativePrompt, seed, steps, guidance, seconds, size, reference, extra } = request;
  const nameIn = (names: readonly string[]): string | undefined =>
    names.find((one) => known !== null && Object.hasOwn(known.inputs, one));
  const named = (names: readonly string[], value: unknown): Record<string, unknown> => {
    const name = nameIn(names);
    return name === undefined || value === null ? {} : { [name]: value };
  };
  const picture = reference === null || nameIn(REFERENCE) === undefined ? null : await addressOf(reference);
  const ratio = ratioOf(size, known);
  const sides = isHeard(size, ratio, known) ? size : null;
  return {
    prompt,
    ...named(NEGATIVE, negativePrompt === '' ? null : negativePrompt),
    ...named(SEED, seed),
    ...named(STEPS, steps),
    ...named(GUIDANCE, guidance),
    ...named(SECONDS, seconds),
    ...named(['width'], sides?.width ?? null),
    ...named(['height'], sides?.height ?? null),
    ...named(['aspect_ratio'], ratio),
    ...named(REFERENCE, picture),
    ...extra,
  };
}

function choicesOf({ inputs, choices }: ReplicateInputs, names: readonly string[]): readonly Json[] {
  const found = names.map((name) => inputs[name]).find((one) => one !== undefined);
  if (found === undefined) return [];
  const ref = found.allOf?.[0]?.$ref?.split('/').at(-1) ?? '';
  return found.enum ?? choices[ref] ?? [];
}

/** A model that takes shapes (`16:9`) is offered as sizes of one megapixel. */
function sizesOf(known: ReplicateInputs): readonly PictureSize[] {
  const sizes = choicesOf(known, ['aspect_ratio']).flatMap((one) => sizeOf(one));
  return sizes.length > 0 ? sizes : MEGAPIXEL;
}

function sizeOf(ratio: Json): readonly PictureSize[] {
  const found = typeof ratio === 'string' ? /^(\d{1,2}):(\d{1,2})$/.exec(ratio) : null;
  if (found === null) return [];
  const [wide, high] = [Number(found[1]), Number(found[2])];
  if (wide === high) return [square(1024)];
  const side = (part: number): number => Math.round((1024 * Math.sqrt(part / (part === wide ? high : wide))) / 16) * 16;
  return [{ width: side(wide), height: side(high) }];
}

/** What counts in a model that has sides as well: they are heard where the ratio is `custom` alone (FLUX 1.1 pro). */
const OF_SIDES = 'custom';

function ratioOf(size: PictureSize, known: ReplicateInputs | null): Json {
  if (known === null) return null;
  const takesSides = Object.hasOwn(known.inputs, 'width') && Object.hasOwn(known.inputs, 'height');
  if (takesSides && choicesOf(known, ['aspect_ratio']).includes(OF_SIDES)) return OF_SIDES;
  const shape = (one: PictureSize): number => Math.log(one.width / one.height);
  const near = choicesOf(known, ['aspect_ratio'])
    .flatMap((ratio) => sizeOf(ratio).map((one) => ({ ratio, off: Math.abs(shape(one) - shape(size)) })))
    .toSorted((a, b) => a.off - b.off);
  return near[0]?.ratio ?? null;
}

/**
 * Whether the sides are sent. One that is out of bounds costs the whole picture, also where the model does not look at it: Seedream 4
 * makes no side shorter than 1024, and goes by the ratio unless its own `size` is `custom`.
 */
function isHeard(size: PictureSize, ratio: Json, known: ReplicateInputs | null): boolean {
  if (ratio === null || ratio === OF_SIDES) return true;
  const isIn = (side: 'width' | 'height'): boolean => {
    const { minimum, maximum } = known?.inputs[side] ?? {};
    return size[side] >= (minimum ?? 0) && size[side] <= (maximum ?? Infinity);
  };
  return isIn('width') && isIn('height');
}

type Bounds = Omit<NumberRange, 'preset'>;

function rangeNamed(known: ReplicateInputs, names: readonly string[], usual: Bounds): NumberRange | null {
  const name = names.find((one) => Object.hasOwn(known.inputs, one));
  return name === undefined ? null : rangeOf(known.inputs[name], usual);
}

function rangeOf(input: Property | undefined, usual: Bounds): NumberRange {
  const min = input?.minimum ?? usual.min;
  const max = input?.maximum ?? usual.max;
  const preset = typeof input?.default === 'number' ? input.default : min;
  return { min, max, step: usual.step, preset };
}

const VIDEO = /video|veo|kling|sora|\bwan\b|luma|ray|minimax|hunyuan|ltx|seedance|pixverse/i;

function isVideo(id: string, known: ReplicateInputs | null): boolean {
  return VIDEO.test(id) || (known !== null && SECONDS.some((name) => Object.hasOwn(known.inputs, name)));
}
