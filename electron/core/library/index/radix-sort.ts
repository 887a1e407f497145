import { scratchRows } from './scratch-rows';

const BUCKETS = 1 << 16;
/** Two for the lower 32 bits, two for the rest: enough for whole numbers below 2^53. */
const DIGITS = 4;

const places = new Uint32Array(BUCKETS);

/**
 * Sorts rows in place by a column of whole numbers from 0 to 2^53; rows of equal value stay in their order, either way. Linear, where
 * comparing would take a million rows most of a second; a digit that all values share costs one look.
 */
export function sortedBy(rows: Uint32Array, column: Float64Array | Uint8Array, direction: 'asc' | 'desc'): Uint32Array {
  // Sorted backwards and turned round, equals stay in their order.
  const backwards = direction === 'desc';
  if (backwards) rows.reverse();
  let from = rows;
  let into = scratchRows(rows.length);
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const unit = digit < 2 ? 1 : 2 ** 32;
    const shift = (digit % 2) * 16;
    if (!placeDigits(from, column, unit, shift)) continue;
    for (let i = 0; i < from.length; i += 1) {
      const row = from[i] ?? 0;
      const bucket = (((column[row] ?? 0) / unit) >>> shift) & 0xffff;
      const at = places[bucket] ?? 0;
      into[at] = row;
      places[bucket] = at + 1;
    }
    [from, into] = [into, from];
  }
  if (from !== rows) rows.set(from);
  return backwards ? rows.reverse() : rows;
}

/** Where the rows of each digit begin; false when all have the same one. */
function placeDigits(rows: Uint32Array, column: Float64Array | Uint8Array, unit: number, shift: number): boolean {
  places.fill(0);
  let bucket = 0;
  for (let i = 0; i < rows.length; i += 1) {
    bucket = (((column[rows[i] ?? 0] ?? 0) / unit) >>> shift) & 0xffff;
    places[bucket] = (places[bucket] ?? 0) + 1;
  }
  if (rows.length === 0 || places[bucket] === rows.length) return false;
  let place = 0;
  for (let i = 0; i < BUCKETS; i += 1) {
    const here = places[i] ?? 0;
    places[i] = place;
    place += here;
  }
  return true;
}
