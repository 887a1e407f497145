import { compareKeys } from './key-order';
import type { Unread } from './unread';

/** Fewer pages than this are read one after another: a border costs up to a page that is read twice. */
export const PAGES_WORTH_A_BORDER = 8;

/**
 * A key in the middle of what may lie in `unread`, guessed from the characters that keys had in each place in the page before it,
 * which began behind `pageAfter`; null where that page leaves too little to guess that there are many more. A wrong guess loses
 * nothing: it only makes one range large and the other small.
 */
export function guessBorder(unread: Unread, pageAfter: string, sample: readonly string[]): string | null {
  const [after, from] = [Array.from(unread.after), Array.from(pageAfter)];
  const letters = sample.map((key) => Array.from(key));
  const crossed = after.findIndex((char, place) => char !== from[place]);
  if (crossed < 0) return null;
  for (let place = 0; place <= crossed; place += 1) {
    const char = after[place] ?? '';
    const choices = choicesAt(letters, place);
    const stem = after.slice(0, place).join('');
    const higher = choices.filter((choice) => isBetween(choice, char, stem, unread.until));
    const middle = higher[higher.length >>> 1];
    if (middle === undefined) continue;
    const perPage = place < crossed ? 0 : choices.indexOf(char) - choices.indexOf(from[place] ?? '');
    return higher.length >= perPage * PAGES_WORTH_A_BORDER ? stem + middle : null;
  }
  return null;
}

function isBetween(choice: string, char: string, stem: string, until: string | null): boolean {
  return compareKeys(choice, char) > 0 && (until === null || compareKeys(stem + choice, until) < 0);
}

/** Characters that keys may have in a place, in their order: those seen there, and their like (all digits, where one was). */
function choicesAt(letters: readonly (readonly string[])[], place: number): readonly string[] {
  const seen = new Set(letters.flatMap((key) => key[place] ?? []));
  for (const like of ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ']) {
    const found = Array.from(like).filter((char) => seen.has(char));
    // Letters beside digits, none beyond f: a number in base 16.
    const isHex = like !== '0123456789' && seen.has('0') && found.every((char) => /[a-f]/i.test(char));
    if (found.length > (like === '0123456789' ? 0 : 1))
      for (const char of isHex ? like.slice(0, 6) : like) seen.add(char);
  }
  return [...seen].sort(compareKeys);
}
