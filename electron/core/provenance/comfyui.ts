import type { Provenance } from '../../../shared/provenance';
import { isObject, type JsonObject } from './read-json';
import { provenanceFrom } from './values';

/** A node of a workflow in API form: `{ class_type, inputs }`, where an input is a value or a link `[node, output]`. */
export interface GraphNode {
  readonly kind: string;
  readonly inputs: JsonObject;
}

export type Graph = ReadonlyMap<string, GraphNode>;

/** Nodes looked at on the way to one value; real ones lie a dozen links apart. */
const MAX_STEPS = 500;
const MAX_NODES = 20_000;

/** Inputs of a node that hand a text on, in the order of their worth. */
const TEXT_INPUTS = [
  'text',
  'text_g',
  't5xxl',
  'clip_l',
  'text_l',
  'prompt',
  'positive_prompt',
  'positive',
  'string',
  'value',
  'string_a',
  'string_b',
  'text1',
  'text2',
  'text_a',
  'text_b',
  'text_0',
  'anything',
  'source',
] as const;

/** The workflow in API form (`prompt` of a PNG); null where it is none. */
export function graphOf(json: unknown): Graph | null {
  if (!isObject(json)) return null;
  const nodes = new Map<string, GraphNode>();
  for (const [id, node] of Object.entries(json).slice(0, MAX_NODES)) {
    if (!isObject(node) || typeof node['class_type'] !== 'string') continue;
    nodes.set(id, { kind: node['class_type'], inputs: isObject(node['inputs']) ? node['inputs'] : {} });
  }
  return nodes.size === 0 ? null : nodes;
}

/** What a workflow has made, by the sampler that its prompt goes to; null where none is found. */
export function readGraph(graph: Graph, raw: string): Provenance | null {
  const walk = new Walk(graph);
  for (const sampler of samplersOf(graph)) {
    const found = walk.read(sampler, raw);
    if (found !== null) return found;
  }
  return null;
}

/** Those that begin a picture before those that refine one. */
function samplersOf(graph: Graph): readonly GraphNode[] {
  const refines = ({ inputs }: GraphNode): boolean => typeof inputs['denoise'] === 'number' && inputs['denoise'] < 1;
  const samplers = [...graph.values()].filter(({ kind, inputs }) => {
    return 'guider' in inputs || ('positive' in inputs && (/sampl/i.test(kind) || 'steps' in inputs));
  });
  return [...samplers.filter((node) => !refines(node)), ...samplers.filter(refines)];
}

class Walk {
  readonly #graph: Graph;
  #steps = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  read(sampler: GraphNode, raw: string): Provenance | null {
    this.#steps = 0;
    const guider = this.#behind(sampler.inputs['guider']) ?? sampler;
    const positive = guider.inputs['positive'] ?? guider.inputs['conditioning'];
    const words = this.#words(positive, 'positive', new Set());
    const chosen = this.#behind(sampler.inputs['sampler']) ?? sampler;
    const sigmas = this.#behind(sampler.inputs['sigmas']) ?? sampler;
    const size = this.#nearest(sampler.inputs['latent_image'], ['width', 'height']);
    const seed = this.#behind(sampler.inputs['noise']) ?? sampler;
    return provenanceFrom({
      tool: 'comfyui',
      prompt: words,
      negative: this.#words(guider.inputs['negative'], 'negative', new Set()),
      seed: this.#value(seed.inputs['noise_seed'] ?? seed.inputs['seed']),
      model: this.#model(guider.inputs['model'] ?? sampler.inputs['model']),
      steps: this.#value(sigmas.inputs['steps'] ?? this.#nearest(sampler.inputs['sigmas'], ['steps'])?.inputs['steps']),
      guidance: this.#guidance(positive) ?? this.#value(guider.inputs['cfg']),
      sampler: samplerName(
        this.#value(chosen.inputs['sampler_name']),
        this.#value(sigmas.inputs['scheduler'] ?? sampler.inputs['scheduler']),
      ),
      width: this.#value(size?.inputs['width']),
      height: this.#value(size?.inputs['height']),
      raw,
    });
  }

  /** The node that a link leads to; null for a value, a dead link, or when too many were followed. */
  #behind(input: unknown): GraphNode | null {
    if (!isLink(input) || this.#steps >= MAX_STEPS) return null;
    this.#steps += 1;
    return this.#graph.get(String(input[0])) ?? null;
  }

  /** The words that reach an input, through whatever hands them on. Nodes with a positive and a negative way keep to theirs. */
  #words(input: unknown, side: 'positive' | 'negative', seen: Set<string>): string | null {
    if (typeof input === 'string') return input;
    if (!isLink(input) || seen.has(linkName(input))) return null;
    seen.add(linkName(input));
    const node = this.#behind(input);
    if (node === null) return null;
    const { inputs, kind } = node;
    if ('positive' in inputs && 'negative' in inputs) {
      const way = isLink(inputs['positive']) ? (input[1] === 1 ? 'negative' : 'positive') : side;
      return this.#words(inputs[way], way, seen);
    }
    if (/zeroout/i.test(kind)) return null;
    const conditioning = Object.keys(inputs).filter((name) => name.startsWith('conditioning'));
    for (const name of conditioning) {
      const found = this.#words(inputs[name], side, seen);
      if (found !== null) return found;
    }
    if (side === 'negative' && typeof inputs['negative_prompt'] === 'string') return inputs['negative_prompt'];
    return this.#texts(node, side, seen);
  }

  #texts({ inputs, kind }: GraphNode, side: 'positive' | 'negative', seen: Set<string>): string | null {
    const names = TEXT_INPUTS.filter((name) => name in inputs);
    const texts = names.flatMap((name) => {
      const text = this.#words(inputs[name], side, seen)?.trim() ?? '';
      return text === '' ? [] : [text];
    });
    if (!/concat|join/i.test(kind)) return texts[0] ?? null;
    const glue = typeof inputs['delimiter'] === 'string' ? inputs['delimiter'] : ' ';
    return texts.length === 0 ? null : texts.join(glue);
  }

  /** A number or a text, also by way of a node that holds it. */
  #value(input: unknown): unknown {
    if (!isLink(input)) return input;
    const inputs = this.#behind(input)?.inputs ?? {};
    const held = ['value', 'seed', 'noise_seed', 'int', 'float', 'number'].map((name) => inputs[name]);
    return held.find((value) => value !== undefined && !isLink(value));
  }

  #model(from: unknown): unknown {
    const names = ['ckpt_name', 'unet_name', 'model_name', 'base_ckpt_name'] as const;
    const loader = this.#nearest(from, names);
    const value = names.map((name) => loader?.inputs[name]).find((name) => typeof name === 'string');
    // Its folder is that computer's own, its extension nobody's name for it.
    return value?.replace(/^.*[\\/]/, '').replace(/\.(safetensors|ckpt|gguf|sft|pt)$/i, '');
  }

  /** FLUX takes its guidance on the way of the words. */
  #guidance(from: unknown): unknown {
    return this.#value(this.#nearest(from, ['guidance'])?.inputs['guidance']);
  }

  /** The nearest node upstream with one of these inputs as a value of its own (or as a link, for sizes and the like). */
  #nearest(from: unknown, names: readonly string[]): GraphNode | null {
    const seen = new Set<GraphNode>();
    let line: readonly unknown[] = [from];
    while (line.length > 0) {
      const nodes = line.map((link) => this.#behind(link)).filter((node) => node !== null);
      const fresh = nodes.filter((node) => !seen.has(node));
      const found = fresh.find(({ inputs }) => names.some((name) => name in inputs));
      if (found !== undefined) return found;
      for (const node of fresh) seen.add(node);
      line = fresh.flatMap(({ inputs }) => Object.values(inputs).filter(isLink));
    }
    return null;
  }
}

function samplerName(sampler: unknown, scheduler: unknown): string | null {
  const words = [sampler, scheduler].filter((word): word is string => typeof word === 'string');
  return words.length === 0 ? null : words.join(' ');
}

function isLink(input: unknown): input is readonly [string | number, number] {
  return (
    Array.isArray(input) && input.length === 2 && typeof input[1] === 'number' && /^[\w:]+$/.test(String(input[0]))
  );
}

function linkName([node, output]: readonly [string | number, number]): string {
  return `${node}#${output}`;
}
