/** What an answer to ListObjectsV2 says, in its own words (docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). */
export interface ListingDocument {
  readonly objects: readonly ListingEntry[];
  readonly prefixes: readonly string[];
  /** '' for what is not there, here and below. */
  readonly isTruncated: string;
  readonly nextToken: string;
  readonly encoding: string;
}

export interface ListingEntry {
  key: string;
  size: string;
  etag: string;
  modified: string;
  storageClass: string;
}

/** The document is not well-formed, or not what it should be. */
export class ListingSyntaxError extends Error {}

/**
 * Reads a `ListBucketResult`; null where the document is another one. Elements may come in any order, unknown ones are passed
 * over. It is much of what reading a large bucket costs (docs/decisions/0008-wire.md).
 */
export function readListing(xml: string): ListingDocument | null {
  const reader = new XmlReader(xml);
  return reader.next() === 'ListBucketResult' ? readResult(reader) : null;
}

function readResult(reader: XmlReader): ListingDocument {
  const objects: ListingEntry[] = [];
  const prefixes: string[] = [];
  const told = { isTruncated: '', nextToken: '', encoding: '' };
  for (let name = reader.next(); name !== null; name = reader.next()) {
    if (name === 'Contents') objects.push(readEntry(reader));
    else if (name === 'CommonPrefixes') readPrefixes(reader, prefixes);
    else if (name === 'IsTruncated') told.isTruncated = reader.text(name).trim();
    else if (name === 'NextContinuationToken') told.nextToken = reader.text(name);
    else if (name === 'EncodingType') told.encoding = reader.text(name).trim();
    else reader.pass();
  }
  return { objects, prefixes, ...told };
}

function readEntry(reader: XmlReader): ListingEntry {
  const entry = { key: '', size: '', etag: '', modified: '', storageClass: '' };
  for (let name = reader.next(); name !== null; name = reader.next()) {
    if (name === 'Key') entry.key = reader.text(name);
    else if (name === 'LastModified') entry.modified = reader.text(name);
    else if (name === 'ETag') entry.etag = reader.text(name);
    else if (name === 'Size') entry.size = reader.text(name);
    else if (name === 'StorageClass') entry.storageClass = reader.text(name);
    else reader.pass();
  }
  return entry;
}

function readPrefixes(reader: XmlReader, found: string[]): void {
  for (let name = reader.next(); name !== null; name = reader.next()) {
    if (name === 'Prefix') found.push(reader.text(name));
    else reader.pass();
  }
}

const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const CDATA = '<![CDATA[';
/** A map: an object would know `&constructor;` too. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Goes through a document from element to element. Of XML it knows what S3 servers write: no document types, no entities of one's own. */
class XmlReader {
  readonly #xml: string;
  #at = 0;
  /** The element that was begun last has no inside: `<Prefix/>`. */
  #isEmpty = false;

  constructor(xml: string) {
    this.#xml = xml;
  }

  /** Goes into the next element of the one that it stands in, and tells its name; null at the end of that, and goes out of it. */
  next(): string | null {
    if (this.#isEmpty) {
      this.#isEmpty = false;
      return null;
    }
    for (;;) {
      const tag = this.#find('<', this.#at);
      const first = this.#xml.charCodeAt(tag + 1);
      if (first === SLASH) {
        this.#at = this.#find('>', tag) + 1;
        return null;
      }
      if (first !== BANG && first !== QUESTION) return this.#begin(tag);
      this.#at = this.#endOfRemark(tag);
    }
  }

  /** The text of the element that was begun last, and goes out of it. */
  text(name: string): string {
    if (this.#isEmpty) {
      this.#isEmpty = false;
      return '';
    }
    const xml = this.#xml;
    const end = this.#find('<', this.#at);
    const after = end + name.length + 3;
    const isPlain = xml.charCodeAt(end + 1) === SLASH && xml.startsWith(name, end + 2) && xml[after - 1] === '>';
    if (!isPlain) return this.#mixedText();
    const text = xml.slice(this.#at, end);
    this.#at = after;
    return text.includes('&') ? withoutEntities(text) : text;
  }

  /** Goes out of the element that was begun last, whatever is in it and however deep. */
  pass(): void {
    for (let depth = 1; depth > 0;) depth += this.next() === null ? -1 : 1;
  }

  #begin(tag: number): string {
    const xml = this.#xml;
    const end = this.#find('>', tag);
    this.#at = end + 1;
    this.#isEmpty = xml.charCodeAt(end - 1) === SLASH;
    const inside = xml.slice(tag + 1, this.#isEmpty ? end - 1 : end);
    const blank = inside.search(/\s/);
    return blank < 0 ? inside : inside.slice(0, blank);
  }

  /** Text with remarks or marked sections in it. */
  #mixedText(): string {
    let text = '';
    for (;;) {
      const tag = this.#find('<', this.#at);
      text += withoutEntities(this.#xml.slice(this.#at, tag));
      const first = this.#xml.charCodeAt(tag + 1);
      if (first === SLASH) {
        this.#at = this.#find('>', tag) + 1;
        return text;
      }
      if (first !== BANG && first !== QUESTION) throw new ListingSyntaxError('An element stands where text should');
      const end = this.#endOfRemark(tag);
      if (this.#xml.startsWith(CDATA, tag)) text += this.#xml.slice(tag + CDATA.length, end - ']]>'.length);
      this.#at = end;
    }
  }

  /** Behind a comment, a marked section, a declaration. */
  #endOfRemark(tag: number): number {
    const end = this.#xml.startsWith('<!--', tag) ? '-->' : this.#xml.startsWith(CDATA, tag) ? ']]>' : '>';
    return this.#find(end, tag + (end === '-->' ? 4 : 2)) + end.length;
  }

  #find(what: string, from: number): number {
    const place = this.#xml.indexOf(what, from);
    if (place < 0) throw new ListingSyntaxError('The document ends in the middle');
    return place;
  }
}

function withoutEntities(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
