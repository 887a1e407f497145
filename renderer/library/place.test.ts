import { beforeEach, expect, it } from 'vitest';
import { readChoices, resetPlace, searchFor, viewOf } from './place';

const all = { kind: 'smart', view: 'all' } as const;

beforeEach(resetPlace);

it('a search is there again when one comes back to its place', () => {
  searchFor({ connectionId: 'a', scope: all }, 'cat');
  expect(viewOf('a', { kind: 'folder', prefix: 'trip/' }, readChoices()).search).toBe('');
  expect(viewOf('a', all, readChoices()).search).toBe('cat');
});

it('a search in one bucket is none in the next', () => {
  searchFor({ connectionId: 'a', scope: all }, 'cat');
  expect(viewOf('b', all, readChoices()).search).toBe('');
});
