import { expect, it } from 'vitest';
import { gridLayout } from './grid-layout';
import { edgeSpeed, touchedBy } from './rubber-band';

const layout = gridLayout(4 * 100 + 3 * 14, 100);
const place = { layout, rowCount: 10, paddingTop: 6, paddingLeft: 18 };
const left = (column: number) => 18 + column * 114;
const top = (line: number) => 6 + line * layout.lineHeight;

it('touches tiles in both directions, and not by the gaps between them', () => {
  const from = { x: left(1) - 5, y: top(0) + 10 };
  const to = { x: left(2) + 10, y: top(1) + 10 };
  expect(touchedBy(from, to, place)).toEqual({ first: 0, last: 1, left: 1, right: 2 });
  expect(touchedBy(to, from, place)).toEqual({ first: 0, last: 1, left: 1, right: 2 });
  expect(touchedBy({ x: left(1) - 10, y: 0 }, { x: left(1) - 2, y: 400 }, place)).toBeNull();
});

it('stays inside the list', () => {
  expect(touchedBy({ x: -90, y: -90 }, { x: 9000, y: 9000 }, place)).toEqual({ first: 0, last: 2, left: 0, right: 3 });
  expect(touchedBy({ x: 0, y: 5000 }, { x: 9000, y: 9000 }, place)).toBeNull();
});

it('scrolls at the edges, the faster the further out', () => {
  expect(edgeSpeed(300, 300)).toBe(0);
  expect(edgeSpeed(-30, 600)).toBeLessThan(edgeSpeed(30, 600));
  expect(edgeSpeed(600, -500)).toBe(40);
});
