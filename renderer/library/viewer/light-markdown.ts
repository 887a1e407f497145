/** Characters. */
const MAX_LENGTH = 30_000;
/** Signs that may open or close something: each is tried with each before it in its block. */
const MAX_SIGNS = { block: 1_000, text: 3_000 } as const;
const SIGNS = /[*_[\]~`<]/g;
/** What goes on over the lines of its block until it is closed, a tag or a bracket: times those lines. */
const MAX_OPEN = 250_000;
const OPEN = /[<[]/g;
/** Signs in a row that may end a link without brackets: at each of them all that follow are looked at. */
const MAX_TRAIL = 500;
const TRAIL = /(?:[!"'),.:;?*_~<\]]|&[a-z]*)+/gi;
/** Quotes and items of lists. In a line they stand one in the other, and each is a level to walk down. */
const MAX_LEVELS = { line: 50, text: 1_500 } as const;
const LEVELS = /^(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])(?=[ \t]|$)))+/;
const LEVEL = />|[*+-]|\d+/g;
/** Lines that make a heading of the one above. */
const MAX_UNDERLINES = 500;
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/;
/** Cells of tables: each line has as many as the head, however short it is. */
const MAX_CELLS = 30_000;

/**
 * Whether a text can be drawn as Markdown without holding the window up. What reads it (micromark 4) takes the square of what is
 * counted here, and what draws it goes down a level a call: a small file could take minutes, or the whole stack. Lines that follow each
 * other are taken for one block, so that some texts are called heavy that are not.
 */
export function isLightMarkdown(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  const all = { signs: 0, levels: 0, underlines: 0, cells: 0 };
  let block = { signs: 0, open: 0, lines: 0, columns: 0 };
  for (const line of text.split(/\r\n?|\n/)) {
    if (/^[ \t]*$/.test(line)) {
      all.cells += cellsOf(block);
      block = { signs: 0, open: 0, lines: 0, columns: 0 };
    }
    const signs = count(line, SIGNS);
    const levels = count(LEVELS.exec(line)?.[0] ?? '', LEVEL);
    if (UNDERLINE.test(line)) all.underlines += 1;
    all.signs += signs;
    all.levels += levels;
    block.signs += signs;
    block.open += count(line, OPEN);
    block.lines += 1;
    block.columns = Math.max(block.columns, count(line, /\|/g) + 1);
    if (levels > MAX_LEVELS.line || hasLongTrail(line)) return false;
    if (block.signs > MAX_SIGNS.block || block.open * block.lines > MAX_OPEN) return false;
  }
  if (all.signs > MAX_SIGNS.text || all.levels > MAX_LEVELS.text || all.underlines > MAX_UNDERLINES) return false;
  return all.cells + cellsOf(block) <= MAX_CELLS;
}

/** As many as there are if these lines are a table; without a stroke they are none. */
function cellsOf({ lines, columns }: { readonly lines: number; readonly columns: number }): number {
  return columns > 1 ? lines * columns : 0;
}

function hasLongTrail(line: string): boolean {
  return line.match(TRAIL)?.some(({ length }) => length > MAX_TRAIL) ?? false;
}

function count(line: string, what: RegExp): number {
  return line.match(what)?.length ?? 0;
}
