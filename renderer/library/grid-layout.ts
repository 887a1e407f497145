/** How the rows of a view are laid out: the grid puts several into a line, the list one. Sizes in CSS px. */
export interface GridLayout {
  readonly columns: number;
  /** Width of one tile; the list's is the whole width. */
  readonly tileWidth: number;
  /** Height of the picture in a tile. */
  readonly pictureHeight: number;
  /** From one line's upper edge to the next one's. */
  readonly lineHeight: number;
}

export const TILE_GAP = 14;
/** Name and size under a tile's picture. */
export const CAPTION_HEIGHT = 34;
export const LIST_LINE_HEIGHT = 48;
export const TILE_SIZES = { min: 120, max: 420, step: 2 } as const;

/** One step of the keyboard or the wheel larger (1) or smaller (-1), by about a tenth. */
export function resized(tileSize: number, steps: number): number {
  const { min, max } = TILE_SIZES;
  return Math.min(max, Math.max(min, Math.round(tileSize * 1.1 ** steps)));
}

/** Tiles of about `tileSize`, stretched so that they fill the width exactly. */
export function gridLayout(width: number, tileSize: number): GridLayout {
  const usable = Math.max(0, width);
  const columns = Math.max(1, Math.round((usable + TILE_GAP) / (tileSize + TILE_GAP)));
  const tileWidth = Math.max(1, (usable - TILE_GAP * (columns - 1)) / columns);
  const pictureHeight = Math.round(tileWidth * 0.75);
  return { columns, tileWidth, pictureHeight, lineHeight: pictureHeight + CAPTION_HEIGHT + TILE_GAP };
}

export function listLayout(width: number): GridLayout {
  return { columns: 1, tileWidth: width, pictureHeight: 0, lineHeight: LIST_LINE_HEIGHT };
}

/** Lines that so many rows fill. */
export function lineCount(rows: number, columns: number): number {
  return Math.ceil(rows / columns);
}

/** The line that a row stands in. */
export function lineOf(row: number, columns: number): number {
  return Math.floor(row / columns);
}
