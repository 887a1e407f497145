import { describe, expect, it } from 'vitest';
import { isPermissive } from './permissive';

describe('a licence', () => {
  it.each(['MIT', 'Apache-2.0', 'MPL-2.0', '(MIT OR GPL-3.0-only)', 'MIT AND ISC', 'LGPL-3.0-only OR BSD-3-Clause'])(
    'lets the app be shipped: %s',
    (licence) => expect(isPermissive(licence)).toBe(true),
  );
  it.each([
    'GPL-3.0-only',
    'LGPL-3.0',
    'MIT AND LGPL-2.1-only',
    'UNLICENSED',
    'SEE LICENSE IN x',
    'none',
    '',
    'MIT WITH x',
  ])('does not: %s', (licence) => expect(isPermissive(licence)).toBe(false));
});
