const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ü',
  y: 'ý',
  n: 'ñ',
  c: 'ç',
  s: 'š',
  z: 'ž',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Ü',
  N: 'Ñ',
  C: 'Ç',
  S: 'Š',
};

/** What is filled in, and the marks of other elements in a text. */
const HOLES = /(\{\{\w+\}\}|<[^>]+>)/;

/** Other languages need more room than English: so much of it is put behind. */
const LONGER = 0.35;

/** An English text as no language has it: in brackets, accented, longer. What is filled into its holes stays as it is. */
export function pseudo(text: string): string {
  const parts = text.split(HOLES);
  const accented = parts.map((part) =>
    HOLES.test(part) ? part : Array.from(part, (letter) => ACCENTS[letter] ?? letter).join(''),
  );
  const words = parts.filter((part) => !HOLES.test(part)).join('').length;
  const more = 'lörem îpsüm '.repeat(Math.ceil((words * LONGER) / 12)).slice(0, Math.round(words * LONGER));
  return `[${accented.join('')}${more.trim() === '' ? '' : ` ${more.trim()}`}]`;
}

/** All texts of a tree of words. */
export function pseudoWords<Words extends object>(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' ? pseudo(value) : pseudoWords(value as object),
    ]),
  ) as Words;
}
