import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepLinkIn, parseDeepLink } from './deep-link';
import { encodeKey, keyProblem } from './keys';
import { BUCKET_NAME_SHAPE } from './r2';

describe('a link into the app', () => {
  it.each([
    ['flow-media://screen/usage', { kind: 'screen', screen: 'usage' }],
    ['FLOW-MEDIA://screen/settings/', { kind: 'screen', screen: 'settings' }],
    ['flow-media://folder/holiday', { kind: 'folder', bucket: 'holiday', prefix: '' }],
    ['flow-media://folder/holiday/2026/day%201/', { kind: 'folder', bucket: 'holiday', prefix: '2026/day 1/' }],
    ['flow-media://folder/holiday/%E7%8C%AB', { kind: 'folder', bucket: 'holiday', prefix: '猫/' }],
  ])('%s', (text, link) => {
    expect(parseDeepLink(text)).toEqual(link);
  });

  it.each([
    '',
    'flow-media:',
    'flow-media://',
    'flow-media://screen',
    'flow-media://screen/',
    'flow-media://screen/delete',
    'flow-media://screen/usage/more',
    'flow-media://screen/usage?run=1',
    'flow-media://screen/usage#x',
    'flow-media://user:pass@screen/usage',
    'flow-media://screen:80/usage',
    'flow-media://upload/etc/passwd',
    'flow-media://connect?accessKeyId=a&secret=b',
    'flow-media://folder/Holiday',
    'flow-media://folder/-holiday',
    'flow-media://folder/holiday/../other',
    'flow-media://folder/holiday/%2e%2e/other',
    'flow-media://folder/holiday/a%2Fb',
    'flow-media://folder/holiday/a%5Cb',
    'flow-media://folder/holiday/a\\b',
    'flow-media://folder/holiday//a',
    'flow-media://folder/holiday/%00',
    'flow-media://folder/holiday/%0Aa',
    'flow-media://folder/holiday/%ff',
    'flow-media://folder/holiday/%',
    'flow-media://folder/holiday/a b',
    'flow-media://folder/holiday/a\nb',
    ' flow-media://screen/usage',
    'flow-media://screen/usage ',
    'flow-media://screen/usage\u0000',
    'flow-media://screen/__proto__',
    `flow-media://folder/holiday/${'a'.repeat(1025)}`,
    `flow-media://folder/holiday/${'a/'.repeat(100_000)}`,
    'javascript:alert(1)//flow-media://screen/usage',
    'https://example.com/flow-media://screen/usage',
  ])('is nothing else: %s', (text) => {
    expect(parseDeepLink(text)).toBeNull();
  });

  it('of a folder leads to exactly that folder', () => {
    const folder = fc
      .array(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join('/'))
      .filter((key) => keyProblem(key) === null);
    fc.assert(
      fc.property(folder, (key) => {
        const link = `flow-media://folder/holiday/${encodeKey(key)}/`;
        fc.pre(link.length <= 4096);
        expect(parseDeepLink(link)).toEqual({ kind: 'folder', bucket: 'holiday', prefix: `${key}/` });
      }),
    );
  });

  it('is harmless whatever it says', () => {
    const parts = fc.constantFrom(
      ...['screen', 'folder', 'usage', 'holiday', '..', '.', '/', '//', '%2e', '%2F', '%00', '?', '#'],
    );
    const odd = fc.array(fc.oneof(parts, fc.string({ unit: 'binary' })), { maxLength: 8 }).map((all) => all.join(''));
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      odd.map((rest) => `flow-media://${rest}`),
    );
    fc.assert(
      fc.property(text, (given) => {
        const link = parseDeepLink(given);
        if (link?.kind !== 'folder') return;
        expect(link.bucket).toMatch(BUCKET_NAME_SHAPE);
        expect(link.prefix === '' || (link.prefix.endsWith('/') && keyProblem(link.prefix.slice(0, -1)) === null)).toBe(
          true,
        );
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the arguments of a program', () => {
  it('hold one link or none', () => {
    expect(deepLinkIn(['/app', '--no-sandbox', 'flow-media://screen/usage'])).toBe('flow-media://screen/usage');
    expect(deepLinkIn(['/app', '/film.mp4', '--x=flow-media://screen/usage'])).toBeNull();
    expect(deepLinkIn(['flow-media://screen/usage', 'flow-media://screen/settings'])).toBeNull();
  });
});
