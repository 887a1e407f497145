import { expect, it } from 'vitest';
import { shownName } from './shown-name';

it.each([
  ['sea.png', 'sea.png'],
  ['长城 é 👩‍👩‍👧.png', '长城 é 👩‍👩‍👧.png'],
  ['کتاب\u200cها.png', 'کتاب\u200cها.png'],
  ['photo\u202Egnp.exe', 'photo�gnp.exe'],
  ['\u2067a\u2069\u200bb\ufeff', '�a��b�'],
  ['bell\u0007 line\r\n.png\u007f', 'bell␇ line␍␊.png␡'],
  ['\u0085', '�'],
  ['   ', '␣␣␣'],
  ['\u3000', '␣'],
  [' a ', ' a '],
  ['', '/'],
])('%j is shown as %j', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});
