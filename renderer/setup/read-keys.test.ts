import { expect, it } from 'vitest';
import { cleanKey } from './read-keys';

it('a key is freed of blanks and of what cannot be seen', () => {
  expect(cleanKey(' a1\u200b b2\u00a0\n')).toBe('a1b2');
});
