import { expect, it } from 'vitest';
import { COMMAND_SCHEMAS } from '../../shared/contract-schemas';
import type { House } from './house';
import { linkHandlers } from './link-handlers';

it.each(['http://[', 'not a domain', '\ud800', 'javascript:alert(1)', ''])(
  'a domain that can be none is refused before anything is asked: %j',
  async (base) => {
    // Nothing of the house is used.
    const handlers = linkHandlers({} as House);
    await expect(async () => handlers['links.tryDomain']({ connectionId: 'c', base })).rejects.toMatchObject({
      failure: { code: 'invalid-input' },
    });
  },
);

it.each(['https://é.example', 'https://a.example/page', '*', 'https://a.example\r\nX: y', 'javascript:alert(1)', ''])(
  'what no browser calls the origin of a page is never sent as one: %j',
  (origin) => {
    const asked = { connectionId: 'c', assetId: 'a', origin };
    expect(COMMAND_SCHEMAS['links.diagnose'].safeParse(asked).success).toBe(false);
    expect(COMMAND_SCHEMAS['links.diagnose'].safeParse({ ...asked, origin: 'http://localhost:3000' }).success).toBe(
      true,
    );
  },
);

it('opens the link that was wished for, and without a wish the best', async () => {
  const asked: unknown[] = [];
  const opened: string[] = [];
  const linksOf = async (_id: string, _files: unknown, wish: unknown) => {
    asked.push(wish);
    return [{ kind: 'public', url: 'https://b.example/a.png' }];
  };
  const openExternal = async (url: string): Promise<void> => void opened.push(url);
  // Of the house, only what this uses.
  const handlers = linkHandlers({
    links: { linksOf },
    desktop: { openExternal },
    library: {
      async *objectsIn() {
        yield [{ key: 'a.png' }];
      },
    },
  } as unknown as House);
  const selections = [{ kind: 'assets', connectionId: 'c', assetIds: ['a'] }] as const;
  const wish = { way: { kind: 'signed', seconds: 60 }, form: 'url', width: null } as const;
  await handlers['links.openAll']({ selections, wish });
  await handlers['links.openAll']({ selections, wish: null });
  expect(asked).toEqual([wish, { way: { kind: 'auto' }, width: null }]);
  expect(opened).toEqual(['https://b.example/a.png', 'https://b.example/a.png']);
});
