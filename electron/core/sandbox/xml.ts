/** An array repeats its element; undefined leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlElement | readonly XmlValue[];
export type XmlElement = { readonly [name: string]: XmlValue };

const NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const CHARACTERS = new Map(Object.entries(ENTITIES).map(([char, name]) => [name, char]));

function write(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((one: XmlValue) => write(name, one)).join('');
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: Exclude<XmlValue, undefined>): string {
  if (typeof value === 'object') return Object.entries(value).reduce((all, entry) => all + write(...entry), '');
  // Keys may hold control characters, which bare XML 1.0 cannot; S3 writes them as references all the same.
  const reference = (char: string): string => `&${ENTITIES[char] ?? `#x${char.charCodeAt(0).toString(16)}`};`;
  return String(value).replace(/[&<>"'\u0000-\u001f]/g, reference);
}

/** R2's answers bear S3's namespace, its errors none. */
export function xmlDocument(root: string, inner: XmlElement | string, attributes = NAMESPACE): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${root}${attributes}>${content(inner)}</${root}>`;
}

/** What stands in each element of this name. No element of S3's few request documents holds one of its own name. */
export function elements(source: string, name: string, inside = '[^]*?'): string[] {
  const element = new RegExp(`<${name}(?:\\s[^<>]*)?>(${inside})</${name}>`, 'g');
  return Array.from(source.matchAll(element), ([, inner = '']) => inner);
}

/** The texts of the elements of this name: no markup, and no entities but XML's own. */
export function texts(source: string, name: string): string[] {
  return elements(source, name, '[^<]*').map((inner) =>
    inner.replace(/&(#x?)?(\w+);/g, (reference, base: string | undefined, word: string) => {
      if (base === undefined) return CHARACTERS.get(word) ?? reference;
      return String.fromCodePoint(parseInt(word, base === '#' ? 10 : 16));
    }),
  );
}
