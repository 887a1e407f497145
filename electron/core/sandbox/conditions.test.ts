import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { isExcluded, parseRange } from './conditions';

describe('a range', () => {
  test.each([
    ['bytes=0-', 10, { start: 0, end: 9 }],
    ['bytes=3-3', 10, { start: 3, end: 3 }],
    ['bytes=-4', 10, { start: 6, end: 9 }],
    ['bytes=-11', 10, { start: 0, end: 9 }],
    ['bytes=9-1000', 10, { start: 9, end: 9 }],
    ['bytes=0-9007199254740993', 10, { start: 0, end: 9 }],
    [undefined, 10, { start: 0, end: 9 }],
    [undefined, 0, { start: 0, end: -1 }],
  ])('%s of %i bytes', (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected);
  });

  test.each([
    ['bytes=10-', 10, 'InvalidRange'],
    ['bytes=-0', 10, 'InvalidRange'],
    ['bytes=0-0', 0, 'InvalidRange'],
    ['bytes=-1', 0, 'InvalidRange'],
    ['bytes=5-4', 10, 'InvalidArgument'],
    ['bytes=-', 10, 'InvalidArgument'],
    ['bytes=a-b', 10, 'InvalidArgument'],
    ['bytes=0-1, 3-4', 10, 'InvalidArgument'],
    ['Bytes 0-1', 10, 'InvalidArgument'],
  ])('%s of %i bytes is refused', (header, size, code) => {
    expect(() => parseRange(header, size)).toThrow(expect.objectContaining({ code }));
  });
});

describe('conditions of a read', () => {
  test.each([
    [{}, 'send'],
    [{ 'if-match': '"abc"' }, 'send'],
    [{ 'if-match': '"x", "abc"' }, 'send'],
    [{ 'if-match': '*' }, 'send'],
    [{ 'if-match': '"x"' }, 'fail'],
    [{ 'if-none-match': '"abc"' }, 'not modified'],
    [{ 'if-none-match': '"x",W/"abc"' }, 'not modified'],
    [{ 'if-none-match': '"x"' }, 'send'],
    [{ 'if-match': '"x"', 'if-none-match': '"abc"' }, 'fail'],
  ])('%j: %s', (headers, outcome) => {
    if (outcome === 'fail') expect(() => isExcluded(headers, 'abc')).toThrow(/pre-conditions/);
    else expect(isExcluded(headers, 'abc')).toBe(outcome === 'not modified');
  });
});

describe('conditions of a write', () => {
  const holds = (headers: IncomingHttpHeaders, etag: string | undefined): boolean => {
    try {
      return !isExcluded(headers, etag);
    } catch (error) {
      expect(error).toMatchObject({ code: 'PreconditionFailed', status: 412 });
      return false;
    }
  };

  test.each([
    [{ 'if-none-match': '*' }, undefined, true],
    [{ 'if-none-match': '*' }, 'abc', false],
    [{ 'if-match': '"abc"' }, undefined, false],
    [{ 'if-match': '*' }, undefined, false],
    [{ 'if-match': '"abc"' }, 'abc', true],
  ])('%j over %j: %s', (headers, old, expected) => {
    expect(holds(headers, old)).toBe(expected);
  });

  test('of the source of a copy have their own names', () => {
    expect(isExcluded({ 'if-none-match': '*' }, 'abc', 'x-amz-copy-source-')).toBe(false);
    expect(isExcluded({ 'x-amz-copy-source-if-none-match': '"abc"' }, 'abc', 'x-amz-copy-source-')).toBe(true);
  });
});
