import { type Editable, partOf, Uncleanable } from './editable';

/** A box of an ISO base media file, or an atom of a QuickTime film. */
export interface Box {
  /** Four letters, each a byte. */
  readonly type: string;
  /** Its type's place in the bytes it was found in. */
  readonly typeAt: number;
  readonly body: Editable;
}

/** More than films have (samples are counted in tables, not in boxes), also in fragments. */
const MAX_BOXES = 200_000;
/** What, as the last box of a file, may say no size, and then goes to its end. */
const LAST = new Set(['mdat', 'meta', 'moov', 'mpvd']);
const MAX_NEUTRAL = 1024 * 1024;

/**
 * The boxes in these bytes (ISO/IEC 14496-12, 4.2), from an offset on. `lenient`: what does not look like a box ends them, where
 * something else may follow; else it is `broken`.
 */
export async function* boxesIn(bytes: Editable, from = 0, lenient = false): AsyncGenerator<Box> {
  let at = from;
  for (let count = 0; at + 8 <= bytes.size; count += 1) {
    if (count === MAX_BOXES) throw new Uncleanable('unknown');
    const { size, head, type } = await headAt(bytes, at);
    // QuickTime ends some lists with four zeros.
    if (size === 0) return;
    if (size < head || at + size > bytes.size) {
      if (lenient) return;
      throw new Uncleanable('broken');
    }
    yield { type, typeAt: at + 4, body: partOf(bytes, at + head, size - head) };
    at += size;
  }
}

async function headAt(bytes: Editable, at: number) {
  const read = await bytes.read(at, 8);
  const type = read.toString('latin1', 4, 8);
  const size = read.readUInt32BE();
  if (size === 1) return { size: Number((await bytes.read(at + 8, 8)).readBigUInt64BE()), head: 16, type };
  const toTheEnd = size === 0 && LAST.has(type);
  return { size: toTheEnd ? bytes.size - at : size, head: 8, type };
}

/** The boxes inside, by their types; of several of one type the last. */
export async function childrenOf(box: Editable, from = 0): Promise<ReadonlyMap<string, Box>> {
  const found = new Map<string, Box>();
  for await (const child of boxesIn(box, from, true)) found.set(child.type, child);
  return found;
}

/** Makes free space of a box: nothing moves, nobody reads it any more, and nothing is left in it. */
export function neutralize(inside: Editable, { typeAt, body }: Box): void {
  if (body.size > MAX_NEUTRAL) throw new Uncleanable('unknown');
  inside.overwrite(typeAt, Buffer.from('free'));
  body.overwrite(0, Buffer.alloc(body.size));
}
