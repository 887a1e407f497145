import { Uncleanable } from '../location/editable';

/** A piece of an XML file; all of them together are the file. */
export interface Markup {
  /** `element`: one with nothing in it. `text`: what lies between tags, CDATA too. `type`: a document type, with all that it declares. */
  readonly kind: 'start' | 'end' | 'element' | 'text' | 'remark' | 'instruction' | 'type';
  /** Of a tag; else ''. */
  readonly name: string;
  readonly text: string;
}

/** The pieces of an XML file (XML 1.0, 2.4 to 3.1), one after the other. Throws `Uncleanable` where one has no end. */
export function* markupIn(text: string): Generator<Markup> {
  for (let at = 0; at < text.length;) {
    const [kind, end] = pieceAt(text, at);
    const piece = text.slice(at, end);
    yield kind === null ? tagOf(piece) : { kind, name: '', text: piece };
    at = end;
  }
}

/** Its kind, null for a tag, and where it ends. */
function pieceAt(text: string, at: number): readonly [kind: Markup['kind'] | null, end: number] {
  if (text[at] !== '<') {
    const next = text.indexOf('<', at);
    return ['text', next < 0 ? text.length : next];
  }
  if (text.startsWith('<!--', at)) return ['remark', behind(text, '-->', at + 4)];
  if (text.startsWith('<![CDATA[', at)) return ['text', behind(text, ']]>', at + 9)];
  if (text.startsWith('<?', at)) return ['instruction', behind(text, '?>', at + 2)];
  return [text.startsWith('<!', at) ? 'type' : null, behindTag(text, at + 1)];
}

function tagOf(text: string): Markup {
  const name = /^<\/?([^\s/>]+)/.exec(text)?.[1];
  if (name === undefined) throw new Uncleanable('broken');
  return { kind: text[1] === '/' ? 'end' : text.at(-2) === '/' ? 'element' : 'start', name, text };
}

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at < 0) throw new Uncleanable('broken');
  return at + mark.length;
}

/** Behind the `>` that ends a tag or a document type: not one in quotes, nor one of what the type declares. */
function behindTag(text: string, from: number): number {
  let declared = 0;
  for (let at = from; at < text.length;) {
    const letter = text[at];
    if (letter === '"' || letter === "'") at = behind(text, letter, at + 1);
    else if (text.startsWith('<!--', at)) at = behind(text, '-->', at);
    else if (letter === '>' && declared === 0) return at + 1;
    else {
      if (letter === '<') declared += 1;
      if (letter === '>') declared -= 1;
      at += 1;
    }
  }
  throw new Uncleanable('broken');
}
