/**
 * Whether a picture moves, told by its bytes: GIF (taken to move, as it was made for), APNG (an `acTL` chunk before the first
 * `IDAT`), WebP (a flag of `VP8X`), AVIF (the brand `avis`).
 */
export function isAnimated(bytes: Uint8Array): boolean {
  if (tag(bytes, 0) === 'GIF8') return true;
  if (tag(bytes, 1, 3) === 'PNG') return hasAnimationChunk(bytes);
  if (tag(bytes, 0) === 'RIFF' && tag(bytes, 8) === 'WEBP')
    return tag(bytes, 12) === 'VP8X' && ((bytes[20] ?? 0) & 2) !== 0;
  return tag(bytes, 4) === 'ftyp' && tag(bytes, 8) === 'avis';
}

function hasAnimationChunk(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = tag(bytes, at + 4);
    if (name === 'acTL') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}

function tag(bytes: Uint8Array, at: number, length = 4): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
