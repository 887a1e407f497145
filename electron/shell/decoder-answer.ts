import { z } from 'zod';
import { PAGE_TEXT_LIMITS, type PageText } from '../../shared/page-text';
import { DECODER_PROBLEMS, MAX_LENGTH, type DecoderAnswer } from '../decoder/messages';

/** Far above what a thumbnail needs. */
const MAX_WEBP_BYTES = 4 * 1024 * 1024;

/** Of a converted picture: a canvas of 150 megapixels at its best quality stays below. */
const MAX_PICTURE_BYTES = 256 * 1024 * 1024;

/** Of a film of a few seconds. */
const MAX_FILM_BYTES = 64 * 1024 * 1024;

/** Reads an answer of the decoder's page, which may have been taken over by what it decoded; null for anything odd. */
export function parseDecoderAnswer(value: unknown): DecoderAnswer | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, taskId, problem, webp, picture, webm, text, width, height, durationMs, pages, blur } = value as Record<
    string,
    unknown
  >;
  if (typeof taskId !== 'string') return null;
  if (kind === 'failed') {
    const known = DECODER_PROBLEMS.find((name) => name === problem);
    return known === undefined ? null : { kind, taskId, problem: known };
  }
  if (kind === 'converted') return isPicture(picture) ? { kind, taskId, picture } : null;
  if (kind === 'filmed') return isBytes(webm, MAX_FILM_BYTES) && beginsAsWebm(webm) ? { kind, taskId, webm } : null;
  if (kind === 'text') return isPageText(text) ? { kind, taskId, text } : null;
  if (kind !== 'made' || !isWebp(webp) || !isLength(width) || !isLength(height)) return null;
  if (durationMs !== null && !(typeof durationMs === 'number' && durationMs >= 0 && Number.isFinite(durationMs)))
    return null;
  if (pages !== null && !isLength(pages)) return null;
  if (typeof blur !== 'string' || !BLUR.test(blur)) return null;
  return { kind, taskId, webp, width, height, durationMs, pages, blur };
}

/** A ThumbHash has 5 to 25 bytes, as Base64 at most 36 characters. */
const BLUR = /^[A-Za-z0-9+/]{6,36}={0,2}$/;

const length = z.number().min(-MAX_LENGTH).max(MAX_LENGTH);
const pageText = z.strictObject({
  width: length.positive(),
  height: length.positive(),
  lines: z.array(
    z.strictObject({
      angle: length,
      spans: z.array(z.strictObject({ text: z.string(), x: length, y: length, width: length, size: length })),
    }),
  ),
});

function isPageText(value: unknown): value is PageText {
  const { data } = pageText.safeParse(value);
  if (data === undefined) return false;
  const spans = data.lines.flatMap((line) => line.spans);
  const letters = spans.reduce((sum, { text }) => sum + text.length, 0);
  return spans.length <= PAGE_TEXT_LIMITS.spans && letters <= PAGE_TEXT_LIMITS.letters;
}

function isWebp(value: unknown): value is Uint8Array {
  return isBytes(value, MAX_WEBP_BYTES) && beginsAsWebp(value);
}

/** What a conversion can end in: WebP, AVIF, or JPEG. */
function isPicture(value: unknown): value is Uint8Array {
  if (!isBytes(value, MAX_PICTURE_BYTES)) return false;
  return beginsAsWebp(value) || beginsAsAvif(value) || (value[0] === 0xff && value[1] === 0xd8);
}

function isBytes(value: unknown, most: number): value is Uint8Array {
  return value instanceof Uint8Array && value.byteLength >= 12 && value.byteLength <= most;
}

function beginsAsWebp(bytes: Uint8Array): boolean {
  return tag(bytes, 0) === 'RIFF' && tag(bytes, 8) === 'WEBP';
}

/** One picture, no sequence: a conversion makes no other. */
function beginsAsAvif(bytes: Uint8Array): boolean {
  return tag(bytes, 4) === 'ftyp' && tag(bytes, 8) === 'avif';
}

/** EBML's magic (RFC 8794, 8.1). */
function beginsAsWebm(bytes: Uint8Array): boolean {
  return [0x1a, 0x45, 0xdf, 0xa3].every((byte, at) => bytes[at] === byte);
}

function tag(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_LENGTH;
}
