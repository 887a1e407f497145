import { type Editable, Uncleanable } from './editable';
import { isPlaceName } from './place-names';

const NAME = String.raw`[^\s<>/=:"'?!]+`;
/** `prefix:name="value"`; the value may hold anything but its quote. */
const ATTRIBUTE = new RegExp(String.raw`(?<=\s)(${NAME}):(${NAME})\s*=\s*(?:"[^"]*"|'[^']*')`, 'g');
const ELEMENT = new RegExp(String.raw`<((?:${NAME}:)?)(${NAME})(?=[\s/>])`, 'g');

/** Of honest packets none comes near. */
const MAX_PACKET = 4 * 1024 * 1024;

type Span = readonly [start: number, end: number];

/**
 * Blanks what an XMP packet (ISO 16684-1) says of a place, with spaces, so that the rest of it stays: title, author, rating. What
 * is not understood is blanked as a whole.
 */
export async function cleanXmp(bytes: Editable): Promise<void> {
  if (bytes.size > MAX_PACKET) throw new Uncleanable('unknown');
  const packet = await bytes.read(0, bytes.size);
  // A byte a letter: names are ASCII in all but UTF-16, which has zeros in between.
  const text = packet.toString('latin1');
  if (text.includes('\0')) return blankWideText(bytes, text);
  const found = placesIn(text);
  if (found.length === 0) return;
  for (const span of found) packet.fill(' ', ...span);
  if (placesIn(packet.toString('latin1')).length > 0) packet.fill(' ');
  bytes.overwrite(0, packet);
}

function blankWideText(bytes: Editable, text: string): void {
  const narrow = text.replaceAll('\0', '');
  if (placesIn(narrow).length > 0) bytes.overwrite(0, Buffer.alloc(bytes.size, ' '));
}

function placesIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const { index, 0: whole, 1: prefix = '', 2: name = '' } of text.matchAll(ATTRIBUTE)) {
    if (prefix !== 'xmlns' && isPlaceName(name)) spans.push([index, index + whole.length]);
  }
  // An element inside of one that goes, goes with it.
  let behind = 0;
  for (const { index, 1: prefix = '', 2: name = '' } of text.matchAll(ELEMENT)) {
    if (!isPlaceName(name) || index < behind) continue;
    const end = endOfElement(text, index, `${prefix}${name}`);
    if (end === null) return [[0, text.length]];
    spans.push([index, end]);
    behind = end;
  }
  return spans;
}

/** Behind its closing tag; null when it has none. */
function endOfElement(text: string, start: number, name: string): number | null {
  const opened = text.indexOf('>', start);
  if (opened < 0) return null;
  if (text[opened - 1] === '/') return opened + 1;
  const closing = text.indexOf(`</${name}`, opened);
  const closed = closing < 0 ? -1 : text.indexOf('>', closing);
  return closed < 0 ? null : closed + 1;
}
