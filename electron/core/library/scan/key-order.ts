/** The order of a listing: by UTF-8 bytes, which is that of code points and not the one of JavaScript's `<`. */
export function compareKeys(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** How many of these keys, in the order of a listing, do not come after `until`; null is the end of all. */
export function countThrough(keys: readonly { readonly key: string }[], until: string | null): number {
  if (until === null) return keys.length;
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isWithin = compareKeys(keys[middle]?.key ?? '', until) <= 0;
    if (isWithin) low = middle + 1;
    else high = middle;
  }
  return low;
}
