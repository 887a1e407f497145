import type { Provenance } from '../../../shared/provenance';
import { isObject, objectIn } from './read-json';
import { readSettings } from './plain-json';
import { provenanceFrom } from './values';

/** `invokeai_metadata`, since version 3. */
export function readInvoke(text: string): Provenance | null {
  const json = objectIn(text);
  return json === null ? null : readSettings(json, 'invokeai', text);
}

/** `sd-metadata`, of version 2: settings in `image`, the model beside it, and the negative prompt in brackets within the prompt. */
export function readOldInvoke(text: string): Provenance | null {
  const json = objectIn(text);
  if (json === null || !isObject(json['image'])) return null;
  const { image } = json;
  const { prompt } = image;
  const whole = Array.isArray(prompt)
    ? prompt.map((part) => (isObject(part) ? part['prompt'] : part)).join(' ')
    : prompt;
  const settings = { model: json['model_weights'] ?? json['model'], ...image, ...splitPrompt(whole) };
  return readSettings(settings, 'invokeai', text);
}

/** `Dream`, of version 1: a command line. */
export function readDream(text: string): Provenance | null {
  const found = /^"((?:[^"\\]|\\.)*)"/s.exec(text);
  if (found === null) return null;
  const option = (letter: string): string | undefined => new RegExp(` -${letter} ?(\\S+)`).exec(text)?.[1];
  return provenanceFrom({
    tool: 'invokeai',
    ...splitPrompt(found[1] ?? ''),
    raw: text,
    seed: option('S'),
    steps: option('s'),
    guidance: option('C'),
    sampler: option('A'),
    width: option('W'),
    height: option('H'),
  });
}

/** `a fox [blurry] in the snow [dark]`. */
function splitPrompt(whole: unknown): { readonly prompt: unknown; readonly negative?: string } {
  if (typeof whole !== 'string' || !whole.includes('[')) return { prompt: whole };
  const away = [...whole.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
  const prompt = whole.replace(/\[[^[\]]*\]/g, ' ').replace(/\s{2,}/g, ' ');
  return { prompt, negative: away.join(', ') };
}
