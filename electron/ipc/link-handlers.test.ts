import { expect, it } from 'vitest';
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
