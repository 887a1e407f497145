/** Lists and objects, one in the other. Each is a step to the right, of each line in it. */
const MAX_DEPTH = 100;
/** With its lines broken, characters: many times what any honest one takes. */
const MAX_LENGTH = 1_000_000;

/** A string that is not closed goes to the end: nothing is looked at twice. */
const STRING_OR_SIGN = /"(?:[^"\\]|\\[^])*"?|[[\]{},]/g;

/** JSON with its lines broken; as it is where it is none, or where that would make a page of spaces of it. */
export function readableJson(text: string): string {
  if (!staysReadable(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Goes by its brackets and commas alone, over those in strings. */
function staysReadable(text: string): boolean {
  let [depth, length] = [0, text.length];
  for (const [sign] of text.matchAll(STRING_OR_SIGN)) {
    if (sign.startsWith('"')) continue;
    if (sign === '[' || sign === '{') depth += 1;
    if (sign === ']' || sign === '}') depth -= 1;
    length += 1 + 2 * depth;
    if (depth > MAX_DEPTH || length > MAX_LENGTH) return false;
  }
  return true;
}
