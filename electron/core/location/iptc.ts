import { type Editable, partOf, Uncleanable } from './editable';

/** Of IPTC's application record: content location code and name, city, sublocation, province, country code and name. */
const PLACES = new Set([26, 27, 90, 92, 95, 100, 101]);

/** Blanks the place names of an IPTC block (IIM 4.2, 1.6: marker, record, data set, length). */
export async function cleanIptc(bytes: Editable): Promise<void> {
  for (let at = 0; at + 5 <= bytes.size;) {
    const head = await bytes.read(at, 5);
    // What follows the last data set is padding.
    if (head[0] !== 0x1c) return;
    const length = head.readUInt16BE(3);
    // Extended data sets, longer than 32 KB, are never place names; none is known to be in a picture.
    if ((length & 0x8000) !== 0) throw new Uncleanable('unknown');
    const fits = Math.min(length, bytes.size - at - 5);
    if (head[1] === 2 && PLACES.has(head[2] ?? 0)) await blank(partOf(bytes, at + 5, fits));
    at += 5 + length;
  }
}

async function blank(value: Editable): Promise<void> {
  const now = await value.read(0, value.size);
  if (now.some((byte) => byte !== 0x20)) value.overwrite(0, Buffer.alloc(value.size, ' '));
}
