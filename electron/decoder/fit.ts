export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where `size` is to be drawn so that it covers `target`, its middle in the middle. */
export function covering(size: Size, target: Size): Size & { readonly x: number; readonly y: number } {
  const scale = Math.max(target.width / size.width, target.height / size.height);
  const [width, height] = [size.width * scale, size.height * scale];
  return { x: (target.width - width) / 2, y: (target.height - height) / 2, width, height };
}

/** The size that fits a square of `edge`, in whole pixels of at least one; nothing is enlarged. */
export function fitInto(size: Size, edge: number): Size {
  const scale = Math.min(1, edge / Math.max(size.width, size.height));
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: scaled(size.width), height: scaled(size.height) };
}
