/** Surrogates come after U+E000–U+FFFF in UTF-8 but before them in UTF-16. */
function rank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** The order of the keys' UTF-8 bytes, which is S3's. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** The first index in [from, to) for which `holds` is true; all before it must be false, all after true. */
export function partition(from: number, to: number, holds: (index: number) => boolean): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** A bucket's keys: one object for each NFC form, as in R2, listed under the form last written and in UTF-8 order. */
export class KeyIndex<T extends { readonly key: string }> {
  readonly #byIdentity = new Map<string, T>();
  /** Made at the first listing and kept from then on, since sorting once beats inserting 100,000 times at start. */
  #sorted: string[] | undefined;

  get size(): number {
    return this.#byIdentity.size;
  }

  get(key: string): T | undefined {
    return this.#byIdentity.get(key.normalize('NFC'));
  }

  values(): IterableIterator<T> {
    return this.#byIdentity.values();
  }

  sortedKeys(): readonly string[] {
    return (this.#sorted ??= Array.from(this.#byIdentity.values(), ({ key }) => key).sort(compareKeys));
  }

  /** Returns what was there before. */
  set(key: string, value: T): T | undefined {
    const old = this.get(key);
    this.#byIdentity.set(key.normalize('NFC'), value);
    if (old?.key === key) return old;
    if (old !== undefined) this.#unlist(old.key);
    this.#sorted?.splice(this.#position(key), 0, key);
    return old;
  }

  delete(key: string): T | undefined {
    const old = this.get(key);
    if (old === undefined) return undefined;
    this.#byIdentity.delete(key.normalize('NFC'));
    this.#unlist(old.key);
    return old;
  }

  #unlist(key: string): void {
    this.#sorted?.splice(this.#position(key), 1);
  }

  #position(key: string): number {
    const sorted = this.#sorted ?? [];
    return partition(0, sorted.length, (index) => compareKeys(sorted[index] ?? '', key) >= 0);
  }
}
