import { boxesIn, childrenOf } from './boxes';
import { type Editable, partOf, Uncleanable } from './editable';
import { cleanTiff } from './tiff';
import { cleanXmp } from './xmp';

type Kind = 'exif' | 'xmp';

interface Place {
  readonly item: number;
  /** 0: in the file; 1: in the box `idat`. */
  readonly method: number;
  readonly at: number;
  /** null when it lies in several pieces. */
  readonly size: number | null;
}

/** Cleans the metadata items of a HEIF picture: HEIC and AVIF. */
export async function cleanItems(meta: Editable, from: number, file: Editable): Promise<void> {
  for await (const { kind, bytes } of metadataOf(meta, from, file)) await cleanItem(kind, bytes);
}

/** An item that says something of a picture. */
export interface MetadataItem {
  readonly kind: Kind;
  readonly bytes: Editable;
}

/** The metadata items of a HEIF picture (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, A.2), by its box `meta`, whose boxes begin at `from`. */
export async function* metadataOf(meta: Editable, from: number, file: Editable): AsyncGenerator<MetadataItem> {
  const boxes = await childrenOf(meta, from);
  const [information, locations] = [boxes.get('iinf'), boxes.get('iloc')];
  if (information === undefined || locations === undefined) return;
  const kinds = await metadataItems(information.body);
  if (kinds.size === 0) return;
  const data = boxes.get('idat')?.body;
  for (const { item, method, at, size } of placesIn(await locations.body.read(0, locations.body.size))) {
    const kind = kinds.get(item);
    if (kind === undefined) continue;
    const home = method === 0 ? file : method === 1 ? data : undefined;
    if (home === undefined || size === null || size === 0) throw new Uncleanable('unknown');
    yield { kind, bytes: partOf(home, at, size) };
  }
}

async function cleanItem(kind: Kind, bytes: Editable): Promise<void> {
  if (kind === 'xmp') return cleanXmp(bytes);
  const start = 4 + (await bytes.read(0, 4)).readUInt32BE();
  await cleanTiff(partOf(bytes, start));
}

/** `infe`, versions 2 and 3; older ones have no types, and are no pictures'. */
async function metadataItems(information: Editable): Promise<ReadonlyMap<number, Kind>> {
  const kinds = new Map<number, Kind>();
  const isShort = (await information.read(0, 1))[0] === 0;
  for await (const { type, body } of boxesIn(information, isShort ? 6 : 8)) {
    if (type !== 'infe') continue;
    const entry = await body.read(0, body.size);
    const isLong = entry[0] === 3;
    const tagAt = isLong ? 10 : 8;
    if (entry.length < tagAt + 4) continue;
    const id = isLong ? entry.readUInt32BE(4) : entry.readUInt16BE(4);
    const tag = entry.toString('latin1', tagAt, tagAt + 4);
    if (tag === 'Exif') kinds.set(id, 'exif');
    if (tag === 'mime' && entry.includes('application/rdf+xml')) kinds.set(id, 'xmp');
  }
  return kinds;
}

/** `iloc`, versions 0 to 2. */
function* placesIn(table: Buffer): Generator<Place> {
  const numbers = new Numbers(table);
  const version = numbers.next(1);
  numbers.next(3);
  const sizes = numbers.next(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const wide = version === 2 ? 4 : 2;
  for (let left = numbers.next(wide); left > 0; left -= 1) {
    const item = numbers.next(wide);
    const method = version === 0 ? 0 : numbers.next(2) & 15;
    numbers.next(2);
    const base = numbers.next(baseSize);
    const pieces = numbers.next(2);
    let place: Place = { item, method, at: base, size: null };
    for (let piece = 0; piece < pieces; piece += 1) {
      numbers.next(indexSize);
      const [offset, length] = [numbers.next(offsetSize), numbers.next(lengthSize)];
      place = { item, method, at: base + offset, size: pieces === 1 ? length : null };
    }
    yield place;
  }
}

/** Numbers of 0 to 8 bytes, one after the other. */
class Numbers {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(size: number): number {
    if (this.#at + size > this.#bytes.length || size > 8) throw new Uncleanable('broken');
    let value = 0;
    for (const byte of this.#bytes.subarray(this.#at, this.#at + size)) value = value * 256 + byte;
    this.#at += size;
    return value;
  }
}
