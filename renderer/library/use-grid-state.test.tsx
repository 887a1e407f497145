import { act, useSyncExternalStore } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibrarySelection } from '../../shared/library';
import { MANY } from '../../shared/many';
import { installBridge } from '../bridge';
import { notify } from '../ui/notify';
import { RowSource } from './row-source';
import { selectedCount } from './selection';
import { assetRow, TOP_VIEW } from './test-rows';
import { type GridState, useGridState } from './use-grid-state';

let names: readonly string[] = [];
/** What the index says is no more. */
let gone: readonly string[] = [];
let revision = 1;
let source: RowSource;
let grid: GridState;
let root: Root;

function Probe() {
  const state = useSyncExternalStore(source.subscribe, source.state);
  grid = useGridState({ source, state, late: false });
  return null;
}

/** The view holds these now. */
async function become(now: readonly string[]): Promise<void> {
  names = now;
  revision += 1;
  await act(async () => source.show(TOP_VIEW, revision));
}

const selected = (): readonly string[] =>
  grid.selection.kind === 'some' ? [...grid.selection.rows.values()].map(({ name }) => name).toSorted() : [];

beforeEach(async () => {
  gone = [];
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  installBridge({
    invoke: async (name, input) => {
      const { selection } = input as { readonly selection: LibrarySelection };
      const asked = name === 'library.gone' && selection.kind === 'assets' ? selection.assetIds : [];
      return { ok: true, value: gone.filter((id) => asked.includes(id)) };
    },
    subscribe: () => () => undefined,
    pathOfFile: () => '',
  });
  source = new RowSource({
    summary: async () => ({
      ok: true,
      value: { revision, rowCount: names.length, objectCount: names.length, totalBytes: 0 },
    }),
    rows: async (_, start, count) => ({
      ok: true,
      value: { revision, rows: names.slice(start, start + count).map((name) => assetRow(name)) },
    }),
    position: async (_, assetId) => {
      const place = names.indexOf(assetId.slice('id-'.length));
      return { ok: true, value: place < 0 ? null : place };
    },
  });
  root = createRoot(document.createElement('div'));
  await act(async () => root.render(<Probe />));
});

afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('begins a range at the row that was picked, wherever that is by now', async () => {
  await become(['a', 'b', 'c', 'd', 'e']);
  await act(async () => grid.pick(1, 'only'));
  await become(['new', 'a', 'b', 'c', 'd', 'e']);
  expect(grid.cursor).toBe(2);
  await act(async () => grid.pick(3, 'extend'));
  expect(selected()).toEqual(['b', 'c']);
  await become(['b', 'c', 'd', 'e']);
  await act(async () => grid.pick(2, 'extend'));
  expect(selected()).toEqual(['b', 'c', 'd']);
});

const many = Array.from({ length: 600 }, (_, i) => `row-${i}`);

/** The rows around one are on the screen. */
async function look(at: number): Promise<void> {
  await act(async () => source.look({ first: at, last: at + 20 }, null));
}

it('begins a range at the row that was picked when that has scrolled away and moved since', async () => {
  await become(many);
  await act(async () => grid.pick(1, 'only'));
  await look(400);
  await become(['new-1', 'new-2', ...many]);
  expect(source.rowAt(1)?.name).toBe('row-1');
  await act(async () => grid.pick(402, 'extend'));
  expect(selected()).toEqual(many.slice(1, 401).toSorted());
});

it('leaves the cursor where it was moved to, whatever an old page says', async () => {
  await become(many);
  await act(async () => grid.pick(1, 'only'));
  await look(400);
  await become(['new-1', 'new-2', ...many]);
  await act(async () => grid.shift(2));
  expect(grid.cursor).toBe(3);
  await look(0);
  expect(grid.cursor).toBe(3);
  expect(source.rowAt(3)?.name).toBe('row-1');
});

it('selects the row that is seen where its page is an old one', async () => {
  await become(many);
  await look(400);
  await become(['new', ...many]);
  expect(source.rowAt(1)?.name).toBe('row-1');
  await act(async () => grid.pick(1, 'only'));
  expect(selected()).toEqual(['row-1']);
});

it('leaves the cursor on its row when more has come before that than is read anew', async () => {
  await become(['a', 'b', 'c']);
  await act(async () => grid.pick(1, 'only'));
  await become([...many.slice(0, 100), 'a', 'b', 'c']);
  expect(grid.cursor).toBe(101);
  await look(100);
  expect(source.rowAt(grid.cursor)?.name).toBe('b');
});

it('leaves the cursor in its place when its row is no more', async () => {
  await become(['a', 'b', 'c']);
  await act(async () => grid.pick(1, 'only'));
  expect(grid.cursorRow?.name).toBe('b');
  await become(['a', 'c']);
  expect(grid.cursor).toBe(1);
  expect(grid.cursorRow?.name).toBe('c');
  await become(['new', 'a', 'c']);
  expect(grid.cursor).toBe(2);
});

it('picks the row that stands at a place now, where an old page has another one there', async () => {
  await become(many);
  await look(400);
  await look(0);
  await become([...Array.from({ length: 40 }, (_, i) => `new-${i}`), ...many]);
  expect(source.rowAt(440)?.name).toBe('row-440');
  await act(async () => grid.pickNow(440, 'only'));
  expect(selected()).toEqual(['row-400']);
  await become(['another', ...names]);
  await act(async () => grid.pickNow(443, 'extend'));
  expect(selected()).toEqual(['row-400', 'row-401', 'row-402']);
  expect((await grid.atCursor())?.row.name).toBe('row-402');
});

it('ends a range at the row that is seen where its page is an old one', async () => {
  await become(many);
  await act(async () => grid.pick(398, 'only'));
  await look(400);
  await look(0);
  await become(['new', ...many]);
  expect(source.rowAt(400)?.name).toBe('row-400');
  await act(async () => grid.pick(400, 'extend'));
  expect(selected()).toEqual(['row-398', 'row-399', 'row-400']);
});

describe('for what goes by the place of the cursor', () => {
  const placed: number[] = [];
  const go = (place: number): void => void placed.push(place);

  beforeEach(async () => {
    placed.length = 0;
    await become(many);
    await act(async () => grid.pick(1, 'only'));
  });

  it('is there at once while its page is as the index has it', () => {
    grid.fromCursor(go);
    expect(placed).toEqual([1]);
  });

  it('is sought where only an old page knows it, unless another row is picked meanwhile', async () => {
    await look(400);
    await become(['new-1', 'new-2', ...many]);
    grid.fromCursor(go);
    expect(placed).toEqual([]);
    await grid.settled();
    expect(placed).toEqual([3]);
    grid.fromCursor(go);
    await act(async () => grid.pick(402, 'only'));
    await act(async () => undefined);
    expect(placed).toEqual([3]);
  });
});

it('picks a row as it is now, whatever was known of it by who picks it', async () => {
  await become(['a', 'b', 'c']);
  await act(async () => grid.pickRow({ index: 2, row: assetRow('b', { version: 'v0' }) }, 'only'));
  expect(grid.cursor).toBe(1);
  expect(grid.cursorRow).toEqual(assetRow('b'));
});

it('has no row for the cursor while that is still to be read', async () => {
  await become(many);
  await act(async () => grid.pick(300, 'roam'));
  expect(grid.cursorRow).toBeNull();
  await look(300);
  expect(grid.cursorRow?.name).toBe('row-300');
});

describe('where the page at the cursor is an old one', () => {
  beforeEach(async () => {
    await become(many);
    await look(120);
    await look(0);
    await act(async () => grid.pick(1, 'only'));
    await become([...Array.from({ length: 150 }, (_, i) => `new-${i}`), ...many]);
    expect(grid.cursor).toBe(151);
    expect(source.rowAt(151)?.name).toBe('row-151');
  });

  it('knows the row under the cursor', async () => {
    const placed = await grid.atCursor();
    expect(placed?.row.name).toBe('row-1');
    expect(placed?.index).toBe(151);
  });

  it('picks the row under the cursor', async () => {
    await act(async () => grid.pick(3, 'only'));
    await act(async () => grid.pickRow({ index: 151, row: assetRow('row-1') }, 'roam'));
    await act(async () => grid.pickCursor('toggle'));
    expect(selected()).toEqual(['new-3', 'row-1']);
    expect(grid.cursor).toBe(151);
  });
});

it('reads the row under the cursor where that is not known yet', async () => {
  await become(many);
  await act(async () => grid.pick(300, 'roam'));
  expect((await grid.atCursor())?.row.name).toBe('row-300');
});

it('has no row under the cursor where the view holds nothing any more', async () => {
  await become(['a', 'b']);
  await act(async () => grid.pick(1, 'only'));
  await become([]);
  expect(await grid.atCursor()).toBeNull();
});

it('counts no exception from a rule that is no more', async () => {
  await become(['a', 'b', 'c']);
  await act(async () => grid.selectAll());
  await act(async () => grid.pick(1, 'toggle'));
  expect(selectedCount(grid.selection, names.length)).toBe(2);
  gone = ['id-b'];
  await become(['a', 'c']);
  await vi.waitFor(async () => {
    await act(async () => undefined);
    expect(selectedCount(grid.selection, names.length)).toBe(2);
  });
});

describe('a range over more than a command can name', () => {
  const crowd = Array.from({ length: MANY + 2 }, (_, i) => `row-${i}`);

  it('is the rule for all where it takes in the whole view', async () => {
    await become(crowd);
    await act(async () => grid.pick(0, 'only'));
    await act(async () => grid.pick(crowd.length - 1, 'extend'));
    expect(grid.selection.kind).toBe('all');
    expect(selectedCount(grid.selection, crowd.length)).toBe(crowd.length);
  });

  it('is not taken elsewhere, which is told', async () => {
    const tell = vi.spyOn(notify, 'info').mockReturnValue();
    await become(crowd);
    await act(async () => grid.pick(1, 'only'));
    await act(async () => grid.pick(crowd.length - 1, 'extend'));
    expect(selectedCount(grid.selection, crowd.length)).toBe(1);
    expect(tell).toHaveBeenCalledOnce();
  });

  it('is not taken where it becomes so together with what is selected', async () => {
    const tell = vi.spyOn(notify, 'info').mockReturnValue();
    await become(crowd);
    await act(async () => grid.pick(0, 'only'));
    await act(async () => grid.sweep([[1, MANY]], grid.selection));
    expect(selectedCount(grid.selection, crowd.length)).toBe(1);
    expect(tell).toHaveBeenCalledOnce();
  });
});
