import { crc32 } from 'node:zlib';
import { keywordOf, PNG_SIGNATURE } from './png-texts';

export interface PngText {
  readonly keyword: string;
  readonly text: string;
}

/** Chunks that hold nothing else: ComfyUI's of a picture that moves (nodes_images.py, `SaveAnimatedPNG`). */
const TELLING_CHUNKS: ReadonlySet<string> = new Set(['eXIf', 'comf']);
const TEXTS: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt']);

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** With length and checksum. */
  readonly whole: Buffer;
}

/** A PNG with these texts before its pixels, in place of any of the same names; pixels are not touched. null where it is damaged. */
export function pngWithTexts(bytes: Buffer, texts: readonly PngText[]): Buffer | null {
  const chunks = chunksOf(bytes);
  const names = new Set(texts.map(({ keyword }) => keyword));
  return chunks === null
    ? null
    : joined(
        chunks.filter((chunk) => !names.has(nameOf(chunk) ?? '')),
        texts,
      );
}

/** A PNG without texts, under whatever name: nodes, extensions and backends have names of their own. null where it is damaged. */
export function pngWithoutTexts(bytes: Buffer): Buffer | null {
  const chunks = chunksOf(bytes);
  const isTelling = (chunk: Chunk): boolean => TELLING_CHUNKS.has(chunk.type) || TEXTS.has(chunk.type);
  return chunks === null
    ? null
    : joined(
        chunks.filter((chunk) => !isTelling(chunk)),
        [],
      );
}

function nameOf({ type, data }: Chunk): string | null {
  return TEXTS.has(type) ? keywordOf(data) : null;
}

function joined(chunks: readonly Chunk[], texts: readonly PngText[]): Buffer {
  const pixels = chunks.findIndex(({ type }) => type === 'IDAT');
  const [before, behind] = [chunks.slice(0, pixels), chunks.slice(pixels)].map((some) =>
    some.map(({ whole }) => whole),
  );
  return Buffer.concat([PNG_SIGNATURE, ...(before ?? []), ...texts.map(textChunk), ...(behind ?? [])]);
}

/** All chunks up to and with the end; what follows it is not the picture's. */
function chunksOf(bytes: Buffer): readonly Chunk[] | null {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return null;
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) return null;
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length), whole: bytes.subarray(at, at + 12 + length) });
    if (type === 'IEND') return chunks.some((chunk) => chunk.type === 'IDAT') ? chunks : null;
    at += 12 + length;
  }
  return null;
}

/** As Pillow writes them: `tEXt` where Latin-1 holds the text, else `iTXt`. */
function textChunk({ keyword, text }: PngText): Buffer {
  const head = Buffer.from(`${keyword}\0`, 'latin1');
  const isLatin = /^[\n\x20-\x7e]*$/.test(text);
  return isLatin
    ? chunk('tEXt', Buffer.concat([head, Buffer.from(text, 'latin1')]))
    : chunk('iTXt', Buffer.concat([head, Buffer.alloc(4), Buffer.from(text)]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
