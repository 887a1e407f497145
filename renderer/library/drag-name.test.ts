import { expect, it, vi } from 'vitest';
import type { AssetRow, LibraryRow } from '../../shared/library';
import { type DragName, dragName } from './drag-name';
import { RowSource } from './row-source';
import { nextSelection, NOTHING, type Selection } from './selection';
import { assetRow, folderRow, numberedRows, TOP_VIEW } from './test-rows';

let rows: readonly LibraryRow[] = [];
let revision = 0;

function sourceOf(first: readonly LibraryRow[]): RowSource {
  rows = first;
  revision = 1;
  const source = new RowSource({
    summary: async () => ({ ok: true, value: { revision, rowCount: rows.length, objectCount: 0, totalBytes: 0 } }),
    rows: async (_, start, count) => ({ ok: true, value: { revision, rows: rows.slice(start, start + count) } }),
    position: async () => ({ ok: true, value: null }),
  });
  source.show(TOP_VIEW, revision);
  return source;
}

async function become(source: RowSource, next: readonly LibraryRow[]): Promise<void> {
  rows = next;
  revision += 1;
  source.show(TOP_VIEW, revision);
  await shown(source);
}

async function shown(source: RowSource): Promise<void> {
  await vi.waitFor(() => {
    const state = source.state();
    expect(state.kind === 'ready' && state.summary.revision).toBe(revision);
  });
}

const only = (row: LibraryRow): Selection => nextSelection(NOTHING, { kind: 'only', row });

/** The names before and after rows became others. */
async function names(selection: Selection, before: readonly LibraryRow[], after: readonly LibraryRow[]) {
  const source = sourceOf(before);
  await shown(source);
  const name = (): DragName => dragName(selection, TOP_VIEW, source);
  const first = name();
  await become(source, after);
  return { first, second: name() };
}

const cat = assetRow('cat.png');
const dog = assetRow('dog.png');

it('names a file by its content: another file beside it changes nothing, another version of it does', async () => {
  const beside = await names(only(cat), [cat], [cat, dog]);
  expect(beside.second).toEqual(beside.first);
  const replaced = await names(only(cat), [cat], [{ ...cat, version: 'v2' }]);
  expect(replaced.second.content).not.toBe(replaced.first.content);
  expect(replaced.second.selected).toBe(replaced.first.selected);
});

it('names a folder, and all of a view, by what the index knows', async () => {
  const folder = folderRow('in/');
  const came = await names(only(folder), [folder], [folder]);
  expect(came.second.content).not.toBe(came.first.content);
  const all = await names(nextSelection(NOTHING, { kind: 'all', view: TOP_VIEW, folders: [] }), [cat], [cat, dog]);
  expect(all.second.content).not.toBe(all.first.content);
});

it('takes a file whose row is out of sight and old to have changed', async () => {
  const many = numberedRows(0, 600);
  const source = sourceOf(many);
  await shown(source);
  const selection = only(many[0] as AssetRow);
  source.look({ first: 400, last: 420 }, null);
  await vi.waitFor(() => expect(source.rowAt(420)).not.toBeNull());
  const before = dragName(selection, TOP_VIEW, source);
  await become(source, [...many]);
  expect(dragName(selection, TOP_VIEW, source).content).not.toBe(before.content);
});
