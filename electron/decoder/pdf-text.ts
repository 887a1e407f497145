import { type PDFPageProxy, Util } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { PAGE_TEXT_LIMITS, type PageText, type TextLine, type TextSpan } from '../../shared/page-text';
import { MAX_LENGTH } from './messages';
import { DecodeError } from './problem';

interface Piece extends TextSpan {
  readonly angle: number;
  readonly endsLine: boolean;
}

/** The text of a page in the order of the file, with its place on the page. */
export async function textOfPage(page: PDFPageProxy): Promise<PageText> {
  const viewport = page.getViewport({ scale: 1 });
  const { width, height } = viewport;
  if (!isOnPage(width, height)) throw new DecodeError('too-large');
  const { items } = await page.getTextContent();
  const pieces: Piece[] = [];
  let letters = 0;
  for (const item of items) {
    if (!('str' in item)) continue;
    letters += item.str.length;
    if (pieces.length === PAGE_TEXT_LIMITS.spans || letters > PAGE_TEXT_LIMITS.letters) break;
    const piece = placed(item, Util.transform(viewport.transform, item.transform) as readonly number[]);
    if (isOnPage(piece.x, piece.y, piece.width, piece.size, piece.angle)) pieces.push(piece);
  }
  return { width, height, lines: linesOf(pieces) };
}

/** Main takes nothing else: a file may put its text anywhere, and nowhere. */
function isOnPage(...lengths: readonly number[]): boolean {
  return lengths.every((length) => Math.abs(length) <= MAX_LENGTH);
}

interface Item {
  readonly str: string;
  readonly width: number;
  readonly hasEOL: boolean;
}

/** The matrix takes the letters' own space to the page, y downwards. */
function placed({ str: text, width, hasEOL: endsLine }: Item, matrix: readonly number[]): Piece {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
  const turn = Math.atan2(b, a);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const place = { x: e * cos + f * sin, y: f * cos - e * sin };
  return { text, ...place, width, size: Math.hypot(c, d), angle: (turn * 180) / Math.PI, endsLine };
}

function linesOf(pieces: readonly Piece[]): readonly TextLine[] {
  const lines: { readonly angle: number; readonly spans: TextSpan[] }[] = [];
  let isOpen = false;
  for (const { angle, endsLine, ...span } of pieces) {
    const line = lines.at(-1);
    if (isOpen && line?.angle === angle) line.spans.push(span);
    else if (span.text !== '') lines.push({ angle, spans: [span] });
    isOpen = !endsLine;
  }
  return lines;
}
