import type { Graph, GraphNode } from './comfyui';
import { isObject, type JsonObject } from './read-json';

/**
 * The order of the values in the fields of common nodes, as the editor keeps them: without names. The word `_` stands for the editor's
 * own ("randomize after each run").
 */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  KSampler: ['seed', '_', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  KSamplerAdvanced: ['add_noise', 'noise_seed', '_', 'steps', 'cfg', 'sampler_name', 'scheduler'],
  CLIPTextEncode: ['text'],
  CLIPTextEncodeFlux: ['clip_l', 't5xxl', 'guidance'],
  CheckpointLoaderSimple: ['ckpt_name'],
  UNETLoader: ['unet_name'],
  EmptyLatentImage: ['width', 'height'],
  EmptySD3LatentImage: ['width', 'height'],
  RandomNoise: ['noise_seed'],
  KSamplerSelect: ['sampler_name'],
  BasicScheduler: ['scheduler', 'steps', 'denoise'],
  CFGGuider: ['cfg'],
  FluxGuidance: ['guidance'],
  PrimitiveString: ['value'],
  PrimitiveStringMultiline: ['value'],
  PrimitiveNode: ['value'],
};
const MAX_NODES = 20_000;

/** A workflow as the editor keeps it (`workflow` of a PNG), in API form as far as its nodes are known; null where it is none. */
export function graphOfWorkflow(json: unknown): Graph | null {
  if (!isObject(json) || !Array.isArray(json['nodes'])) return null;
  const links = linksOf(json['links']);
  const nodes = new Map<string, GraphNode>();
  for (const node of json['nodes'].slice(0, MAX_NODES)) {
    if (!isObject(node) || typeof node['type'] !== 'string') continue;
    nodes.set(String(node['id']), {
      kind: node['type'],
      inputs: { ...valuesOf(node, node['type']), ...linked(node, links) },
    });
  }
  return nodes.size === 0 ? null : nodes;
}

/** `[link, node, output, …]`: where each link comes from. */
function linksOf(json: unknown): ReadonlyMap<unknown, readonly [string, number]> {
  const links = new Map<unknown, readonly [string, number]>();
  for (const link of Array.isArray(json) ? json : []) {
    if (Array.isArray(link) && typeof link[2] === 'number') links.set(link[0], [String(link[1]), link[2]]);
  }
  return links;
}

function valuesOf(node: JsonObject, kind: string): Record<string, unknown> {
  const values = node['widgets_values'];
  const names = Object.hasOwn(FIELDS, kind) ? (FIELDS[kind] ?? []) : [];
  if (!Array.isArray(values)) return {};
  return Object.fromEntries(names.flatMap((name, index) => (name === '_' ? [] : [[name, values[index]]])));
}

function linked(node: JsonObject, links: ReadonlyMap<unknown, readonly [string, number]>): Record<string, unknown> {
  const inputs = Array.isArray(node['inputs']) ? node['inputs'].filter(isObject) : [];
  return Object.fromEntries(
    inputs.flatMap(({ name, link }) => {
      const from = links.get(link);
      return typeof name === 'string' && from !== undefined ? [[name, from]] : [];
    }),
  );
}
