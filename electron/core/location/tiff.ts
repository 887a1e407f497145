import { type Editable, partOf, says, Uncleanable } from './editable';
import { cleanIptc } from './iptc';
import { cleanPhotoshop } from './photoshop';
import { cleanXmp } from './xmp';

/** Tags that matter (TIFF 6.0, Exif 2.32, XMP part 3). */
const GPS = 0x8825;
const EXIF = 0x8769;
const SUB_DIRECTORIES = 0x014a;
const XMP = 0x02bc;
const IPTC = 0x83bb;
const PHOTOSHOP = 0x8649;

/** Bytes of one value, by its type. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4] as const;
/** Letters of ASCII. */
const TEXT = 2;
const FIELD_BYTES = 12;
/** Of all values of a GPS directory; they are numbers and short texts. */
const MAX_GPS_BYTES = 65_536;
const MAX_DIRECTORIES = 1000;
/** Fields with metadata of another sort. */
const MAX_BLOCKS = 256;

interface Tiff {
  readonly bytes: Editable;
  /** Of another TIFF structure, by way of Photoshop's block. */
  readonly isInside: boolean;
  blocks: number;
  u16(from: Buffer, at: number): number;
  u32(from: Buffer, at: number): number;
}

interface Field {
  readonly tag: number;
  readonly isText: boolean;
  /** Of its row in the directory. */
  readonly at: number;
  /** Where its value lies, as far as it lies within the file. */
  readonly value: { readonly at: number; readonly size: number };
}

interface Directory {
  readonly at: number;
  /** As many rows as there are. */
  readonly rows: Buffer;
  readonly fields: readonly Field[];
  /** null: none, or it would lie beyond the end. */
  readonly next: number | null;
}

/**
 * Takes the GPS directory out of a TIFF structure: a TIFF file, or an Exif block. Its field goes, those behind it move up, and its
 * bytes become zeros; all else stays where it is. What a pointer names beyond the end is no reader's to find, and is let be.
 */
export async function cleanTiff(bytes: Editable, isInside = false): Promise<void> {
  const tiff = await tiffIn(bytes, isInside);
  const seen = new Set<number>();
  const gps = new Set<number>();
  for await (const directory of directoriesIn(tiff)) {
    seen.add(directory.at);
    for (const field of directory.fields) await cleanField(tiff, field);
    for (const found of await takeOut(tiff, directory)) gps.add(found);
  }
  for (const at of gps) {
    if (seen.has(at)) throw new Uncleanable('broken');
    await wipe(tiff, at);
  }
}

/** What a field of a TIFF structure says. */
export interface TiffValue {
  readonly tag: number;
  readonly isText: boolean;
  readonly bytes: Editable;
}

/** The values of a TIFF structure, of its own directories and of those that it names but for GPS. */
export async function* valuesIn(bytes: Editable): AsyncGenerator<TiffValue> {
  for await (const { fields } of directoriesIn(await tiffIn(bytes, false))) {
    for (const { tag, isText, value } of fields) {
      if (value.size > 0) yield { tag, isText, bytes: partOf(bytes, value.at, value.size) };
    }
  }
}

/** Each once; directories that it names behind those that name them. */
async function* directoriesIn(tiff: Tiff): AsyncGenerator<Directory> {
  const waiting = [tiff.u32(await tiff.bytes.read(0, 8), 4)];
  const seen = new Set<number>();
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (seen.size > MAX_DIRECTORIES) throw new Uncleanable('unknown');
    const directory = await directoryAt(tiff, at);
    if (directory === null) continue;
    if (directory.next !== null) waiting.push(directory.next);
    for (const field of directory.fields) waiting.push(...(await pointersIn(tiff, field)));
    yield directory;
  }
}

async function tiffIn(bytes: Editable, isInside: boolean): Promise<Tiff> {
  const common = { bytes, isInside, blocks: 0 };
  if (await says(bytes, 0, 'II*\0'))
    return { ...common, u16: (from, at) => from.readUInt16LE(at), u32: (from, at) => from.readUInt32LE(at) };
  if (await says(bytes, 0, 'MM\0*'))
    return { ...common, u16: (from, at) => from.readUInt16BE(at), u32: (from, at) => from.readUInt32BE(at) };
  throw new Uncleanable('unknown');
}

async function directoryAt(tiff: Tiff, at: number): Promise<Directory | null> {
  const { bytes } = tiff;
  if (at < 8 || at + 2 > bytes.size) return null;
  const count = tiff.u16(await bytes.read(at, 2), 0);
  const start = at + 2;
  const there = Math.min(count, Math.floor((bytes.size - start) / FIELD_BYTES));
  const rows = await bytes.read(start, there * FIELD_BYTES);
  const fields = Array.from({ length: there }, (_, index) => fieldOf(tiff, rows, start, index * FIELD_BYTES));
  const end = start + count * FIELD_BYTES;
  const next = end + 4 <= bytes.size ? tiff.u32(await bytes.read(end, 4), 0) : 0;
  return { at, rows, fields, next: next === 0 ? null : next };
}

function fieldOf(tiff: Tiff, rows: Buffer, start: number, row: number): Field {
  const type = tiff.u16(rows, row + 2);
  const length = (TYPE_BYTES[type] ?? 0) * tiff.u32(rows, row + 4);
  const at = length <= 4 ? start + row + 8 : tiff.u32(rows, row + 8);
  const size = Math.max(0, Math.min(length, tiff.bytes.size - at));
  return { tag: tiff.u16(rows, row), isText: type === TEXT, at: start + row, value: { at, size } };
}

/** Cleans what lies in a field that holds metadata of another sort. */
async function cleanField(tiff: Tiff, { tag, value }: Field): Promise<void> {
  if (value.size === 0 || (tag !== XMP && tag !== IPTC && tag !== PHOTOSHOP)) return;
  await cleanBlock(tiff, tag, partOf(tiff.bytes, value.at, value.size));
}

async function cleanBlock(tiff: Tiff, tag: number, part: Editable): Promise<void> {
  tiff.blocks += 1;
  if (tiff.isInside || tiff.blocks > MAX_BLOCKS) throw new Uncleanable('unknown');
  if (tag === XMP) await cleanXmp(part);
  else if (tag === IPTC) await cleanIptc(part);
  else await cleanPhotoshop(part, (inner) => cleanTiff(inner, true));
}

/** The directories that a field names. */
async function pointersIn(tiff: Tiff, { tag, value }: Field): Promise<readonly number[]> {
  if (tag !== EXIF && tag !== SUB_DIRECTORIES) return [];
  const count = Math.min(Math.floor(value.size / 4), MAX_DIRECTORIES);
  if (count === 0) return [];
  const read = await tiff.bytes.read(value.at, count * 4);
  return Array.from({ length: count }, (_, index) => tiff.u32(read, index * 4));
}

/** Takes the fields out that lead to GPS directories, and answers where those are. */
async function takeOut(tiff: Tiff, { at, rows, fields, next }: Directory): Promise<readonly number[]> {
  const gone = fields.filter(({ tag }) => tag === GPS);
  if (gone.length === 0) return [];
  const count = await tiff.bytes.read(at, 2);
  const left = fields.filter(({ tag }) => tag !== GPS);
  const start = at + 2;
  const kept = left.map((field) => rows.subarray(field.at - start, field.at - start + FIELD_BYTES));
  const swap = tiff.u16(Buffer.from([1, 0]), 0) === 1;
  const number = (value: number, size: 2 | 4): Buffer => {
    const written = Buffer.alloc(size);
    written.writeUIntBE(value, 0, size);
    return swap ? written.reverse() : written;
  };
  const rest = tiff.u16(count, 0) - gone.length;
  const wasLast = at + 2 + rows.length;
  const hasNext = wasLast + 4 <= tiff.bytes.size;
  const written = Buffer.alloc(rows.length + (hasNext ? 4 : 0));
  Buffer.concat([...kept, number(next ?? 0, 4)]).copy(written);
  const pointers = gone.map((field) => tiff.u32(rows, field.at - start + 8));
  tiff.bytes.overwrite(at, number(rest, 2));
  tiff.bytes.overwrite(start, written);
  return pointers;
}

/** Zeros: an empty directory, and nothing left of its values. */
async function wipe(tiff: Tiff, at: number): Promise<void> {
  const directory = await directoryAt(tiff, at);
  if (directory === null) return;
  const size = directory.fields.reduce((sum, { value }) => sum + value.size, 0);
  if (size > MAX_GPS_BYTES) throw new Uncleanable('unknown');
  for (const { value } of directory.fields) {
    if (value.size > 0) tiff.bytes.overwrite(value.at, Buffer.alloc(value.size));
  }
  tiff.bytes.overwrite(at, Buffer.alloc(2 + directory.rows.length));
}
