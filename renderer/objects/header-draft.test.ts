import { describe, expect, it } from 'vitest';
import { changesNothing, type SeenHeaders } from '../../shared/header-edit';
import { changedEntry, draftOf, editOf, problemOf, shownOf, withEntry, withoutEntry } from './header-draft';

const SEEN: SeenHeaders = {
  read: 2,
  more: false,
  contentType: ['image/png', 'image/jpeg'],
  cacheControl: ['no-store'],
  metadata: [
    { name: 'by', values: ['Ada'] },
    { name: 'take', values: ['1', '2', ''] },
  ],
};

describe('a draft', () => {
  it('changes nothing before it is touched, and nothing where a value is put back', () => {
    const draft = draftOf(SEEN);
    expect(changesNothing(editOf(draft))).toBe(true);
    const cacheControl = { ...draft.cacheControl, typed: 'no-store' };
    const again = changedEntry({ ...draft, cacheControl }, 0, { typed: 'Ada' });
    expect(changesNothing(editOf(again))).toBe(true);
  });

  it('shows nothing where values differ, and sets all of them once something is typed', () => {
    const draft = draftOf(SEEN);
    expect([shownOf(draft.contentType), shownOf(draft.cacheControl)]).toEqual(['', 'no-store']);
    const typed = changedEntry(draft, 1, { typed: '7' });
    expect(editOf({ ...typed, contentType: { known: null, typed: 'image/webp ' } })).toEqual({
      contentType: 'image/webp',
      cacheControl: null,
      metadata: { take: '7' },
    });
  });

  it('takes entries away and takes that back; new ones are named as R2 keeps them, and empty lines do not count', () => {
    const draft = withEntry(withEntry(withoutEntry(draftOf(SEEN), 0)));
    const named = changedEntry(draft, 2, { name: ' X-Amz-Meta-Camera', typed: 'Leica' });
    expect(editOf(named).metadata).toEqual({ by: null, camera: 'Leica' });
    expect(editOf(withoutEntry(named, 0)).metadata).toEqual({ camera: 'Leica' });
    expect(editOf(withoutEntry(named, 2)).metadata).toEqual({ by: null });
  });

  it('says what cannot be sent', () => {
    const draft = draftOf(SEEN);
    expect(problemOf(draft)).toBeNull();
    expect(problemOf({ ...draft, contentType: { known: 'image/png', typed: '' } })).toBe('content-type');
    expect(problemOf(changedEntry(withEntry(draft), 2, { name: 'By', typed: 'x' }))).toBe('metadata-twice');
    expect(problemOf(changedEntry(withEntry(draft), 2, { name: 'a b' }))).toBe('metadata-name');
    expect(problemOf(changedEntry(withEntry(draft), 2, { typed: 'x' }))).toBe('metadata-name');
  });
});
