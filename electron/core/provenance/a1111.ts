import type { Provenance } from '../../../shared/provenance';
import { provenanceFrom } from './values';

const NEGATIVE = 'Negative prompt:';
/** A line with fewer of them is a part of the prompt (A1111, `infotext_utils.py`). */
const LEAST_SETTINGS = 3;
const MAX_LINE = 64 * 1024;
const KEY = /^\w[\w \-/]{0,63}$/;
const SIZE = /^(\d{1,6})x(\d{1,6})$/;

/** Settings by their names in lower case. */
type Settings = ReadonlyMap<string, string>;

interface Parts {
  readonly prompt: string;
  readonly negative: string;
  readonly settings: Settings;
}

/** The text that A1111, Forge and many others keep with a picture. `strict`: without settings it is somebody's remark. */
export function readParameters(text: string, strict: boolean): Provenance | null {
  const { prompt, negative, settings } = partsOf(text);
  if (strict && settings.size === 0) return null;
  const size = SIZE.exec(settings.get('size') ?? '');
  const version = settings.get('version') ?? '';
  return provenanceFrom({
    tool: version.startsWith('Flow Media') ? 'flow-media' : version.startsWith('ComfyUI') ? 'comfyui' : 'a1111',
    prompt,
    negative,
    seed: settings.get('seed'),
    model: settings.get('model') ?? settings.get('unet'),
    steps: settings.get('steps'),
    guidance: settings.get('distilled cfg scale') ?? settings.get('cfg scale'),
    sampler: samplerOf(settings),
    width: size?.[1],
    height: size?.[2],
    raw: text,
  });
}

/** Since 1.9 the schedule stands beside the sampler; before, it was the last word of its name. */
function samplerOf(settings: Settings): string | undefined {
  const [sampler, schedule] = [settings.get('sampler'), settings.get('schedule type')];
  return sampler === undefined || schedule === undefined || schedule === 'Automatic'
    ? sampler
    : `${sampler} ${schedule}`;
}

function partsOf(text: string): Parts {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const at = settingsLine(lines);
  const settings = at === null ? new Map<string, string>() : settingsIn(lines[at] ?? '');
  const words = lines.slice(0, at ?? lines.length).map((line) => line.trim());
  const turn = words.findIndex((line) => line.startsWith(NEGATIVE));
  const prompt = words.slice(0, turn < 0 ? words.length : turn);
  const negative = turn < 0 ? [] : words.slice(turn);
  return { prompt: prompt.join('\n'), negative: negative.join('\n').slice(NEGATIVE.length), settings };
}

/** The last line; extensions write some of their own (templates, wildcards) below it. */
function settingsLine(lines: readonly string[]): number | null {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    const isLast = at === lines.length - 1;
    if (!isLast && !line.startsWith('Steps: ')) continue;
    if (settingsIn(line).size >= LEAST_SETTINGS) return at;
  }
  return null;
}

/** `Name: value, Name: "a value, with commas", …`; of several with one name the first counts. */
function settingsIn(line: string): Settings {
  const found = new Map<string, string>();
  if (line.length > MAX_LINE) return found;
  for (let at = 0; at < line.length;) {
    const colon = line.indexOf(':', at);
    if (colon < 0) break;
    // What has no colon of its own is no setting: the name begins behind the last comma.
    const name = line.slice(line.lastIndexOf(',', colon) < at ? at : line.lastIndexOf(',', colon) + 1, colon).trim();
    const { value, end } = valueAt(line, colon + 1);
    const key = name.toLowerCase();
    if (KEY.test(name) && !found.has(key)) found.set(key, value);
    at = end + 1;
  }
  return found;
}

/** A value and where its comma is; in quotes it is written as JSON has it. */
function valueAt(line: string, from: number): { readonly value: string; readonly end: number } {
  const start = from + (/^\s*/.exec(line.slice(from, from + 8))?.[0].length ?? 0);
  const quoted = line[start] === '"' ? closingQuote(line, start) : null;
  if (quoted === null) {
    const comma = line.indexOf(',', start);
    const end = comma < 0 ? line.length : comma;
    return { value: line.slice(start, end).trim(), end };
  }
  const comma = line.indexOf(',', quoted);
  return { value: unquoted(line.slice(start, quoted + 1)), end: comma < 0 ? line.length : comma };
}

function closingQuote(line: string, opened: number): number | null {
  for (let at = opened + 1; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '"') return at;
  }
  return null;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
