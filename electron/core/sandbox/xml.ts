import { S3Error } from './errors';

/** An array repeats its element; undefined leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlElement | readonly XmlValue[];
export type XmlElement = { readonly [name: string]: XmlValue };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function escape(text: string): string {
  // Keys may hold control characters, which bare XML 1.0 cannot; S3 writes them as references all the same.
  return text.replace(/[&<>"'\u0000-\u001f]/g, (char) => {
    const name = Object.entries(ENTITIES).find(([, value]) => value === char)?.[0];
    return name === undefined ? `&#x${char.charCodeAt(0).toString(16)};` : `&${name};`;
  });
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function write(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((one) => write(name, one)).join('');
  return `<${name}>${typeof value === 'object' ? element(value) : escape(String(value))}</${name}>`;
}

function element(node: XmlElement): string {
  return Object.entries(node)
    .map(([name, value]) => write(name, value))
    .join('');
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

export function xmlDocument(root: string, content: XmlElement | string): string {
  const inner = typeof content === 'string' ? escape(content) : element(content);
  return `${DECLARATION}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`;
}

/** Unlike its other documents, R2's errors bear no namespace. */
export function errorDocument(error: S3Error): string {
  return DECLARATION + element({ Error: { Code: error.code, Message: error.message, ...error.extra } });
}

export interface ParsedXml {
  readonly name: string;
  readonly children: ParsedXml[];
  text: string;
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(\/?)>|([^<]+)/gy;

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));|&/gi, (_all, hex?: string, decimal?: string, name?: string) => {
    const known = name === undefined ? undefined : ENTITIES[name];
    if (known !== undefined) return known;
    const code = hex !== undefined ? parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : NaN;
    if (!(code <= 0x10ffff)) throw new S3Error('MalformedXML');
    return String.fromCodePoint(code);
  });
}

/** The few request documents S3 has: elements and text. A DOCTYPE does not parse, so that no entity can be declared. */
export function parseXml(source: string, rootName: string): ParsedXml {
  const top: ParsedXml = { name: '', children: [], text: '' };
  const open = [top];
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [token, slash, name, selfClosing, text] = match;
    end = match.index + token.length;
    const current = open[open.length - 1];
    if (current === undefined) break;
    if (text !== undefined) current.text += unescape(text);
    else if (name !== undefined && slash === '/') {
      if (open.pop()?.name !== name) throw new S3Error('MalformedXML');
    } else if (name !== undefined) {
      const child: ParsedXml = { name, children: [], text: '' };
      current.children.push(child);
      if (selfClosing !== '/') open.push(child);
    }
  }
  const [root, ...more] = top.children;
  if (end !== source.length || open.length !== 1 || top.text.trim() !== '') throw new S3Error('MalformedXML');
  if (root === undefined || more.length > 0 || root.name !== rootName) throw new S3Error('MalformedXML');
  return root;
}

export function childText(parent: ParsedXml, name: string): string | undefined {
  return parent.children.find((child) => child.name === name)?.text;
}
