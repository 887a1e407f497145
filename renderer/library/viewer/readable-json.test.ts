import { expect, it } from 'vitest';
import { readableJson } from './readable-json';

/** A list in a list, and so on. */
const deep = (depth: number, inside = ''): string => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;

it('breaks the lines of JSON', () => {
  expect(readableJson('{"a":[1,"b"]}')).toBe('{\n  "a": [\n    1,\n    "b"\n  ]\n}');
});

it('leaves what is none as it is', () => {
  for (const text of ['', '{"a":', 'words', '"open', ']]]', '"\\']) expect(readableJson(text)).toBe(text);
});

it('leaves what is nested without end as it is', () => {
  expect(readableJson(deep(100))).toContain('\n');
  for (const text of [deep(101), deep(24_000), '['.repeat(100_000), '{"a":'.repeat(20_000)]) {
    expect(readableJson(text)).toBe(text);
  }
});

it('leaves what would become many times as long as it is', () => {
  const text = deep(100, Array.from({ length: 20_000 }, () => 1).join(','));
  expect(readableJson(text)).toBe(text);
});

it('takes no bracket for one that stands in a string', () => {
  const text = JSON.stringify({ a: '['.repeat(200), b: '"['.repeat(200) });
  expect(readableJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
});

it('comes to an end with strings of any length, also when they are not closed', () => {
  for (const inside of ['\\"', '"', 'a', '\\\\']) {
    const text = `["${inside.repeat(100_000)}`;
    expect(readableJson(text)).toBe(text);
  }
  expect(readableJson(`"${'a'.repeat(500_000)}"`)).toHaveLength(500_002);
});
