/** Space around the canvas, in grid steps, in which a field is known too. */
const MARGIN = 16;

/** A smooth function of the plane, worked out on a coarse grid and filled in between: many times quicker than noise itself. */
export class SmoothField {
  readonly #step: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #values: Float32Array;

  private constructor(step: number, columns: number, rows: number) {
    this.#step = step;
    this.#columns = columns;
    this.#rows = rows;
    this.#values = new Float32Array(columns * rows);
  }

  /** `step` in pixels: small against the function's finest bumps. */
  static *of(
    size: { readonly width: number; readonly height: number },
    step: number,
    value: (x: number, y: number) => number,
  ): Generator<void, SmoothField> {
    const columns = Math.ceil(size.width / step) + 2 * MARGIN + 1;
    const rows = Math.ceil(size.height / step) + 2 * MARGIN + 1;
    const field = new SmoothField(step, columns, rows);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        field.#values[row * columns + column] = value((column - MARGIN) * step, (row - MARGIN) * step);
      }
      yield;
    }
    return field;
  }

  get values(): Float32Array {
    return this.#values;
  }

  at(x: number, y: number): number {
    const columns = this.#columns;
    const gx = Math.max(0, Math.min(columns - 1.001, x / this.#step + MARGIN));
    const gy = Math.max(0, Math.min(this.#rows - 1.001, y / this.#step + MARGIN));
    const ix = gx | 0;
    const iy = gy | 0;
    const fx = gx - ix;
    const at = iy * columns + ix;
    const values = this.#values;
    const top = (values[at] as number) + ((values[at + 1] as number) - (values[at] as number)) * fx;
    const from = values[at + columns] as number;
    const low = from + ((values[at + columns + 1] as number) - from) * fx;
    return top + (low - top) * (gy - iy);
  }

  /** The length of its slope, per pixel. */
  slopeAt(x: number, y: number): number {
    const step = this.#step;
    const dx = this.at(x + step, y) - this.at(x - step, y);
    const dy = this.at(x, y + step) - this.at(x, y - step);
    return Math.sqrt(dx * dx + dy * dy) / (2 * step);
  }

  /** The same grid, each value by `change`, smoothed over `reach` grid steps on each side. */
  blurred(change: (value: number, index: number) => number, reach: number): SmoothField {
    const field = new SmoothField(this.#step, this.#columns, this.#rows);
    const once = boxed(this.#values.map(change), this.#columns, this.#rows, reach);
    field.#values.set(boxed(once, this.#columns, this.#rows, Math.max(1, Math.round(reach * 0.6))));
    return field;
  }
}

/** The mean over a square of neighbours. */
function boxed(values: Float32Array, columns: number, rows: number, reach: number): Float32Array {
  const along = lineMeans(values, { lines: rows, length: columns, stride: 1, jump: columns }, reach);
  return lineMeans(along, { lines: columns, length: rows, stride: columns, jump: 1 }, reach);
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  /** From one value of a line to the next. */
  readonly stride: number;
  /** From one line to the next. */
  readonly jump: number;
}

function lineMeans(from: Float32Array, { lines, length, stride, jump }: Lines, reach: number): Float32Array {
  const to = new Float32Array(from.length);
  for (let line = 0; line < lines; line++) {
    const value = (i: number): number => from[line * jump + Math.max(0, Math.min(length - 1, i)) * stride] as number;
    let sum = 0;
    for (let i = -reach; i <= reach; i++) sum += value(i);
    for (let i = 0; i < length; i++) {
      to[line * jump + i * stride] = sum / (2 * reach + 1);
      sum += value(i + reach + 1) - value(i - reach);
    }
  }
  return to;
}
