export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `scale` 1 is a pixel of the picture on a CSS pixel; x and y: how far the picture's centre lies from the window's, px. */
export interface Zoom extends Point {
  readonly scale: number;
}

const MAX_SCALE = 16;

/** The whole picture, never larger than it is. */
export function fitted(picture: Size, box: Size): Zoom {
  const scale = Math.min(1, box.width / picture.width, box.height / picture.height);
  return { scale: Number.isFinite(scale) && scale > 0 ? scale : 1, x: 0, y: 0 };
}

/** Another scale, with the point under the pointer (from the window's centre) staying where it is. */
export function zoomed(zoom: Zoom, scale: number, at: Point, picture: Size, box: Size): Zoom {
  const wanted = Math.min(MAX_SCALE, Math.max(fitted(picture, box).scale, scale));
  const factor = wanted / zoom.scale;
  const moved = { scale: wanted, x: at.x - (at.x - zoom.x) * factor, y: at.y - (at.y - zoom.y) * factor };
  return inside(moved, picture, box);
}

export function panned(zoom: Zoom, by: Point, picture: Size, box: Size): Zoom {
  return inside({ scale: zoom.scale, x: zoom.x + by.x, y: zoom.y + by.y }, picture, box);
}

/** How much two fingers have come apart, when one goes from one place to another and the other rests. */
export function pinched(rests: Point, from: Point, to: Point): number {
  const before = Math.hypot(from.x - rests.x, from.y - rests.y);
  return before < 1 ? 1 : Math.hypot(to.x - rests.x, to.y - rests.y) / before;
}

export function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

/** No edge of the picture comes further in than the window's, unless the picture is smaller than the window. */
function inside({ scale, x, y }: Zoom, picture: Size, box: Size): Zoom {
  const spare = { x: (picture.width * scale - box.width) / 2, y: (picture.height * scale - box.height) / 2 };
  const held = (value: number, limit: number) => (limit <= 0 ? 0 : Math.min(limit, Math.max(-limit, value)));
  return { scale, x: held(x, spare.x), y: held(y, spare.y) };
}
