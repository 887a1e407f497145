/** A text as the search sees it: without case, without accents, wide and narrow letters alike, control characters as spaces. */
export function foldText(text: string): string {
  // Most names, by far.
  if (/^[ -~]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .toLowerCase();
}

/** The words that all must be part of a name or of what is known of how it was made; none for an empty search, which finds everything. */
export function searchTerms(search: string): readonly string[] {
  return foldText(search)
    .split(/\s+/)
    .filter((term) => term !== '');
}

/** Whether every word is part of the (folded) text. */
export function matchesTerms(folded: string, terms: readonly string[]): boolean {
  return terms.every((term) => folded.includes(term));
}
