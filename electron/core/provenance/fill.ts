import type { Editable } from '../location/editable';

/** Put in at once: what is to be erased may be as large as its file. */
const PIECE = 1024 * 1024;

/** Puts one and the same byte in the place of so many. */
export function fill(into: Editable, from: number, length: number, byte = 0): void {
  const piece = Buffer.alloc(Math.min(PIECE, length), byte);
  for (let done = 0; done < length; done += piece.length) {
    into.overwrite(from + done, piece.subarray(0, length - done));
  }
}
