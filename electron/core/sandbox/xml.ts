import { demand, type S3Error } from './errors';

/** An array repeats its element; undefined leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlElement | readonly XmlValue[];
export type XmlElement = { readonly [name: string]: XmlValue };

const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

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

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

export function xmlDocument(root: string, inner: XmlElement | string): string {
  return `${DECLARATION}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content(inner)}</${root}>`;
}

/** Unlike its other documents, R2's errors bear no namespace. */
export function errorDocument({ code, message, extra }: S3Error): string {
  return DECLARATION + write('Error', { Code: code, Message: message, ...extra });
}

export interface ParsedXml {
  readonly name: string;
  readonly children: ParsedXml[];
  text: string;
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(\/?)>|([^<]+)/gy;
const CHARACTERS = new Map(Object.entries(ENTITIES).map(([char, name]) => [name, char.charCodeAt(0)]));

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+);|#(\d+);|(\w+);)?/gi, (_all, hex?: string, decimal?: string, name = '') => {
    const code = hex === undefined ? Number(decimal ?? CHARACTERS.get(String(name))) : parseInt(hex, 16);
    demand(code <= 0x10ffff, 'MalformedXML');
    return String.fromCodePoint(code);
  });
}

/** The few request documents S3 has: elements and text. A DOCTYPE does not parse, so that no entity can be declared. */
export function parseXml(source: string, rootName: string): ParsedXml {
  const top: ParsedXml = { name: '', children: [], text: '' };
  const open = [top];
  let end = 0;
  for (const [token, slash, name, selfClosing, text = ''] of source.matchAll(TOKEN)) {
    end += token.length;
    const current = open.at(-1) ?? top;
    current.text += decode(text);
    if (slash === '/') demand(open.pop()?.name === name, 'MalformedXML');
    else if (name !== undefined) {
      const child: ParsedXml = { name, children: [], text: '' };
      current.children.push(child);
      if (selfClosing !== '/') open.push(child);
    }
  }
  const [root, ...more] = top.children;
  const whole = end === source.length && open.length === 1 && top.text.trim() === '' && more.length === 0;
  demand(whole && root?.name === rootName, 'MalformedXML');
  return root;
}

export function children(parent: ParsedXml, name: string): ParsedXml[] {
  return parent.children.filter((child) => child.name === name);
}

export function texts(parent: ParsedXml, name: string): readonly string[] {
  return children(parent, name).map(({ text }) => text);
}
