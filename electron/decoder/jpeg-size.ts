import type { Size } from './fit';

const MARKER = 0xff;
/** Start of frame: the kinds of JPEG, but for three markers of other meaning in the same range (ITU T.81, table B.1). */
const FRAME = { first: 0xc0, last: 0xcf, others: [0xc4, 0xc8, 0xcc] } as const;
const SCAN = 0xda;

/** The size of a JPEG as it lies in the file, out of its header; null for what is no JPEG, or none with a size there. */
export function jpegSize(bytes: ArrayBuffer): Size | null {
  const view = new DataView(bytes);
  const { byteLength } = view;
  if (byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= byteLength;) {
    if (view.getUint8(at) !== MARKER) return null;
    const kind = view.getUint8(at + 1);
    // Any number of them may stand before a marker.
    if (kind === MARKER) {
      at += 1;
      continue;
    }
    if (kind === SCAN) return null;
    const isFrame = kind >= FRAME.first && kind <= FRAME.last && !FRAME.others.some((other) => other === kind);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
