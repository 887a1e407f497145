/** A piece of a line. Lengths in points; `x` and `y` of where its baseline begins, in the page turned back by the line's angle. */
export interface TextSpan {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Height of its letters. */
  readonly size: number;
}

export interface TextLine {
  /** Degrees, clockwise. */
  readonly angle: number;
  readonly spans: readonly TextSpan[];
}

/** The text of a page, from its top left corner, in points: what can be selected in its picture. */
export interface PageText {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly TextLine[];
}

/** What a page of the densest print stays below; the rest is left out. */
export const PAGE_TEXT_LIMITS = { spans: 5000, letters: 100_000 } as const;
