import type { FilmTask } from './messages';

/** Frames a second: as films have. */
export const FRAME_RATE = 24;
/** How much closer than the whole picture the camera comes, at its closest. */
const CLOSER = 0.16;
const CHANNELS = 4;

/** What the camera sees at one moment: a part of the picture, in its pixels. */
export interface Sight {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where the camera is at each moment from 0 to 1, at which it is where it began: it comes closer along a bow and draws back, never
 * over the picture's edge.
 */
export function cameraOver({ picture, width, height, seed }: Omit<FilmTask, 'taskId' | 'kind' | 'pixels' | 'seconds'>) {
  const whole = Math.min(picture.width / width, picture.height / height);
  const angle = ((seed % 360) * Math.PI) / 180;
  return (moment: number): Sight => {
    const swing = (1 - Math.cos(2 * Math.PI * moment)) / 2;
    const scale = whole * (1 - CLOSER * swing);
    const seen = { width: width * scale, height: height * scale };
    const bow = angle + Math.sin(2 * Math.PI * moment) * 0.9;
    const room = { x: (picture.width - seen.width) / 2, y: (picture.height - seen.height) / 2 };
    return {
      left: room.x + room.x * Math.cos(bow) * swing,
      top: room.y + room.y * Math.sin(bow) * swing,
      ...seen,
    };
  };
}

/** One frame, four bytes a pixel (the last one is nothing): the seen part of the picture, filled in between its pixels. */
export function frameOf(task: FilmTask, sight: Sight): Uint8Array<ArrayBuffer> {
  const { pixels, picture, width, height } = task;
  const frame = new Uint8Array(width * height * CHANNELS);
  const columns = linesOf(sight.left, sight.width, width, picture.width);
  const rows = linesOf(sight.top, sight.height, height, picture.height);
  for (let y = 0; y < height; y += 1) {
    const upper = (rows.low[y] ?? 0) * picture.width;
    const lower = (rows.high[y] ?? 0) * picture.width;
    const down = rows.share[y] ?? 0;
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [columns.low[x] ?? 0, columns.high[x] ?? 0];
      const across = columns.share[x] ?? 0;
      const corners = [upper + left, upper + right, lower + left, lower + right] as const;
      for (let c = 0; c < 3; c += 1) {
        const above = between(pixels[corners[0] * 3 + c] ?? 0, pixels[corners[1] * 3 + c] ?? 0, across);
        const below = between(pixels[corners[2] * 3 + c] ?? 0, pixels[corners[3] * 3 + c] ?? 0, across);
        frame[(y * width + x) * CHANNELS + c] = between(above, below, down) + 0.5;
      }
    }
  }
  return frame;
}

function between(low: number, high: number, share: number): number {
  return low + (high - low) * share;
}

/** For each line of a frame: the two of the picture between which it lies, and how near it is to the second. */
function linesOf(start: number, length: number, count: number, most: number) {
  const lines = { low: new Uint16Array(count), high: new Uint16Array(count), share: new Float64Array(count) };
  for (let index = 0; index < count; index += 1) {
    const place = Math.min(most - 1, Math.max(0, start + ((index + 0.5) * length) / count - 0.5));
    const low = Math.floor(place);
    lines.low[index] = low;
    lines.high[index] = Math.min(most - 1, low + 1);
    lines.share[index] = place - low;
  }
  return lines;
}
