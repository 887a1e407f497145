import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure, FailureError, retryAfter } from '../../../../shared/failure';
import type { ListPage, ListRequest, ObjectStore } from '../../store/object-store';
import { hasty, never } from '../library.test-support';
import { compareKeys } from './key-order';
import { scanRanges, type ScanDeps, type ScannedPage } from './scan-ranges';
import { ALL_UNREAD, unreadFolder, withoutPage, type Unread } from './unread';

/** A listing as S3 gives it, with pages as long as `pageSize` says. */
function lister(keys: readonly string[], pageSize: () => number) {
  const sorted = [...new Set(keys)].sort(compareKeys);
  return ({ prefix, delimiter, continuationToken, startAfter = '' }: ListRequest): ListPage => {
    const after = continuationToken ?? startAfter;
    const behind = sorted.filter((key) => compareKeys(key, after) > 0 && key.startsWith(prefix));
    if (delimiter === '/') {
      const folders = behind.flatMap((key) => (key.includes('/') ? [key.slice(0, key.indexOf('/') + 1)] : []));
      return { objects: [], prefixes: [...new Set(folders)], continuationToken: null };
    }
    const page = behind.slice(0, pageSize());
    const objects = page.map((key) => ({ key, size: 1, etag: 'e', modified: 1 }));
    const isLast = page.length === behind.length;
    return { objects, prefixes: [], continuationToken: isLast ? null : (page.at(-1) ?? after) };
  };
}

interface Scanned {
  readonly keys: readonly string[];
  readonly pages: readonly ScannedPage[];
  readonly mostAtOnce: number;
  readonly requests: number;
}

async function scan(
  list: (request: ListRequest) => ListPage,
  { unread = ALL_UNREAD, known = null }: { unread?: readonly Unread[]; known?: ScanDeps['known'] } = {},
): Promise<Scanned> {
  const pages: ScannedPage[] = [];
  const keys: string[] = [];
  let [now, mostAtOnce, requests] = [0, 0, 0];
  const store = {
    list: async (request: ListRequest) => {
      mostAtOnce = Math.max(mostAtOnce, (now += 1));
      requests += 1;
      try {
        await new Promise(setImmediate);
        return list(request);
      } finally {
        now -= 1;
      }
    },
  } as unknown as ObjectStore;
  const deps: ScanDeps = {
    store,
    clock: hasty,
    known,
    random: () => 0.5,
    asking: () => 1,
    page: async (page) => {
      await Promise.resolve();
      pages.push(page);
      keys.push(...page.objects.map(({ key }) => key));
    },
  };
  await scanRanges(unread, deps, never);
  return { keys, pages, mostAtOnce, requests };
}

const hostile = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
    fc.string({
      unit: fc.constantFrom('a', 'A', '0', '9', '/', '.', ' ', '\u0000', '\uffff', '😀', 'é', 'e\u0301'),
      minLength: 1,
    }),
    fc.nat(4000).map((number) => `img-${String(number).padStart(6, '0')}.png`),
    fc.nat(300).map((number) => `${number % 7}/${number.toString(16)}`),
  ),
  { maxLength: 200 },
);

describe('a scan of several ranges', () => {
  it('tells each key once, whatever the keys, the pages, the borders and what was read before', async () => {
    const sizes = fc.infiniteStream(fc.integer({ min: 0, max: 4 }));
    await fc.assert(
      fc.asyncProperty(hostile, sizes, hostile, fc.boolean(), async (keys, size, cuts, isKnown) => {
        const borders = cuts.toSorted(compareKeys);
        const known = isKnown && borders.length > 0 ? { keys: borders, pagesEach: 3 } : null;
        // A page may be empty and not the last, but a server does not go on so for ever.
        const pageSize = () => (size.next().value as number) || (size.next().value as number) || 1;
        const { keys: told, pages } = await scan(lister(keys, pageSize), { known });
        expect(told.toSorted(compareKeys)).toEqual([...new Set(keys)].sort(compareKeys));
        expect(pages.at(-1)?.unread).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('goes on with what is unread after any page, and tells the rest and no more', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.nat(), async (keys, at) => {
        const list = lister(keys, () => 3);
        const { pages } = await scan(list);
        const broken = pages.slice(0, 1 + (at % Math.max(1, pages.length)));
        const before = broken.flatMap(({ objects }) => objects.map(({ key }) => key));
        const { keys: rest } = await scan(list, { unread: broken.at(-1)?.unread ?? [] });
        expect([...before, ...rest].sort(compareKeys)).toEqual([...new Set(keys)].sort(compareKeys));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('asks for several pages at once where there are many, with few requests more than pages', async () => {
    const names = [
      (i: number) => `img-${String(i).padStart(6, '0')}.png`,
      (i: number) => `${i % 40}/${i}.png`,
      (i: number) => `photos/2026/${String(i % 12).padStart(2, '0')}/IMG_${i}.jpg`,
      (i: number) => `${((i * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}.webp`,
    ];
    for (const name of names) {
      const keys = Array.from({ length: 4000 }, (_, i) => name(i));
      const { keys: told, mostAtOnce, requests } = await scan(lister(keys, () => 40));
      expect(told.length).toBe(4000);
      expect(mostAtOnce).toBeGreaterThan(3);
      expect(requests).toBeLessThan(100 * 1.3);
    }
  });

  it('reads a small bucket page after page, without a request too many', async () => {
    const keys = Array.from({ length: 200 }, (_, i) => `${i % 9}/${i}.png`);
    const { mostAtOnce, requests } = await scan(lister(keys, () => 40));
    expect([mostAtOnce, requests]).toEqual([1, 5]);
  });

  it('asks for less at once when the server is overwhelmed, and gives up on what does not pass', async () => {
    const keys = Array.from({ length: 4000 }, (_, i) => `${i % 40}/${i}.png`);
    const list = lister(keys, () => 40);
    let asked = 0;
    const busy = retryAfter(failure('rate-limited'), 1000);
    const { keys: told } = await scan((request) => {
      asked += 1;
      if (asked % 9 === 0) throw new FailureError(asked % 2 === 0 ? busy : failure('server-error'));
      return list(request);
    });
    expect(told.length).toBe(4000);
    const refused = (code: 'access-denied' | 'server-error') =>
      scan((request) => {
        if (request.continuationToken === null) return list(request);
        throw new FailureError(failure(code));
      });
    await expect(refused('access-denied')).rejects.toThrow('access-denied');
    await expect(refused('server-error')).rejects.toThrow('server-error');
  });
});

describe('what is unread', () => {
  it('is what no page has told of', () => {
    const some = withoutPage(ALL_UNREAD, 'b', 'd');
    expect(some).toEqual([
      { after: '', until: 'b' },
      { after: 'd', until: null },
    ]);
    expect(withoutPage(some, '', 'b')).toEqual([{ after: 'd', until: null }]);
    expect(withoutPage(some, 'c', null)).toEqual([{ after: '', until: 'b' }]);
  });

  it('of a folder are its marker and all below, and nothing beside', () => {
    const { after, until } = unreadFolder('a/b/');
    const isIn = (key: string) => compareKeys(key, after) > 0 && compareKeys(key, until ?? '') <= 0;
    expect(['a/b/', 'a/b/x', 'a/b/\u{10ffff}'].every(isIn)).toBe(true);
    expect(['a/b', 'a/b-2/x', 'a/b.png', 'a/b0x', 'a/c'].some(isIn)).toBe(false);
  });
});
