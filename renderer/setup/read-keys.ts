/** Blanks, and what comes along unseen when text is copied from a web page. */
const UNSEEN = /[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;

/** A key as it was meant: without blanks and unseen characters. */
export function cleanKey(text: string): string {
  return text.replace(UNSEEN, '');
}
