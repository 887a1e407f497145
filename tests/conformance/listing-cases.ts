import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { refusal } from './target';
import type { Ability, Context } from './target';

export function listingCases(context: () => Context, _abilities: ReadonlySet<Ability>): void {
  const putAll = async (keys: readonly string[]): Promise<void> => {
    const { client, running, prefix } = context();
    const put = (key: string) =>
      client.send(new PutObjectCommand({ Bucket: running.bucket, Key: prefix + key, Body: key }));
    await Promise.all(keys.map(put));
  };
  const list = (more: Partial<ListObjectsV2CommandInput> = {}) => {
    const { client, running, prefix } = context();
    return client.send(
      new ListObjectsV2Command({ Bucket: running.bucket, ...more, Prefix: prefix + (more.Prefix ?? '') }),
    );
  };
  const cut = (name: string | undefined): string => (name ?? '').slice(context().prefix.length);
  const keys = (page: ListObjectsV2CommandOutput): string[] => (page.Contents ?? []).map(({ Key }) => cut(Key));
  const prefixes = (page: ListObjectsV2CommandOutput): string[] =>
    (page.CommonPrefixes ?? []).map(({ Prefix }) => cut(Prefix));

  describe('listings', () => {
    test('are in the order of the UTF-8 bytes', async () => {
      const sorted = ['!', 'A', 'Z', 'a', 'a/b', 'ab', '~', 'é', '猫', '\uffee', '😀'];
      await putAll([...sorted].reverse());
      expect(keys(await list())).toEqual(sorted);
    });

    test('tell each object as it is', async () => {
      await putAll(['one']);
      const page = await list();
      expect(page).toMatchObject({ KeyCount: 1, MaxKeys: 1000, IsTruncated: false, Name: context().running.bucket });
      const [object] = page.Contents ?? [];
      expect(object).toMatchObject({ Size: 3, ETag: '"f97c5d29941bfb1b2fdab0874906ab82"', StorageClass: 'STANDARD' });
      expect(Math.abs((object?.LastModified?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    test('are empty where there is nothing', async () => {
      const page = await list({ Prefix: 'nothing/' });
      expect(page).toMatchObject({ KeyCount: 0, IsTruncated: false });
      expect(page.Contents).toBeUndefined();
    });

    test('go on page by page, each key once', async () => {
      const all = Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`);
      await putAll(all);
      const seen: string[] = [];
      let token: string | undefined;
      const counts: (number | undefined)[] = [];
      do {
        const page = await list({ MaxKeys: 10, ...(token === undefined ? {} : { ContinuationToken: token }) });
        seen.push(...keys(page));
        counts.push(page.KeyCount);
        token = page.NextContinuationToken;
        expect(page.IsTruncated).toBe(token !== undefined);
      } while (token !== undefined);
      expect(seen).toEqual(all);
      expect(counts).toEqual([10, 10, 5]);
    });

    test('roll up at a delimiter, keys and prefixes counting alike', async () => {
      await putAll(['a', 'dir/1', 'dir/2', 'dir/sub/3', 'e', 'f/']);
      const page = await list({ Delimiter: '/' });
      expect([keys(page), prefixes(page), page.KeyCount]).toEqual([['a', 'e'], ['dir/', 'f/'], 4]);
      const inner = await list({ Delimiter: '/', Prefix: 'dir/' });
      expect([keys(inner), prefixes(inner)]).toEqual([['dir/1', 'dir/2'], ['dir/sub/']]);
      const half = await list({ Delimiter: '/', Prefix: 'di' });
      expect([keys(half), prefixes(half)]).toEqual([[], ['dir/']]);
    });

    test('go on past a rolled-up prefix without saying it again', async () => {
      await putAll(['a/1', 'a/2', 'b', 'c/1', 'c/2', 'd']);
      const seen: string[] = [];
      let token: string | undefined;
      do {
        const page = await list({
          Delimiter: '/',
          MaxKeys: 1,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        });
        seen.push(...keys(page), ...prefixes(page));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      expect(seen).toEqual(['a/', 'b', 'c/', 'd']);
    });

    test('start after a key', async () => {
      await putAll(['a', 'b', 'c']);
      expect(keys(await list({ StartAfter: `${context().prefix}a` }))).toEqual(['b', 'c']);
      expect(keys(await list({ StartAfter: `${context().prefix}aa` }))).toEqual(['b', 'c']);
      expect(keys(await list({ StartAfter: `${context().prefix}c` }))).toEqual([]);
    });

    test('encode names on demand', async () => {
      await putAll(['a b+c/猫']);
      const page = await list({ EncodingType: 'url', Delimiter: '/' });
      expect(page.EncodingType).toBe('url');
      expect(page.CommonPrefixes?.[0]?.Prefix).toBe(encodeURIComponent(`${context().prefix}a b+c/`));
    });

    test('carry names that XML must escape', async () => {
      const odd = ['<&>"\'', 'tab\there'];
      await putAll(odd);
      expect(keys(await list()).sort()).toEqual([...odd].sort());
    });

    test.each([
      [0, [], true],
      [1, ['a'], true],
      [2, ['a', 'b'], false],
      [5000, ['a', 'b'], false],
    ])('take max-keys %i', async (MaxKeys, expected, truncated) => {
      await putAll(['a', 'b']);
      const page = await list({ MaxKeys });
      expect([keys(page), page.IsTruncated, page.MaxKeys]).toEqual([expected, truncated, MaxKeys]);
    });

    test('refuse a negative max-keys', async () => {
      expect((await refusal(list({ MaxKeys: -1 }))).status).toBe(400);
    });
  });
}
