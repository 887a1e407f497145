import { bytesOf, grown, type Columns } from './columns';
import { foldText } from '../search-text';
import { scratchMarks } from './scratch-rows';

const FIRST_CAPACITY = 64 * 1024;
/** Ends the name of a row, and its text. Neither is part of a text: `foldText` leaves no control characters in. */
const NAME_ENDS = 0x0a;
const TEXT_ENDS = 0x00;
const ZERO = 0x30;
const NINE = 0x39;
/** Fewer rows than one in so many are looked at one by one. */
const FEW = 4;

const A = 0x61;
const LETTERS = 26;
/** The bit beside those of the letters that all other characters but digits have in common. */
const REST = 31;

/** A term as bytes, with what a text must have to hold it. */
export interface Term {
  readonly bytes: Uint8Array;
  readonly pairs: number;
  readonly letters: number;
  readonly digits: number;
  /** A letter or digit by itself: a text that has it need not be read. */
  readonly isSingle: boolean;
}

export function termOf(folded: string): Term {
  const bytes = Buffer.from(folded);
  const first = bytes[0] ?? 0;
  return {
    bytes,
    pairs: pairsOf(bytes),
    letters: lettersOf(bytes),
    digits: digitsOf(bytes),
    isSingle: bytes.length === 1 && (isLetter(first) || isDigit(first)),
  };
}

/**
 * The folded names of all rows, and what is known of how they were made, one after the other as UTF-8. A search walks over it byte by byte: at a million names
 * that takes some 20 ms whatever is asked, and no memory beside the text (docs/decisions/0007).
 */
export class TextHeap {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #used = 0;
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** Sets what a row is found by; what it had before stays behind unused until the next start. */
  set(row: number, name: string, words: string | null): void {
    const text = Buffer.from(
      words === null ? `${foldText(name)}\n\0` : `${foldText(name)}\n${foldText(words)}\0`,
      'utf8',
    );
    if (this.#used + text.length > this.#bytes.length) {
      const capacity = this.#used + text.length + Math.max(FIRST_CAPACITY, this.#used >>> 2);
      this.#bytes = grown(this.#bytes, new Uint8Array(capacity));
    }
    this.#bytes.set(text, this.#used);
    this.#columns.textAt[row] = this.#used;
    this.#columns.pairs[row] = pairsOf(text);
    this.#columns.letters[row] = lettersOf(text);
    this.#columns.digits[row] = digitsOf(text);
    this.#used += text.length;
  }

  /** Of the first `count` rows, writes those with the term in their text to the front; tells how many. */
  keepHolding(term: Term, rows: Uint32Array, count: number): number {
    if (count * FEW > this.#columns.count) return keepMarked(this.#marked(term), rows, count);
    const heap = this.#bytes;
    const { textAt, pairs, letters, digits } = this.#columns;
    let kept = 0;
    for (let i = 0; i < count; i += 1) {
      const row = rows[i] ?? 0;
      if (((letters[row] ?? 0) & term.letters) !== term.letters) continue;
      if (((digits[row] ?? 0) & term.digits) !== term.digits) continue;
      if (((pairs[row] ?? 0) & term.pairs) !== term.pairs) continue;
      if (!term.isSingle && !holds(heap, textAt[row] ?? 0, term.bytes)) continue;
      rows[kept] = row;
      kept += 1;
    }
    return kept;
  }

  /**
   * By row: 1 where the term is in its text. Goes through the columns, and then the texts, as they lie in memory, which any other
   * order would jump about in.
   */
  #marked(term: Term): Uint8Array {
    const { count, textAt, pairs, letters, digits } = this.#columns;
    const marks = scratchMarks(count);
    const [wantedLetters, wantedDigits, wantedPairs] = [term.letters, term.digits, term.pairs];
    for (let row = 0; row < count; row += 1)
      marks[row] =
        ((letters[row] ?? 0) & wantedLetters) === wantedLetters &&
        ((digits[row] ?? 0) & wantedDigits) === wantedDigits &&
        ((pairs[row] ?? 0) & wantedPairs) === wantedPairs
          ? 1
          : 0;
    if (term.isSingle) return marks;
    for (let row = 0; row < count; row += 1)
      if (marks[row] === 1 && !holds(this.#bytes, textAt[row] ?? 0, term.bytes)) marks[row] = 0;
    return marks;
  }

  /** Whether the name of a row begins with these bytes of folded text. */
  begins(row: number, bytes: Uint8Array): boolean {
    const at = this.#columns.textAt[row] ?? 0;
    return this.#bytes[at] === bytes[0] && startsAt(this.#bytes, at, bytes);
  }

  /** The folded name of a row. */
  nameOf(row: number): string {
    const at = this.#columns.textAt[row] ?? 0;
    return Buffer.from(this.#bytes.buffer, at, this.#bytes.indexOf(NAME_ENDS, at) - at).toString();
  }

  /** The order in which people read names: numbers count as numbers (`shot 9` before `shot 10`). */
  compareNames(a: number, b: number): number {
    const heap = this.#bytes;
    let i = this.#columns.textAt[a] ?? 0;
    let j = this.#columns.textAt[b] ?? 0;
    for (;;) {
      const x = heap[i] ?? 0;
      const y = heap[j] ?? 0;
      if (isDigit(x) && isDigit(y)) {
        const [endI, endJ] = [digitsEnd(heap, i), digitsEnd(heap, j)];
        const order = compareNumbers(heap, i, endI, j, endJ);
        if (order !== 0) return order;
        [i, j] = [endI, endJ];
        continue;
      }
      if (x !== y) return x - y;
      if (x === NAME_ENDS) return a - b;
      i += 1;
      j += 1;
    }
  }

  filled(): Uint8Array {
    return bytesOf(this.#bytes.subarray(0, this.#used));
  }

  load(bytes: ArrayBuffer): void {
    this.#bytes = new Uint8Array(bytes);
    this.#used = bytes.byteLength;
  }

  clear(): void {
    this.load(new ArrayBuffer(0));
  }
}

function keepMarked(marked: Uint8Array, rows: Uint32Array, count: number): number {
  let kept = 0;
  for (let i = 0; i < count; i += 1) {
    const row = rows[i] ?? 0;
    if (marked[row] !== 1) continue;
    rows[kept] = row;
    kept += 1;
  }
  return kept;
}

function pairsOf(text: Uint8Array): number {
  let pairs = 0;
  for (let i = 1; i < text.length; i += 1) pairs |= pairBit(text[i - 1] ?? 0, text[i] ?? 0);
  return pairs;
}

/** Which letters are in a text, each as one of 32 bits; what ends it is none of it. */
function lettersOf(text: Uint8Array): number {
  let letters = 0;
  for (const byte of text)
    if (isLetter(byte)) letters |= 1 << (byte - A);
    else if (!isDigit(byte) && byte !== NAME_ENDS && byte !== TEXT_ENDS) letters |= 1 << REST;
  return letters;
}

/** Which digits are in a text, each as one of ten bits. */
function digitsOf(text: Uint8Array): number {
  let digits = 0;
  for (const byte of text) if (isDigit(byte)) digits |= 1 << (byte - ZERO);
  return digits;
}

function isLetter(byte: number): boolean {
  return byte >= A && byte < A + LETTERS;
}

function pairBit(a: number, b: number): number {
  return 1 << ((a * 31 + b * 17) & 31);
}

/** Whether the text that begins at `from` has `bytes` in it. */
function holds(heap: Uint8Array, from: number, bytes: Uint8Array): boolean {
  const first = bytes[0];
  for (let at = from; ; at += 1) {
    const byte = heap[at];
    if (byte === first && startsAt(heap, at, bytes)) return true;
    if (byte === TEXT_ENDS) return false;
  }
}

function startsAt(heap: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 1; i < bytes.length; i += 1) if (heap[at + i] !== bytes[i]) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function digitsEnd(heap: Uint8Array, at: number): number {
  let end = at;
  while (isDigit(heap[end] ?? 0)) end += 1;
  return end;
}

/** Two runs of digits, by value; `01` after `1`. */
function compareNumbers(heap: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): number {
  let [i, j] = [a, b];
  while (i < aEnd - 1 && heap[i] === ZERO) i += 1;
  while (j < bEnd - 1 && heap[j] === ZERO) j += 1;
  if (aEnd - i !== bEnd - j) return aEnd - i - (bEnd - j);
  for (; i < aEnd; i += 1, j += 1) {
    const order = (heap[i] ?? 0) - (heap[j] ?? 0);
    if (order !== 0) return order;
  }
  return aEnd - a - (bEnd - b);
}
