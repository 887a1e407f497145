import { describe, expect, it } from 'vitest';
import { PAGE_ROWS, PageCache, pagesOf } from './page-cache';
import { numberedRows } from './test-rows';

function page(n: number) {
  return numberedRows(n * PAGE_ROWS, PAGE_ROWS);
}

describe('page cache', () => {
  it('knows which pages a range touches', () => {
    expect(pagesOf({ first: 0, last: 0 })).toEqual([0]);
    expect(pagesOf({ first: PAGE_ROWS - 1, last: PAGE_ROWS })).toEqual([0, 1]);
    expect(pagesOf({ first: -5, last: 2 * PAGE_ROWS })).toEqual([0, 1, 2]);
  });

  it('answers rows by their place, and none that it has not read', () => {
    const cache = new PageCache();
    cache.put(8_000, page(8_000), 1);
    expect(cache.rowAt(8_000 * PAGE_ROWS + 7)?.name).toBe(`${8_000 * PAGE_ROWS + 7}.png`);
    expect(cache.rowAt(3)).toBeNull();
    expect(cache.find(`asset:id-${8_000 * PAGE_ROWS + 7}.png`, 1)?.index).toBe(8_000 * PAGE_ROWS + 7);
    expect(cache.find('asset:id-1.png', 1)).toBeNull();
  });

  it('shows an old page until the new one has come', () => {
    const cache = new PageCache();
    cache.put(0, page(0), 4);
    expect(cache.missing([0, 1], 4)).toEqual([1]);
    expect(cache.missing([0], 5)).toEqual([0]);
    expect(cache.rowAt(0)?.name).toBe('0.png');
    expect(cache.find('asset:id-0.png', 4)?.index).toBe(0);
    expect(cache.find('asset:id-0.png', 5)).toBeNull();
    expect(cache.rowsSince(4)).toHaveLength(PAGE_ROWS);
    expect(cache.rowsSince(5)).toEqual([]);
  });

  it('forgets the longest unused', () => {
    const cache = new PageCache();
    for (let n = 0; n < 80; n++) cache.put(n, page(n), 1);
    cache.touch(0);
    cache.put(80, page(80), 1);
    expect(cache.rowAt(0)).not.toBeNull();
    expect(cache.rowAt(PAGE_ROWS)).toBeNull();
    expect(cache.size).toBe(80);
  });

  it('drops what lies behind a new end', () => {
    const cache = new PageCache();
    cache.put(0, page(0), 1);
    cache.put(5, page(5), 1);
    cache.trim(PAGE_ROWS * 2);
    expect(cache.size).toBe(1);
  });
});
