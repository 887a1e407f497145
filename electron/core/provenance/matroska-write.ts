import { type Editable, Uncleanable } from '../location/editable';
import { fill } from './fill';

/** Of a film's first level (RFC 9559, 5.1). */
const SEGMENT = 0x18538067;
const TAGS = 0x1254c367;
/** More than there are on the first level of any film of some hours. */
const MAX_ELEMENTS = 200_000;

interface Element {
  readonly id: number;
  /** Bytes of id and size. */
  readonly head: number;
  /** Bytes of what is in it; null where only its end tells. */
  readonly size: number | null;
}

/** Makes empty space (`Void`) of the tags of a WebM or Matroska film, where tools keep how it was made; nothing moves. */
export async function cleanMatroska(film: Editable): Promise<void> {
  for (let at = 0, count = 0; at < film.size && count < MAX_ELEMENTS; count += 1) {
    const { id, head, size } = await elementAt(film, at);
    if (id === SEGMENT) {
      at += head;
      continue;
    }
    // A recording's clusters: only their end tells how long they are.
    if (size === null) return;
    if (id === TAGS && at + head + size <= film.size) erase(film, at, head + size);
    at += head + size;
  }
}

async function elementAt(film: Editable, at: number): Promise<Element> {
  const bytes = await film.read(at, Math.min(12, film.size - at));
  const idLength = lengthOf(bytes[0]);
  const sizeLength = lengthOf(bytes[idLength]);
  const head = idLength + sizeLength;
  if (idLength > 4 || bytes.length < head) throw new Uncleanable('broken');
  const [first = 0, ...others] = bytes.subarray(idLength, head);
  const bits = (0x80 >> (sizeLength - 1)) - 1;
  const isUnknown = (first & bits) === bits && others.every((byte) => byte === 0xff);
  const size = others.reduce((sum, byte) => sum * 256 + byte, first & bits);
  return { id: bytes.readUIntBE(0, idLength), head, size: isUnknown ? null : size };
}

/** How many bytes a number has: as many as there are zero bits before its first one, and one more. */
function lengthOf(first: number | undefined): number {
  if (first === undefined || first === 0) throw new Uncleanable('broken');
  return Math.clz32(first) - 23;
}

/** Makes of so many bytes an element with nothing in it: `Void`, the size of what follows, and zeros. */
function erase(film: Editable, at: number, bytes: number): void {
  fill(film, at, bytes);
  if (bytes < 9) {
    film.overwrite(at, Buffer.from([0xec, 0x80 | (bytes - 2)]));
    return;
  }
  // A size of eight bytes.
  const head = Buffer.from([0xec, 0x01, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUIntBE(bytes - 9, 3, 6);
  film.overwrite(at, head);
}
