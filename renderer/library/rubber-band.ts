import { TILE_GAP, type GridLayout } from './grid-layout';

/** A point of the list: px from its left and upper edge, whatever is scrolled. */
export interface ListPoint {
  readonly x: number;
  readonly y: number;
}

export interface BandPlace {
  readonly layout: GridLayout;
  readonly rowCount: number;
  /** Where the first line begins, px. */
  readonly paddingTop: number;
  /** Where the first tile of a line begins, px. */
  readonly paddingLeft: number;
}

/** Rows that a band touches: lines `first` to `last`, and in each of them the columns `left` to `right`; all included. */
export interface Touched {
  readonly first: number;
  readonly last: number;
  readonly left: number;
  readonly right: number;
}

/** What lies under a band between two points; null where it touches nothing. Gaps between tiles belong to none. */
export function touchedBy(a: ListPoint, b: ListPoint, place: BandPlace): Touched | null {
  const { layout, rowCount, paddingTop, paddingLeft } = place;
  const { columns, tileWidth, lineHeight } = layout;
  const gap = columns === 1 ? 0 : TILE_GAP;
  const lines = stripes(a.y - paddingTop, b.y - paddingTop, lineHeight, gap, Math.ceil(rowCount / columns));
  const across = stripes(a.x - paddingLeft, b.x - paddingLeft, tileWidth + gap, gap, columns);
  if (lines === null || across === null) return null;
  return { first: lines[0], last: lines[1], left: across[0], right: across[1] };
}

/** The first and the last of `count` stripes that a span touches, each `pitch` long with a gap at its end. */
function stripes(a: number, b: number, pitch: number, gap: number, count: number): readonly [number, number] | null {
  const [from, to] = a < b ? [a, b] : [b, a];
  const begin = Math.floor(from / pitch);
  const first = Math.max(0, from - begin * pitch >= pitch - gap ? begin + 1 : begin);
  const last = Math.min(count - 1, Math.floor(to / pitch));
  return first > last ? null : [first, last];
}

/** px a frame that the list scrolls while the pointer is this far inside its window (negative: outside). */
export function edgeSpeed(distanceToTop: number, distanceToBottom: number): number {
  const near = 36;
  const speed = (distance: number) => Math.min(40, Math.ceil((near - distance) / 3));
  if (distanceToTop < near) return -speed(distanceToTop);
  return distanceToBottom < near ? speed(distanceToBottom) : 0;
}
