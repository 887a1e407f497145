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
