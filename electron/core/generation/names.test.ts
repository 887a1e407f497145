import { expect, test } from 'vitest';
import { withExtension } from './names';

test('the extension follows the bytes', () => {
  expect(withExtension('generated/2026/11/a.b-1.png', 'webp')).toBe('generated/2026/11/a.b-1.webp');
});
