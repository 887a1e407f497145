import { describe, expect, it } from 'vitest';
import { edited, headerProblem, isContentType, NO_EDIT, sameHeaders } from './header-edit';

const HEADERS = { contentType: 'image/png', cacheControl: 'no-store', metadata: { a: '1', b: '2' } };

describe('an edit', () => {
  it('changes what it names alone', () => {
    expect(edited(HEADERS, NO_EDIT)).toEqual(HEADERS);
    expect(edited(HEADERS, { contentType: 'image/webp', cacheControl: '', metadata: { a: null, c: '3' } })).toEqual({
      contentType: 'image/webp',
      cacheControl: null,
      metadata: { b: '2', c: '3' },
    });
  });

  it('is told from none, entry by entry', () => {
    expect(sameHeaders(HEADERS, { ...HEADERS, metadata: { b: '2', a: '1' } })).toBe(true);
    expect(sameHeaders(HEADERS, { ...HEADERS, metadata: { a: '1' } })).toBe(false);
    expect(sameHeaders(HEADERS, { ...HEADERS, cacheControl: null })).toBe(false);
  });

  it('says what is wrong with it', () => {
    const problem = (edit: Partial<typeof NO_EDIT>) => headerProblem({ ...NO_EDIT, ...edit });
    expect(problem({ contentType: 'png' })).toBe('content-type');
    expect(problem({ cacheControl: 'max-age=soon' })).toBe('cache-control');
    expect(problem({ cacheControl: '' })).toBeNull();
    expect(problem({ metadata: { 'a b': 'x' } })).toBe('metadata-name');
    expect(problem({ metadata: { a: 'x\ny' } })).toBe('metadata-value');
    expect(problem({ metadata: { a: '猫'.repeat(3000) } })).toBe('metadata-large');
    expect(problem({ metadata: { a: '猫', b: null } })).toBeNull();
  });
});

it('types have two halves, and parameters with their values', () => {
  for (const good of ['image/png', 'image/svg+xml', 'text/plain; charset=utf-8', 'a/b;c="d e"'])
    expect(isContentType(good)).toBe(true);
  for (const bad of ['', 'image', 'image/', '/png', 'image/png;', 'image png', 'image/png\n', 'bild/ü', 'a/b; c'])
    expect(isContentType(bad)).toBe(false);
});
