import { describe, expect, it } from 'vitest';
import {
  isCacheControl,
  metadataName,
  metadataProblem,
  ruleFor,
  type RuleMatch,
  type UploadRule,
} from './upload-rules';

function rule(id: string, match: RuleMatch): UploadRule {
  return { id, match, cacheControl: null, metadata: {}, conversion: null, location: null };
}

describe('the rule for a file', () => {
  const rules = [
    rule('covers', { kind: 'names', pattern: 'cover-?.*, *.PSD' }),
    rule('images', { kind: 'media', media: 'image' }),
    rule('all', { kind: 'names', pattern: '*' }),
  ];

  it.each([
    ['cover-1.png', 'covers'],
    ['cover-12.png', 'images'],
    ['draft.psd', 'covers'],
    ['photo.JPG', 'images'],
    ['notes.txt', 'all'],
  ])('%s is of %s: the first that fits', (name, id) => {
    expect(ruleFor(rules, name)?.id).toBe(id);
  });

  it('is none where none fits, and an empty pattern fits nothing', () => {
    expect(ruleFor([rule('none', { kind: 'names', pattern: ' , ' })], 'a.png')).toBeNull();
  });

  it('takes a pattern by its letters and by nothing else', () => {
    expect(ruleFor([rule('odd', { kind: 'names', pattern: 'a(b)[c].+' })], 'a(b)[c].+')?.id).toBe('odd');
    expect(ruleFor([rule('stars', { kind: 'names', pattern: '*****************x' })], 'a'.repeat(200))).toBeNull();
  });
});

describe('Cache-Control', () => {
  it.each(['no-store', 'public, max-age=3600', 'private, no-cache="set-cookie"', 'max-age=31536000, immutable'])(
    'can be %s',
    (text) => expect(isCacheControl(text)).toBe(true),
  );

  it.each(['', 'max-age', 'max-age=1h', 'public,,no-store', 'one hour', 'public\r\nx: y', 'é'])(
    'cannot be %j',
    (text) => expect(isCacheControl(text)).toBe(false),
  );
});

describe('metadata', () => {
  it('has ASCII names and R2’s size', () => {
    expect(metadataName(' X-Amz-Meta-Author ')).toBe('author');
    expect(metadataProblem({ author: 'Ünïcode 猫' })).toBeNull();
    expect(metadataProblem({ größe: '1' })).toBe('name');
    expect(metadataProblem({ a: 'x'.repeat(8191) })).toBeNull();
    expect(metadataProblem({ a: 'x'.repeat(8192) })).toBe('too-large');
  });
});
