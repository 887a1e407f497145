import { expect, it } from 'vitest';
import type { UploadRule } from '../../shared/upload-rules';
import { draftOf, problemsOf, ruleOf } from './rule-draft';

const RULE: UploadRule = {
  id: 'r',
  match: { kind: 'names', pattern: '*.png' },
  cacheControl: 'no-store',
  metadata: { author: 'Ada: the first', year: '1843' },
  conversion: { format: 'webp', quality: 80, maxSide: null, otherwise: 'original' },
  location: { otherwise: 'fail' },
};

it('a rule comes out of its fields as it went in', () => {
  expect(ruleOf('r', draftOf(RULE))).toEqual(RULE);
  for (const cacheControl of [null, 'public, max-age=3600', 'public, max-age=31536000, immutable'])
    expect(ruleOf('r', draftOf({ ...RULE, cacheControl }))).toEqual({ ...RULE, cacheControl });
});

it('what is wrong is said beside its field', () => {
  const draft = draftOf(RULE);
  expect(problemsOf(draft)).toEqual({ pattern: false, cache: false, metadata: null });
  expect(problemsOf({ ...draft, pattern: ' , ' }).pattern).toBe(true);
  expect(problemsOf({ ...draft, cacheText: 'one hour' }).cache).toBe(true);
  expect(problemsOf({ ...draft, metadata: 'author' }).metadata).toBe('line');
  expect(problemsOf({ ...draft, metadata: 'größe: 1' }).metadata).toBe('name');
  expect(problemsOf({ ...draft, metadata: `a: ${'x'.repeat(9000)}` }).metadata).toBe('too-large');
});

it('sounds and films are not converted', () => {
  expect(ruleOf('r', { ...draftOf(RULE), match: 'video' }).conversion).toBeNull();
  expect(ruleOf('r', { ...draftOf(RULE), match: 'video' }).location).toEqual({ otherwise: 'fail' });
  expect(ruleOf('r', { ...draftOf(RULE), match: 'audio' }).location).toBeNull();
});
