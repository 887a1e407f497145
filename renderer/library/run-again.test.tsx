import { expect, it } from 'vitest';
import { sizeFor } from './run-again';

const SQUARE = { width: 1024, height: 1024 };
const WIDE = { width: 1344, height: 768 };
const SIDE = { min: 256, max: 1536, step: 8, preset: 1024 };

it.each([
  ['a listed size', WIDE, SIDE, WIDE],
  ['one of its own', { width: 1216, height: 640 }, SIDE, { width: 1216, height: 640 }],
  ['one that is too large', { width: 4096, height: 640 }, SIDE, SQUARE],
  ['one of its own where only listed ones will do', { width: 1216, height: 640 }, null, SQUARE],
  ['none that is known', { width: null, height: null }, SIDE, SQUARE],
])('makes a picture once more in the size that it has: %s', (_what, row, side, expected) => {
  expect(sizeFor({ sizes: [SQUARE, WIDE], side }, row)).toEqual(expected);
});
