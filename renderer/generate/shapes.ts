import type { PictureSize } from '../../shared/generation';

/** Sizes of one shape, as indexes into the model's list. */
export interface Shape {
  /** `4:3`. */
  readonly name: string;
  readonly indexes: readonly number[];
}

/** The shapes that a model can make, in its order. */
export function shapesOf(sizes: readonly PictureSize[]): readonly Shape[] {
  const shapes = new Map<string, number[]>();
  for (const [index, size] of sizes.entries()) {
    const name = shapeName(size);
    shapes.set(name, [...(shapes.get(name) ?? []), index]);
  }
  return [...shapes].map(([name, indexes]) => ({ name, indexes }));
}

const KNOWN = [
  [1, 1],
  [5, 4],
  [4, 3],
  [3, 2],
  [16, 9],
  [2, 1],
] as const;

/** `4:3`: a size as people call its shape; the pixels where it has no name. */
export function shapeName({ width, height }: PictureSize): string {
  const long = Math.max(width, height) / Math.min(width, height);
  const near = KNOWN.find(([a, b]) => Math.abs(a / b - long) / long < 0.045);
  if (near === undefined) return sizeName({ width, height });
  return width >= height ? `${near[0]}:${near[1]}` : `${near[1]}:${near[0]}`;
}

/** `1152 × 896`. */
export function sizeName({ width, height }: PictureSize): string {
  return `${width} × ${height}`;
}
