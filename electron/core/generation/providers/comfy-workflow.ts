import { z } from 'zod';
import type { Json, JsonObject } from '../../../../shared/generation';
import type { MakeRequest } from '../provider';

const graphs = z.record(
  z.string(),
  z.object({ class_type: z.string(), inputs: z.record(z.string(), z.json()) }).loose(),
);
/** A workflow in API format: nodes by their number. An input that is a list of node and slot is a link. */
export type Workflow = z.infer<typeof graphs>;

/** What a workflow's inputs may be marked with: `{seed}` alone becomes a number, `{prompt}` may stand within other words. */
export const MARKS = [
  'prompt',
  'negative',
  'seed',
  'width',
  'height',
  'steps',
  'guidance',
  'checkpoint',
  'reference',
] as const;
export type Mark = (typeof MARKS)[number];

/** A workflow out of its text; null where it is none in API format (the other, with `nodes` and `links`, is for the editor). */
export function readWorkflow(text: string): Workflow | null {
  try {
    const parsed = graphs.safeParse(JSON.parse(text));
    return parsed.success && Object.keys(parsed.data).length > 0 ? marked(parsed.data) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The marks that stand in a workflow. */
export function marksOf(workflow: Workflow): ReadonlySet<Mark> {
  const text = JSON.stringify(workflow);
  return new Set(MARKS.filter((mark) => text.includes(`{${mark}}`)));
}

/** Whether it ends in a film. */
export function makesVideo(workflow: Workflow): boolean {
  return Object.values(workflow).some(({ class_type }) => /video|webm|gifs?$/i.test(class_type));
}

/** The workflow with a request's values in the place of its marks. `reference` is the name under which the server keeps it. */
export function filled(
  workflow: Workflow,
  request: Omit<MakeRequest, 'reference'>,
  reference: string | null,
): Record<string, unknown> {
  const { prompt, negativePrompt, seed, steps, guidance, size, model, extra } = request;
  const values: Readonly<Record<Mark, string | number>> = {
    prompt,
    negative: negativePrompt,
    seed: seed ?? 0,
    width: size.width,
    height: size.height,
    steps: steps ?? 20,
    guidance: guidance ?? 7,
    checkpoint: model,
    reference: reference ?? '',
  };
  return Object.fromEntries(
    Object.entries(workflow).map(([id, node]) => {
      const inputs = Object.entries(node.inputs).map(([name, value]) => [name, withValues(value as Json, values)]);
      return [id, { ...node, inputs: { ...Object.fromEntries(inputs), ...extraOf(extra, id) } }];
    }),
  );
}

/** Further inputs are given by node: `{"3": {"sampler_name": "dpmpp_2m"}}`. */
function extraOf(extra: JsonObject | null, id: string): JsonObject {
  const inputs = extra?.[id];
  return typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs) ? (inputs as JsonObject) : {};
}

function withValues(value: Json, values: Readonly<Record<Mark, string | number>>): Json {
  if (typeof value !== 'string') return value;
  const alone = MARKS.find((mark) => value === `{${mark}}`);
  if (alone !== undefined) return values[alone];
  return value.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name as Mark]) : whole,
  );
}

/** A workflow that a person has marked is left as it is; in any other the usual nodes are found and marked. */
function marked(workflow: Workflow): Workflow {
  if (marksOf(workflow).size > 0) return workflow;
  const own = structuredClone(workflow);
  for (const node of Object.values(own)) {
    const { inputs, class_type } = node;
    if ('positive' in inputs && 'negative' in inputs && ('seed' in inputs || 'noise_seed' in inputs)) {
      markText(own, inputs['positive'], '{prompt}');
      markText(own, inputs['negative'], '{negative}');
    }
    for (const name of ['seed', 'noise_seed']) if (typeof inputs[name] === 'number') inputs[name] = '{seed}';
    if (/^Empty.*Latent/i.test(class_type)) {
      for (const name of ['width', 'height']) if (typeof inputs[name] === 'number') inputs[name] = `{${name}}`;
    }
  }
  return own;
}

/** Follows a link to the text that it comes from, through nodes that only pass it on. */
function markText(workflow: Workflow, link: unknown, mark: string, depth = 0): void {
  const id = Array.isArray(link) ? String(link[0]) : null;
  const node = id === null ? undefined : workflow[id];
  if (node === undefined || depth > 16) return;
  if (typeof node.inputs['text'] === 'string') {
    node.inputs['text'] = mark;
    return;
  }
  for (const name of ['text', 'conditioning', 'positive']) markText(workflow, node.inputs[name], mark, depth + 1);
}

/** ComfyUI's own first workflow, marked. */
export const DEFAULT_WORKFLOW = JSON.stringify(
  {
    '3': {
      class_type: 'KSampler',
      inputs: {
        seed: '{seed}',
        steps: '{steps}',
        cfg: '{guidance}',
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['4', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
      },
    },
    '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: '{checkpoint}' } },
    '5': { class_type: 'EmptyLatentImage', inputs: { width: '{width}', height: '{height}', batch_size: 1 } },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: '{prompt}', clip: ['4', 1] } },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: '{negative}', clip: ['4', 1] } },
    '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'flow-media', images: ['8', 0] } },
  },
  null,
  2,
);
