import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/failure';
import { answersOfBatch, bareEtag, fitsXml, listedKey, totalOfRange } from './replies';

describe('listedKey', () => {
  it.each([
    ['a+b%2Bc%20d', 'url', 'a b+c d'],
    ['%E7%85%A7%01', 'url', '照\u0001'],
    ['100%', 'url', '100%'],
    ['a+b%20', '', 'a+b%20'],
  ])('%j with encoding %s', (text, encoding, expected) => {
    expect(listedKey(text, encoding)).toBe(expected);
  });
});

describe('bareEtag', () => {
  it.each([
    ['"abc"', 'abc'],
    ['W/"abc"', 'abc'],
    ['abc', 'abc'],
  ])('%s', (etag, expected) => expect(bareEtag(etag)).toBe(expected));
});

describe('totalOfRange', () => {
  it('reads the size of the whole', () => {
    expect(totalOfRange('bytes 0-9/1234')).toBe(1234);
    expect(totalOfRange('bytes 0-9/*')).toBeNull();
    expect(totalOfRange(undefined)).toBeNull();
  });
});

describe('fitsXml', () => {
  it('keeps control characters and outer blanks out of documents', () => {
    for (const key of ['a\u0000', 'a\r', ' a', 'a ', '\u0085a', 'a\uffff']) expect(fitsXml(key)).toBe(false);
    for (const key of ['a b', '<&>', '照片', '😀']) expect(fitsXml(key)).toBe(true);
  });
});

describe('answersOfBatch', () => {
  const refuse = (key: string, code: string): ReturnType<typeof failure> => failure('access-denied', { key }, code);

  it('takes each key at its own word', () => {
    const reply = { deleted: ['a'], failed: [{ key: 'b', code: 'AccessDenied', message: '' }] };
    expect(answersOfBatch(['a', 'b'], reply, refuse)).toMatchObject([
      { key: 'a', deleted: true },
      { key: 'b', deleted: false, failure: { code: 'access-denied' } },
    ]);
  });

  it('believes a full count where a name is spelt otherwise', () => {
    const [nfc, nfd] = ['\u00e9', 'e\u0301'];
    expect(answersOfBatch([nfd], { deleted: [nfc], failed: [] }, refuse)).toEqual([{ key: nfd, deleted: true }]);
  });

  it('does not take silence for success', () => {
    expect(answersOfBatch(['a', 'b'], { deleted: ['a'], failed: [] }, refuse)[1]).toMatchObject({
      deleted: false,
      failure: { code: 'unexpected-reply' },
    });
  });
});
