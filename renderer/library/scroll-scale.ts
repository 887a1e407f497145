/**
 * Chromium lays out nothing above 2^25 device pixels, about 33 million, and fewer CSS pixels on a dense screen or when zoomed in.
 * A longer list gets a scroll bar of this many CSS pixels, and the positions are translated.
 */
export const MAX_SCROLL_HEIGHT = 8_000_000;

/** At both ends a pixel of the bar is a pixel of the list, so that the first and the last rows scroll like any page. */
const EDGE = 1_000_000;

/** How far bar and list may run apart before the bar is put right, px. */
const MAX_DRIFT = 5_000;

export interface ScrollShape {
  /** Height of all rows, px. */
  readonly total: number;
  /** Height of the window on them, px. */
  readonly viewport: number;
}

/** A place in the list: `bar` is the element's scrollTop, `list` the pixel of the list at the window's upper edge. */
export interface ScrollPlace {
  readonly bar: number;
  readonly list: number;
}

export const TOP: ScrollPlace = { bar: 0, list: 0 };

/** The height that the scrolled element is given. */
export function barHeight(total: number): number {
  return Math.min(total, MAX_SCROLL_HEIGHT);
}

function ends(shape: ScrollShape): { readonly bar: number; readonly list: number } {
  return {
    bar: Math.max(0, barHeight(shape.total) - shape.viewport),
    list: Math.max(0, shape.total - shape.viewport),
  };
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}

/** The pixel of the list that a position of the bar stands for. */
export function listOffset(bar: number, shape: ScrollShape): number {
  const end = ends(shape);
  const place = clamp(bar, end.bar);
  if (end.bar === end.list || place <= EDGE) return place;
  if (place >= end.bar - EDGE) return end.list - (end.bar - place);
  return EDGE + ((place - EDGE) * (end.list - 2 * EDGE)) / (end.bar - 2 * EDGE);
}

/** The position of the bar for a pixel of the list. */
export function barOffset(list: number, shape: ScrollShape): number {
  const end = ends(shape);
  const place = clamp(list, end.list);
  if (end.bar === end.list || place <= EDGE) return place;
  if (place >= end.list - EDGE) return end.bar - (end.list - place);
  return EDGE + ((place - EDGE) * (end.bar - 2 * EDGE)) / (end.list - 2 * EDGE);
}

/** The place for a pixel of the list, with the bar where it belongs. */
export function placeAt(list: number, shape: ScrollShape): ScrollPlace {
  const place = clamp(list, ends(shape).list);
  return { bar: barOffset(place, shape), list: place };
}

/** Where the list is after the bar has moved: a wheel's step moves it pixel by pixel, a drag of the bar by its share of the whole. */
export function afterScroll(from: ScrollPlace, bar: number, shape: ScrollShape): ScrollPlace {
  const end = ends(shape);
  if (end.bar === end.list || bar <= 0 || bar >= end.bar) return { bar, list: listOffset(bar, shape) };
  const step = bar - from.bar;
  if (Math.abs(step) > 2 * shape.viewport) return { bar, list: listOffset(bar, shape) };
  return { bar, list: clamp(from.list + step, end.list) };
}

/** True when the bar ought to be put where the list is. While a hand is still scrolling, only a large drift is worth it. */
export function needsCorrection(place: ScrollPlace, shape: ScrollShape, resting: boolean): boolean {
  const drift = Math.abs(barOffset(place.list, shape) - place.bar);
  return drift > (resting ? 1 : MAX_DRIFT);
}
