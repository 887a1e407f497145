import { describe, expect, it } from 'vitest';
import {
  isSelected,
  nextSelection,
  NOTHING,
  onlySelected,
  selectedCount,
  subjectOf,
  toLibrarySelections,
  type SelectionStep,
} from './selection';
import { rowId } from './row-id';
import { assetRow, folderRow, TOP_VIEW } from './test-rows';

const [a, b, c] = [assetRow('a.png'), assetRow('b.png'), assetRow('c.png')];
const folder = folderRow('press-kit/');

function after(...steps: SelectionStep[]) {
  return steps.reduce(nextSelection, NOTHING);
}

describe('selection', () => {
  it('picks one, adds and takes away', () => {
    const one = after({ kind: 'only', row: a });
    expect(onlySelected(one)).toBe(a);
    const two = nextSelection(one, { kind: 'toggle', row: b });
    expect(selectedCount(two, 10)).toBe(2);
    expect(onlySelected(two)).toBeNull();
    expect(isSelected(nextSelection(two, { kind: 'toggle', row: a }), a)).toBe(false);
  });

  it('loses what is gone, by name and among the exceptions of a rule', () => {
    const both = after({ kind: 'only', row: a }, { kind: 'toggle', row: b }, { kind: 'toggle', row: folder });
    const left = nextSelection(both, { kind: 'gone', rows: new Set([rowId(b), rowId(folder)]) });
    expect(onlySelected(left)).toBe(a);
    const rule = after({ kind: 'all', view: TOP_VIEW, folders: [folder] }, { kind: 'toggle', row: b });
    const afterwards = nextSelection(rule, { kind: 'gone', rows: new Set([rowId(b), rowId(folder)]) });
    expect(toLibrarySelections(afterwards, TOP_VIEW)).toEqual([{ kind: 'view', view: TOP_VIEW, except: [] }]);
  });

  it('takes a range in place of what was selected, or on top of it', () => {
    const range = { kind: 'range', rows: [b, c], add: false } as const;
    expect(selectedCount(after({ kind: 'only', row: a }, range), 10)).toBe(2);
    expect(selectedCount(after({ kind: 'only', row: a }, { ...range, add: true }), 10)).toBe(3);
  });

  it('knows all of a view by rule, with exceptions, and without having seen a row', () => {
    const all = after({ kind: 'all', view: TOP_VIEW, folders: [] });
    expect(selectedCount(all, 1_000_000)).toBe(1_000_000);
    expect(isSelected(all, assetRow('never-seen.png'))).toBe(true);
    const but = nextSelection(all, { kind: 'toggle', row: b });
    expect(isSelected(but, b)).toBe(false);
    expect(selectedCount(but, 1_000_000)).toBe(999_999);
    expect(toLibrarySelections(but, TOP_VIEW)).toEqual([{ kind: 'view', view: TOP_VIEW, except: ['id-b.png'] }]);
    expect(isSelected(nextSelection(but, { kind: 'range', rows: [a, b], add: true }), b)).toBe(true);
  });

  it('names the folders of a rule, since a rule speaks of files alone', () => {
    const all = after({ kind: 'all', view: TOP_VIEW, folders: [folder, folderRow('videos/')] });
    expect(selectedCount(all, 10)).toBe(12);
    const but = nextSelection(all, { kind: 'toggle', row: folder });
    expect(selectedCount(but, 10)).toBe(11);
    expect(toLibrarySelections(but, TOP_VIEW)[1]).toEqual({
      kind: 'folders',
      connectionId: 'c1',
      prefixes: ['videos/'],
    });
  });

  it('means by a rule the view that it was made in, whichever is wanted by now', () => {
    const wanted = { ...TOP_VIEW, scope: { kind: 'folder', prefix: 'videos/' } } as const;
    const all = after({ kind: 'all', view: TOP_VIEW, folders: [] });
    const { parts, prefix } = subjectOf(all, wanted);
    expect(parts).toEqual([{ kind: 'view', view: TOP_VIEW, except: [] }]);
    expect(prefix).toBe('');
  });

  it('asks about files and folders apart', () => {
    const both = after({ kind: 'only', row: a }, { kind: 'toggle', row: folder });
    expect(toLibrarySelections(both, TOP_VIEW)).toEqual([
      { kind: 'assets', connectionId: 'c1', assetIds: ['id-a.png'] },
      { kind: 'folders', connectionId: 'c1', prefixes: ['press-kit/'] },
    ]);
    expect(toLibrarySelections(NOTHING, TOP_VIEW)).toEqual([]);
  });
});
