import fc from 'fast-check';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { svgWithoutRemarks } from './svg-write';

const without = (text: string): string | undefined => svgWithoutRemarks(Buffer.from(text))?.toString();
const svg = (inside: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"${attributes}>${inside}</svg>`;

/** As ComfyUI's `SaveSVGNode` puts it in. */
const COMFY = `\n  <metadata>\n                <![CDATA[\n            {"prompt": "a galaxy </metadata> <svg>"}\n                ]]>\n            </metadata>\n            `;

it.each([
  ['metadata', COMFY, '\n  <metadata/>\n            '],
  [
    'metadata with elements in it',
    '<metadata id="a"><rdf:RDF xmlns:rdf="r"><a/>words</rdf:RDF></metadata>',
    '<metadata/>',
  ],
  ['nothing', '<metadata galaxy="1"/>', '<metadata/>'],
  ['a title and a description', '<title>words</title><g><desc>words</desc></g>', '<title/><g><desc/></g>'],
  ['remarks and instructions', '<!-- a > b --><?words?><g/>', '<g/>'],
  ['texts that are drawn', '<text>a<!-- b --><![CDATA[<c>]]></text>', '<text>a<![CDATA[<c>]]></text>'],
  ['values with anything in them', `<path d='>"<!--' id=">"/>`, `<path d='>"<!--' id=">"/>`],
])('a drawing loses what draws nothing: %s', (_, inside, left) => {
  expect(without(svg(inside))).toBe(svg(left));
});

it('loses what editors keep for themselves, and no name that is left has lost its meaning', () => {
  const spaces =
    ' xmlns:sodipodi="http://s" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:xlink="http://www.w3.org/1999/xlink"';
  const inside =
    '<sodipodi:namedview a="words"><b/></sodipodi:namedview><i:pgf xmlns:i="http://i" id="words">words</i:pgf>' +
    `<use xlink:href="#a" sodipodi:label='words' x="1"/><h:b>bold</h:b>`;
  const left = '<sodipodi:namedview/><i:pgf xmlns:i="http://i"/><use xlink:href="#a"  x="1"/><h:b>bold</h:b>';
  expect(without(svg(inside, spaces))).toBe(svg(left, spaces));
});

it('keeps its head: a byte order mark, a declaration, a document type with what it declares', () => {
  const type = (remark: string): string => `<!DOCTYPE svg PUBLIC "a>" "b" [${remark}<!ENTITY ns_svg "http://x">]>`;
  const head = '\uFEFF<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?>';
  const file = `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:title>words</s:title></s:svg>\n`;
  expect(without(`${head}${type("<!-- it's words -->")}${file}`)).toBe(
    `${head}${type('')}<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:title/></s:svg>\n`,
  );
});

it('looks the same, also where its styles count what is in it', async () => {
  const style = '<style>rect:nth-child(3) { fill: red } rect { fill: blue }</style>';
  const bytes = Buffer.from(
    svg(`${COMFY}${style}<rect width="4" height="8"/><!-- a --><rect x="4" width="4" height="8"/>`),
  );
  const left = svgWithoutRemarks(bytes);
  const pixels = (file: Buffer): Promise<Buffer> => sharp(file).raw().toBuffer();
  expect(left?.includes('galaxy')).toBe(false);
  expect((await pixels(left ?? Buffer.alloc(0))).equals(await pixels(bytes))).toBe(true);
});

it('letters of any encoding are copied byte by byte', () => {
  const bytes = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${svg('<text>caf\xe9</text>')}`, 'latin1');
  expect(svgWithoutRemarks(bytes)?.equals(bytes)).toBe(true);
});

it.each([
  '<svg><metadata>words</svg>',
  '<svg><g></svg></g>',
  '<svg>',
  '<svg a="',
  '<svg><!-- ',
  '<svg><![CDATA[',
  '</svg>',
  '<svg>< /svg>',
])('one that is damaged is told: %s', (text) => expect(without(text)).toBeUndefined());

it('never fails on any text', () => {
  const piece = fc.constantFrom(
    '<svg>',
    '</svg>',
    '<a:b',
    '/>',
    '>',
    '<!--',
    '-->',
    '<!',
    '"',
    "'",
    ' x="1"',
    '<?',
    '<![CDATA[',
    'é',
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => void without(pieces.join(''))));
});
