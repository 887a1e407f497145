import type { Texts } from './texts';

/** Where tools put what they have to say: Draw Things in `exif:UserComment`, others in the description. */
const FIELDS = [
  ['exif:UserComment', 'xmp:UserComment'],
  ['dc:description', 'xmp:description'],
] as const;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Reads the texts of an XMP packet (ISO 16684-1) that can be a prompt, in the form that writers use; nothing is resolved. */
export function xmpTexts(packet: string, found: Texts): void {
  for (const [element, name] of FIELDS) {
    const text = elementText(packet, element) ?? attribute(packet, element);
    if (text !== null) found.add(name, unescaped(text));
  }
}

function elementText(packet: string, element: string): string | null {
  const start = packet.indexOf(`<${element}`);
  const opened = start < 0 ? -1 : packet.indexOf('>', start);
  const end = opened < 0 ? -1 : packet.indexOf(`</${element}>`, opened);
  if (end < 0) return null;
  const inner = packet.slice(opened + 1, end);
  // Of a list of languages the first one.
  const item = /<rdf:li\b[^<>]{0,200}>([^<]*)<\/rdf:li>/.exec(inner);
  return item?.[1] ?? (inner.includes('<') ? null : inner);
}

function attribute(packet: string, name: string): string | null {
  const start = packet.indexOf(` ${name}="`);
  if (start < 0) return null;
  const from = start + name.length + 3;
  const end = packet.indexOf('"', from);
  return end < 0 ? null : packet.slice(from, end);
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
