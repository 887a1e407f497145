import { Uncleanable } from '../location/editable';
import { markupIn, type Markup } from './xml-markup';

/** Elements that say something of a drawing and draw nothing (SVG 2, 5.6 and 5.8). */
const TELLING: ReadonlySet<string> = new Set(['metadata', 'title', 'desc']);
/** Prefixes that stand for what is drawn, also where the file says so by way of an entity, as Illustrator's do. */
const USUAL = ['svg', 'xlink', 'xml', 'xmlns'] as const;
const DRAWN: ReadonlySet<string> = new Set([
  'http://www.w3.org/2000/svg',
  'http://www.w3.org/1999/xlink',
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/1998/Math/MathML',
]);
const BINDING = /\sxmlns:([^\s=]+)\s*=\s*["']([^"']*)["']/g;
const ATTRIBUTE = /(?<=\s)([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/g;

/**
 * An SVG without what draws nothing: its metadata, title and description, its remarks, and what editors keep for themselves under names
 * of their own. Elements are emptied and stay where they are, since a style may count them. null where it is damaged.
 */
export function svgWithoutRemarks(bytes: Buffer): Buffer | null {
  // A byte a letter: markup is ASCII, and all else is copied as it is, whatever its encoding.
  const text = bytes.toString('latin1');
  try {
    return Buffer.from([...drawingIn(text)].join(''), 'latin1');
  } catch (error) {
    if (!(error instanceof Uncleanable)) throw error;
    return null;
  }
}

function* drawingIn(text: string): Generator<string> {
  const drawn = drawnPrefixes(text);
  const open: string[] = [];
  /** How many elements are open around the one that is being emptied. */
  let around: number | null = null;
  for (const markup of markupIn(text)) {
    const isEmptied = around !== null;
    if (markup.kind === 'end') {
      if (open.pop() !== markup.name) throw new Uncleanable('broken');
      if (open.length === around) around = null;
    }
    if (!isEmptied) yield drawnOf(markup, drawn);
    if (markup.kind !== 'start') continue;
    if (!isEmptied && tells(markup.name, drawn)) around = open.length;
    open.push(markup.name);
  }
  if (open.length > 0) throw new Uncleanable('broken');
}

/** What stays of a piece that is not inside of an element which is emptied. */
function drawnOf(markup: Markup, drawn: ReadonlySet<string>): string {
  switch (markup.kind) {
    case 'remark':
      return '';
    case 'instruction':
      // `<?xml …?>` and `<?xml-stylesheet …?>`.
      return /^<\?xml[\s-]/.test(markup.text) ? markup.text : '';
    case 'type':
      return markup.text.replace(/<!--[^]*?-->/g, '');
    case 'start':
    case 'element':
      return tells(markup.name, drawn) ? emptied(markup) : withoutForeign(markup.text, drawn);
    case 'end':
    case 'text':
      return markup.text;
  }
}

/** Of its attributes those stay that its own prefix may need. */
function emptied({ name, text }: Markup): string {
  const bindings = [...text.matchAll(ATTRIBUTE)].filter(([, attribute = '']) => /^xmlns(?::|$)/.test(attribute));
  return `<${[name, ...bindings.map(([whole]) => whole)].join(' ')}/>`;
}

function withoutForeign(tag: string, drawn: ReadonlySet<string>): string {
  return tag.replace(ATTRIBUTE, (whole, name: string) => (isForeign(name, drawn) ? '' : whole));
}

function tells(name: string, drawn: ReadonlySet<string>): boolean {
  return isForeign(name, drawn) || TELLING.has(name.slice(name.indexOf(':') + 1));
}

function isForeign(name: string, drawn: ReadonlySet<string>): boolean {
  const colon = name.indexOf(':');
  return colon > 0 && !drawn.has(name.slice(0, colon));
}

function drawnPrefixes(text: string): ReadonlySet<string> {
  const bound = [...text.matchAll(BINDING)].flatMap(([, prefix = '', space = '']) =>
    DRAWN.has(space) ? [prefix] : [],
  );
  return new Set([...USUAL, ...bound]);
}
