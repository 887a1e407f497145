import { compareKeys } from '../scan/key-order';
import type { ListedRange } from './library-index';

/** The pages that have come since the last moment without a listing under way. */
export class ListedPages {
  #pages: { readonly range: ListedRange; readonly askedAt: number }[] = [];

  add(range: ListedRange, askedAt: number): void {
    this.#pages.push({ range, askedAt });
  }

  clear(): void {
    this.#pages = [];
  }

  /** Tells of a key whether a page that was asked for after this moment has said if there is such an object. */
  since(moment: number): (key: string) => boolean {
    const later = this.#pages.filter(({ askedAt }) => askedAt > moment);
    return (key) => later.some(({ range }) => speaksOf(range, key));
  }
}

function speaksOf({ prefix, after, through, depth }: ListedRange, key: string): boolean {
  if (!key.startsWith(prefix) || compareKeys(key, after) <= 0) return false;
  if (through !== null && compareKeys(key, through) > 0) return false;
  return depth === 'all' || !key.slice(prefix.length).includes('/');
}
