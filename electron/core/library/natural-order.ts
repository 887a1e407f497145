/** What the name order looks at. */
export interface Named {
  readonly name: string;
  readonly key: string;
}

// One collator for all: making one is slow. Numbers count as numbers (`shot 9` before `shot 10`); the system's language
// decides the rest.
const collator = new Intl.Collator([], { numeric: true });

/** The order in which people read names; the key, by code units, decides between names that look alike. */
export function compareNames(a: Named, b: Named): number {
  return collator.compare(a.name, b.name) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** Brings new elements into a sorted list, with few comparisons when they are few: comparing names is the slow part. */
export function mergeSorted<T>(sorted: readonly T[], added: readonly T[], compare: (a: T, b: T) => number): T[] {
  const merged: T[] = [];
  let from = 0;
  for (const element of added.toSorted(compare)) {
    const place = placeFor(element, sorted, from, compare);
    for (let i = from; i < place; i += 1) merged.push(sorted[i] as T);
    merged.push(element);
    from = place;
  }
  for (let i = from; i < sorted.length; i += 1) merged.push(sorted[i] as T);
  return merged;
}

function placeFor<T>(element: T, sorted: readonly T[], from: number, compare: (a: T, b: T) => number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle] as T, element) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
