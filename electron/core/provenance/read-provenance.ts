import type { Provenance } from '../../../shared/provenance';
import { readParameters } from './a1111';
import type { ByteSource, Reach } from './byte-source';
import { graphOf, readGraph } from './comfyui';
import { graphOfWorkflow } from './comfyui-workflow';
import { readDream, readInvoke, readOldInvoke } from './invokeai';
import { jpegTexts } from './jpeg-texts';
import { readSettings } from './plain-json';
import { PNG_SIGNATURE, pngTexts } from './png-texts';
import { isObject, objectIn, readJson } from './read-json';
import { Texts } from './texts';
import { webpTexts } from './webp-texts';

/** The keyword of our own settings in a PNG. */
export const OWN_KEYWORD = 'flow-media';

/**
 * How a picture was made, as far as its file says; null where it says nothing that is known here. PNG, JPEG and WebP are told by
 * their bytes. What is damaged never throws; only what the source throws comes out.
 */
export async function readProvenance(file: ByteSource, reach: Reach = 'all'): Promise<Provenance | null> {
  const found = new Texts();
  const head = await file.read(0, 12);
  if (head.subarray(0, 8).equals(PNG_SIGNATURE)) await pngTexts(file, found, reach);
  else if (head.toString('latin1', 0, 3) === '\xff\xd8\xff') await jpegTexts(file, found);
  else if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8) === 'WEBP')
    await webpTexts(file, found);
  return provenanceIn(found);
}

/** What a picture's texts say, the most telling first. */
export function provenanceIn(found: Texts): Provenance | null {
  return ours(found) ?? invoke(found) ?? parameters(found) ?? comfy(found) ?? remark(found);
}

function ours(found: Texts): Provenance | null {
  const text = found.get(OWN_KEYWORD);
  const json = text === null ? null : objectIn(text);
  return text === null || json === null ? null : readSettings(json, 'flow-media', text);
}

function invoke(found: Texts): Provenance | null {
  const [now, before, first] = ['invokeai_metadata', 'sd-metadata', 'Dream'].map((name) => found.get(name));
  if (typeof now === 'string') return readInvoke(now);
  if (typeof before === 'string') return readOldInvoke(before);
  return typeof first === 'string' ? readDream(first) : null;
}

/** A1111's text; under its name Fooocus and SwarmUI keep JSON, and nodes of ComfyUI a copy for those that read no graphs. */
function parameters(found: Texts): Provenance | null {
  const text = found.get('parameters');
  if (text === null) return null;
  const json = objectIn(text);
  if (json !== null)
    return readSettings(isObject(json['sui_image_params']) ? json['sui_image_params'] : json, 'other', text);
  const read = readParameters(text, false);
  return read?.tool === 'a1111' && graphIn(found.get('prompt')) !== null ? { ...read, tool: 'comfyui' } : read;
}

/** A PNG has its graphs under names of their own; a WebP of ComfyUI in fields for a camera's, with the name in front. */
function comfy(found: Texts): Provenance | null {
  const fields = ['exif:Model', 'exif:Make', 'exif:ImageDescription', 'exif:UserComment'].map((name) =>
    found.get(name),
  );
  const behind = (name: string): string | null => {
    const head = `${name}:`;
    const field = fields.find((text) => text?.toLowerCase().startsWith(head) === true);
    return found.get(name) ?? field?.slice(head.length) ?? null;
  };
  for (const name of ['prompt', 'workflow']) {
    const text = behind(name);
    const graph = graphIn(text);
    const read = graph === null || text === null ? null : readGraph(graph, text);
    if (read !== null) return read;
  }
  return null;
}

function graphIn(text: string | null) {
  if (text === null || !text.trimStart().startsWith('{')) return null;
  const json = readJson(text);
  return graphOf(json) ?? graphOfWorkflow(json);
}

const REMARKS = [
  'exif:UserComment',
  'Comment',
  'Description',
  'exif:XPComment',
  'exif:ImageDescription',
  'jpeg:comment',
  'xmp:UserComment',
  'xmp:description',
] as const;

/** Where anyone may have written anything: only what is clearly settings counts. */
function remark(found: Texts): Provenance | null {
  for (const name of REMARKS) {
    const text = found.get(name);
    if (text === null) continue;
    const json = objectIn(text);
    const read = json === null ? readParameters(text, true) : readSettings(json, 'other', text);
    if (read !== null) return read;
  }
  return null;
}
