import type { Canvas } from '../canvas';

/** Which ribbon covers each pixel, how much of it, and where on the ribbon it lies. */
export class RibbonMap {
  /** Number of the ribbon, from 1; 0 for none. */
  readonly owner: Uint16Array;
  readonly share: Float32Array;
  /** Across the ribbon: -1 one edge, 1 the other. */
  readonly across: Float32Array;
  /** Along the ribbon: 0 to 1. */
  readonly along: Float32Array;
  readonly #width: number;
  readonly #height: number;

  constructor({ width, height }: Canvas) {
    this.#width = width;
    this.#height = height;
    this.owner = new Uint16Array(width * height);
    this.share = new Float32Array(width * height);
    this.across = new Float32Array(width * height);
    this.along = new Float32Array(width * height);
  }

  /** True where a ribbon may pass; outside the canvas counts as free. */
  isFree(x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= this.#width || y >= this.#height) return true;
    return this.owner[Math.floor(y) * this.#width + Math.floor(x)] === 0;
  }

  draw(owner: number, path: readonly PathPoint[]): void {
    for (let i = 1; i < path.length; i++) {
      const from = path[i - 1];
      const to = path[i];
      if (from !== undefined && to !== undefined) {
        this.#segment(owner, from, to, (i - 1) / (path.length - 1), 1 / (path.length - 1));
      }
    }
  }

  #segment(owner: number, from: PathPoint, to: PathPoint, start: number, part: number): void {
    const reach = Math.max(from.radius, to.radius) + 1;
    const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
    const bottom = Math.min(this.#height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
    const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
    const right = Math.min(this.#width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const length = Math.sqrt(dx * dx + dy * dy) || 1;
    const perSquare = 1 / (length * length);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - from.x;
        const py = y + 0.5 - from.y;
        const along = (px * dx + py * dy) * perSquare;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        const ox = px - t * dx;
        const oy = py - t * dy;
        const radius = from.radius + (to.radius - from.radius) * t;
        const distance = ox * ox + oy * oy;
        if (distance >= (radius + 0.5) * (radius + 0.5)) continue;
        const share = Math.min(1, radius - Math.sqrt(distance) + 0.5);
        const at = y * this.#width + x;
        if (share <= (this.share[at] as number)) continue;
        this.owner[at] = owner;
        this.share[at] = share;
        this.across[at] = (dx * py - dy * px) / (length * Math.max(0.5, radius));
        this.along[at] = start + part * t;
      }
    }
  }
}

export interface PathPoint {
  readonly x: number;
  readonly y: number;
  /** Half the ribbon's width here, pixels. */
  readonly radius: number;
}
