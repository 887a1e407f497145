import { gifWithoutComments } from './gif-write';
import { jpegWithComment, jpegWithoutComments } from './jpeg-write';
import { pngWithoutTexts, pngWithTexts } from './png-write';
import { OWN_KEYWORD } from './read-provenance';
import { svgWithoutRemarks } from './svg-write';
import { webpWithComment, webpWithoutComments } from './webp-write';

/** What the app knows of a picture that it made. */
export interface MadeFrom {
  readonly prompt: string;
  readonly negative: string | null;
  readonly provider: string;
  readonly model: string;
  readonly seed: number | null;
  readonly steps: number | null;
  readonly guidance: number | null;
  readonly sampler: string | null;
  readonly width: number | null;
  readonly height: number | null;
  /** ms since 1970. */
  readonly createdAt: number;
}

/** Of the prompt in the metadata of an object, UTF-8 bytes: R2 keeps 8,192 of all metadata, written out as RFC 2047 has it. */
const METADATA_BYTES = { prompt: 1500, word: 150 } as const;
const CUT = '…';

/**
 * The file with how it was made written in: as A1111 has it, which most tools read, and in a PNG as JSON of our own besides. What a
 * generator has written there itself stays. Pixels are not touched; other kinds of files, and damaged ones, come back as they are.
 */
export function withProvenance(bytes: Buffer, contentType: string, made: MadeFrom): Buffer {
  const text = parametersOf(made);
  switch (contentType) {
    case 'image/png':
    case 'image/apng':
      return pngWithTexts(bytes, pngTextsOf(bytes, made, text)) ?? bytes;
    case 'image/jpeg':
      return jpegWithComment(bytes, text) ?? bytes;
    case 'image/webp':
      return webpWithComment(bytes, text) ?? bytes;
    default:
      return bytes;
  }
}

/** The file without what the generator has written in of how it was made. */
export function withoutProvenance(bytes: Buffer, contentType: string): Buffer {
  switch (contentType) {
    case 'image/png':
    case 'image/apng':
      return pngWithoutTexts(bytes) ?? bytes;
    case 'image/jpeg':
      return jpegWithoutComments(bytes) ?? bytes;
    case 'image/webp':
      return webpWithoutComments(bytes) ?? bytes;
    case 'image/gif':
      return gifWithoutComments(bytes) ?? bytes;
    case 'image/svg+xml':
      return svgWithoutRemarks(bytes) ?? bytes;
    default:
      return bytes;
  }
}

/** How it was made as metadata of the object: short, in one line each, the prompt cut where it is long. */
export function metadataOf({ prompt, provider, model, seed }: MadeFrom): Readonly<Record<string, string>> {
  return {
    prompt: cut(prompt, METADATA_BYTES.prompt),
    ...(seed === null ? {} : { seed: String(seed) }),
    model: cut(model, METADATA_BYTES.word),
    provider: cut(provider, METADATA_BYTES.word),
  };
}

/** A1111's text (`create_infotext`). */
export function parametersOf({
  prompt,
  negative,
  steps,
  sampler,
  guidance,
  seed,
  width,
  height,
  model,
  provider,
}: MadeFrom): string {
  const settings: readonly (readonly [string, string | number | null])[] = [
    ['Steps', steps],
    ['Sampler', sampler],
    ['CFG scale', guidance],
    ['Seed', seed],
    ['Size', width === null || height === null ? null : `${width}x${height}`],
    ['Model', model],
    ['Provider', provider],
    ['Version', 'Flow Media'],
  ];
  const line = settings.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${quoted(String(value))}`]));
  const below = negative === null || negative.trim() === '' ? [] : [`Negative prompt: ${negative}`];
  return [prompt, ...below, line.join(', ')].join('\n');
}

/** As A1111 does it: JSON's quotes where the value would else break the line. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}

function pngTextsOf(bytes: Buffer, made: MadeFrom, text: string) {
  const own = { keyword: OWN_KEYWORD, text: JSON.stringify({ version: 1, ...made }) };
  const isThere = bytes.includes('parameters\0', 0, 'latin1');
  return isThere ? [own] : [{ keyword: 'parameters', text }, own];
}

/** In one line; whole letters only, with a mark where something was left out. */
function cut(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (Buffer.byteLength(line) <= limit) return line;
  let kept = '';
  let left = limit - Buffer.byteLength(CUT);
  for (const letter of line) {
    left -= Buffer.byteLength(letter);
    if (left < 0) break;
    kept += letter;
  }
  return kept + CUT;
}
