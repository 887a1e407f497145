/** Prompts that one template may stand for, at most. */
export const MAX_PROMPTS = 64;

/** What a template stands for; `count` is an upper bound where there are too many to be looked at. */
export type Prompts =
  | { readonly kind: 'prompts'; readonly prompts: readonly string[] }
  | { readonly kind: 'too-many'; readonly count: number };

/** Words as they are, or one of several ways to go on. */
type Part = string | readonly Sequence[];
type Sequence = readonly Part[];

/**
 * The prompts that `{a|b|c}` stands for, in their order and each once. Choices may stand in one another, and be empty. Braces without
 * `|` between them, or without a partner, are ordinary text; `\{`, `\|`, `\}` and `\\` stand for the sign itself.
 */
export function promptsOf(template: string): Prompts {
  const parts = new Reader(template).sequence();
  const count = countOf(parts);
  if (count > MAX_PROMPTS) return { kind: 'too-many', count };
  const prompts = spelledOut(parts).map((prompt) => prompt.trim());
  return { kind: 'prompts', prompts: [...new Set(prompts)].filter((prompt) => prompt !== '') };
}

/** A template that stands for this one prompt. */
export function asTemplate(prompt: string): string {
  return prompt.replace(/[\\{|}]/g, (sign) => `\\${sign}`);
}

/** Choices within choices that are looked at; deeper ones are ordinary text. */
const MAX_DEPTH = 8;

/** Where the signs of choices stand. All others are ordinary text. */
function signsOf(text: string): ReadonlySet<number> {
  const signs = new Set<number>();
  const open: number[][] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (isEscape(text, at)) at += 1;
    else if (sign === '{') open.push([at]);
    else if (sign === '|') open.at(-1)?.push(at);
    else if (sign === '}') {
      const choice = open.pop();
      if (choice === undefined || choice.length < 2 || open.length >= MAX_DEPTH) continue;
      for (const one of [...choice, at]) signs.add(one);
    }
  }
  return signs;
}

function isEscape(text: string, at: number): boolean {
  return text.charAt(at) === '\\' && at + 1 < text.length && '\\{|}'.includes(text.charAt(at + 1));
}

/** Reads from left to right. */
class Reader {
  readonly #text: string;
  readonly #signs: ReadonlySet<number>;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#signs = signsOf(text);
  }

  /** Up to the end of the text, or of a way through a choice. */
  sequence(): Sequence {
    const parts: Part[] = [];
    let words = '';
    while (this.#at < this.#text.length) {
      if (!this.#signs.has(this.#at)) {
        words += this.#letter();
        continue;
      }
      if (this.#text.charAt(this.#at) !== '{') break;
      parts.push(words, this.#choice());
      words = '';
    }
    return [...parts, words];
  }

  #choice(): readonly Sequence[] {
    const ways: Sequence[] = [];
    do {
      this.#at += 1;
      ways.push(this.sequence());
    } while (this.#text.charAt(this.#at) === '|');
    this.#at += 1;
    return ways;
  }

  #letter(): string {
    this.#at += isEscape(this.#text, this.#at) ? 2 : 1;
    return this.#text.charAt(this.#at - 1);
  }
}

function countOf(parts: Sequence): number {
  return parts.reduce<number>(
    (count, part) => count * (typeof part === 'string' ? 1 : part.reduce((sum, way) => sum + countOf(way), 0)),
    1,
  );
}

function spelledOut(parts: Sequence): readonly string[] {
  return parts.reduce<readonly string[]>(
    (begun, part) => {
      const ways = typeof part === 'string' ? [part] : part.flatMap(spelledOut);
      return begun.flatMap((start) => ways.map((way) => start + way));
    },
    [''],
  );
}
