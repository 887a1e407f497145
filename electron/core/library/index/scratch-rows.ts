let rows = new Uint32Array(0);
let marks = new Uint8Array(0);

/**
 * Memory for a list of rows that is worked on within one step; the next who asks gets the same. Lists of a million rows that are
 * made afresh for each keystroke of a search would pile up by the dozen before they are collected.
 */
export function scratchRows(length: number): Uint32Array {
  if (rows.length < length) rows = new Uint32Array(length + (length >>> 3));
  return rows.subarray(0, length);
}

/** Lets go of it until it is asked for again. */
export function dropScratch(): void {
  rows = new Uint32Array(0);
  marks = new Uint8Array(0);
}

/** Likewise a byte for each row, with whatever the one before has left in it. */
export function scratchMarks(length: number): Uint8Array {
  if (marks.length < length) marks = new Uint8Array(length + (length >>> 3));
  return marks.subarray(0, length);
}
