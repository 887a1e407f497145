import { DECODER_PROBLEMS, type DecoderAnswer } from '../decoder/messages';

/** Far above what a thumbnail needs. */
const MAX_WEBP_BYTES = 4 * 1024 * 1024;
const MAX_EDGE = 1_000_000;

/** Reads an answer of the decoder's page, which may have been taken over by what it decoded; null for anything odd. */
export function parseDecoderAnswer(value: unknown): DecoderAnswer | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, taskId, problem, webp, width, height, durationMs } = value as Record<string, unknown>;
  if (typeof taskId !== 'string') return null;
  if (kind === 'failed') {
    const known = DECODER_PROBLEMS.find((name) => name === problem);
    return known === undefined ? null : { kind, taskId, problem: known };
  }
  if (kind !== 'made' || !isWebp(webp) || !isLength(width) || !isLength(height)) return null;
  if (durationMs !== null && !(typeof durationMs === 'number' && durationMs >= 0 && Number.isFinite(durationMs)))
    return null;
  return { kind, taskId, webp, width, height, durationMs };
}

function isWebp(value: unknown): value is Uint8Array {
  if (!(value instanceof Uint8Array) || value.byteLength < 12 || value.byteLength > MAX_WEBP_BYTES) return false;
  const tag = (at: number) => String.fromCharCode(...value.subarray(at, at + 4));
  return tag(0) === 'RIFF' && tag(8) === 'WEBP';
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_EDGE;
}
