/**
 * Which tags utif2 needs to draw a picture (TIFF 6.0; 33422 and 50885 are its own for raw ones). All others are left out unread, with
 * the directories that hang on them: those may lead in a circle.
 */
const DRAWN_BY: ReadonlySet<number> = new Set([
  256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 292, 317, 320, 322, 323, 324, 325, 338, 339, 347, 512,
  513, 514, 515, 519, 520, 521, 530, 33422, 50885,
]);
const WIDTH = 256;
const ENTRY_BYTES = 12;
const SHORT = 3;
/** Far more pages than anybody scans into one file; what has more leads in a circle. */
const MAX_DIRECTORIES = 10_000;
/** Of all tags together: the strips or tiles of a picture, above all. */
const MAX_VALUES = 4_000_000;

/**
 * Leaves of a TIFF file the directory of its first picture alone, and of that what is needed to draw it: utif2 follows whatever a file
 * says, for ever if need be. False where there is no picture; throws a `RangeError` where a directory lies outside the file.
 */
export function keepFirstPicture(bytes: ArrayBuffer): boolean {
  const view = new DataView(bytes);
  const isLittle = view.getUint16(0) === 0x4949;
  let at = view.getUint32(4, isLittle);
  for (let directory = 0; directory < MAX_DIRECTORIES && at !== 0; directory += 1) {
    const end = at + 2 + view.getUint16(at, isLittle) * ENTRY_BYTES;
    if (hasWidth(view, at + 2, end, isLittle)) {
      view.setUint32(4, at, isLittle);
      view.setUint32(end, 0);
      leaveWhatIsNeeded(view, at + 2, end, isLittle);
      return true;
    }
    at = view.getUint32(end, isLittle);
  }
  return false;
}

function hasWidth(view: DataView, start: number, end: number, isLittle: boolean): boolean {
  for (let entry = start; entry < end; entry += ENTRY_BYTES) {
    if (view.getUint16(entry, isLittle) !== WIDTH) continue;
    const isShort = view.getUint16(entry + 2, isLittle) === SHORT;
    return (isShort ? view.getUint16(entry + 8, isLittle) : view.getUint32(entry + 8, isLittle)) > 0;
  }
  return false;
}

function leaveWhatIsNeeded(view: DataView, start: number, end: number, isLittle: boolean): void {
  let room = MAX_VALUES;
  for (let entry = start; entry < end; entry += ENTRY_BYTES) {
    const count = view.getUint32(entry + 4, isLittle);
    if (DRAWN_BY.has(view.getUint16(entry, isLittle)) && count <= room) room -= count;
    else {
      // A tag of no meaning, without values.
      view.setUint16(entry, 0);
      view.setUint16(entry + 2, SHORT, isLittle);
      view.setUint32(entry + 4, 0);
    }
  }
}
