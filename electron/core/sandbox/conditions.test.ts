import { describe, expect, test } from 'vitest';
import { isNotModified, parseRange, requireConditions } from './conditions';
import type { StoredObject } from './tables';

const MODIFIED = Date.parse('2026-11-01T12:00:00.900Z');
const object: StoredObject = { key: 'k', segments: [], size: 10, etag: 'abc', modified: MODIFIED, headers: {} };
const at = (seconds: number): string => new Date(MODIFIED + seconds * 1000).toUTCString();

describe('a range', () => {
  test.each([
    ['bytes=0-', 10, { start: 0, end: 9 }],
    ['bytes=3-3', 10, { start: 3, end: 3 }],
    ['bytes=-4', 10, { start: 6, end: 9 }],
    ['bytes=-11', 10, { start: 0, end: 9 }],
    ['bytes=9-1000', 10, { start: 9, end: 9 }],
    ['bytes=0-9007199254740993', 10, { start: 0, end: 9 }],
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
    [{ 'if-none-match': 'W/"abc"' }, 'not modified'],
    [{ 'if-none-match': '"x"' }, 'send'],
    [{ 'if-modified-since': at(0) }, 'not modified'],
    [{ 'if-modified-since': at(-1) }, 'send'],
    [{ 'if-modified-since': 'no date' }, 'send'],
    [{ 'if-none-match': '"x"', 'if-modified-since': at(9) }, 'send'],
    [{ 'if-unmodified-since': at(0) }, 'fail'],
    [{ 'if-unmodified-since': at(1) }, 'send'],
    [{ 'if-match': '"abc"', 'if-unmodified-since': at(-9) }, 'send'],
    [{ 'if-match': '"x"', 'if-none-match': '"abc"' }, 'fail'],
  ])('%j: %s', (headers, outcome) => {
    if (outcome === 'fail') expect(() => isNotModified(headers, object)).toThrow(/pre-conditions/);
    else expect(isNotModified(headers, object)).toBe(outcome === 'not modified');
  });
});

describe('conditions of a write', () => {
  test.each([
    [{ 'if-none-match': '*' }, undefined, true],
    [{ 'if-none-match': '*' }, object, false],
    [{ 'if-match': '"abc"' }, undefined, false],
    [{ 'if-match': '*' }, undefined, false],
    [{ 'if-match': '"abc"' }, object, true],
    [{ 'if-modified-since': at(9) }, object, false],
    [{ 'if-unmodified-since': at(9) }, undefined, true],
  ])('%j over %j: %s', (headers, old, holds) => {
    const check = (): void => requireConditions(headers, old);
    if (holds) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'PreconditionFailed', status: 412 }));
  });
});
