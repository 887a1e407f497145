import { paintPicture } from '../generation/sketch/paint';

/** The small picture that the first link of a new connection leads to. */
export function testPicture(signal: AbortSignal): Promise<Uint8Array> {
  const order = { prompt: 'A first link', seed: 12, style: 'Aurora', size: { width: 480, height: 320 } } as const;
  return paintPicture(order, () => undefined, signal);
}
