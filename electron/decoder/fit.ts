export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size that fits a square of `edge`, in whole pixels of at least one; nothing is enlarged. */
export function fitInto(size: Size, edge: number): Size {
  const scale = Math.min(1, edge / Math.max(size.width, size.height));
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: scaled(size.width), height: scaled(size.height) };
}
