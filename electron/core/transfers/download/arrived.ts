/** From `start` to before `end`, bytes of a file. */
export type Span = readonly [start: number, end: number];

/** Which bytes of a file are there, where they come in no order. */
export class Arrived {
  /** Apart from each other, in order. */
  #spans: readonly Span[] = [];

  /** What lies beyond `limit` does not count: the file has become shorter. */
  constructor(spans: readonly Span[], limit: number) {
    for (const [start, end] of spans) this.add(start, Math.min(end, limit));
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }

  get bytes(): number {
    return this.#spans.reduce((sum, [start, end]) => sum + end - start, 0);
  }

  /** How much of the beginning is there without a gap. */
  get prefix(): number {
    const [first] = this.#spans;
    return first?.[0] === 0 ? first[1] : 0;
  }

  add(start: number, end: number): void {
    if (end <= start) return;
    const apart = this.#spans.filter((span) => span[1] < start || span[0] > end);
    const joined = this.#spans.filter((span) => !apart.includes(span));
    const whole: Span = [
      Math.min(start, ...joined.map((span) => span[0])),
      Math.max(end, ...joined.map((span) => span[1])),
    ];
    this.#spans = [...apart, whole].sort((a, b) => a[0] - b[0]);
  }

  /** The gaps of a file of this size, in order, in pieces of at most so many bytes. */
  missing(size: number, pieceBytes: number): readonly Span[] {
    const pieces: Span[] = [];
    let at = 0;
    for (const [start, end] of [...this.#spans, [size, size] as const]) {
      for (; at < start; at = Math.min(at + pieceBytes, start)) pieces.push([at, Math.min(at + pieceBytes, start)]);
      at = Math.max(at, end);
    }
    return pieces;
  }
}
