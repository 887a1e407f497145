import { setImmediate } from 'node:timers/promises';
import { briefOf, type SketchOrder } from './brief';
import { canvasOf } from './canvas';
import { finish } from './finish';
import { encodePng } from './png';
import { painterOf } from './styles/painters';

/** ms that a picture may hold the thread at a time. */
const SLICE_MS = 8;

/** Paints an order as PNG; the same order gives the same bytes on every machine. Lets other work through as it goes. */
export async function paintPicture(
  order: SketchOrder,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { width, height } = order.size;
  return encodePng(width, height, await paintPixels(order, progress, signal));
}

/** The same as 8-bit RGB, rows from the top. */
export async function paintPixels(
  order: SketchOrder,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const steps = picture(order);
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    progress(step.value);
    await setImmediate();
    signal.throwIfAborted();
    until = performance.now() + SLICE_MS;
  }
}

/** The picture in small steps, each telling the share that is done; at the end 8-bit RGB. */
export function* picture(order: SketchOrder): Generator<number, Uint8Array> {
  const { width, height } = order.size;
  const brief = briefOf(order);
  const canvas = canvasOf(width, height);
  let told = 0;
  for (const done of painterOf(brief.style)(canvas, brief)) {
    told = Math.max(told, done * 0.85);
    yield told;
  }
  const finished = finish(canvas, { vignette: 0.3, grain: 1.4, seed: brief.random.fork('grain').whole(0, 0x7fffffff) });
  for (;;) {
    const step = finished.next();
    if (step.done === true) return step.value;
    yield 0.85 + step.value * 0.15;
  }
}
