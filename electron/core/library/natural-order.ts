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
