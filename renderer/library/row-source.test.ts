import { describe, expect, it, vi } from 'vitest';
import type { LibraryRow, LibraryView } from '../../shared/library';
import type { Result } from '../../shared/result';
import { failure } from '../../shared/failure';
import { RowSource, type RowQuestions } from './row-source';
import { assetRow, folderRow, numberedRows, TOP_VIEW } from './test-rows';

/** An index in memory, which tests change and count the questions of. */
class SmallIndex implements RowQuestions {
  revision = 1;
  rowsAsked: number[] = [];
  broken = false;
  constructor(public all: LibraryRow[]) {}

  async summary(): ReturnType<RowQuestions['summary']> {
    const count = this.all.length;
    return this.#answer({ revision: this.revision, rowCount: count, objectCount: count, totalBytes: 0 });
  }
  async rows(view: LibraryView, start: number, count: number): ReturnType<RowQuestions['rows']> {
    this.rowsAsked.push(start);
    const found = this.all.filter((row) => row.name.includes(view.search));
    return this.#answer({ revision: this.revision, rows: found.slice(start, start + count) });
  }
  async position(_view: LibraryView, assetId: string): ReturnType<RowQuestions['position']> {
    const place = this.all.findIndex((row) => row.kind === 'asset' && row.assetId === assetId);
    return this.#answer(place < 0 ? null : place);
  }
  #answer<T>(value: T): Result<T> {
    return this.broken ? { ok: false, failure: failure('no-connection') } : { ok: true, value };
  }
}

async function shown(source: RowSource): Promise<void> {
  await vi.waitFor(() => expect(source.state().kind).toBe('ready'));
}

describe('row source', () => {
  it('shows a view from its first page on and reads others when they are looked at', async () => {
    const index = new SmallIndex(numberedRows(0, 100_000));
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    expect(source.rowAt(0)?.name).toBe('0.png');
    expect(source.rowAt(90_000)).toBeNull();
    source.look({ first: 90_000, last: 90_030 }, 90_000);
    await vi.waitFor(() => expect(source.rowAt(90_030)?.name).toBe('90030.png'));
    expect(index.rowsAsked.length).toBeLessThan(6);
  });

  it('keeps the old rows until the new ones have come, and then has them all at once', async () => {
    const index = new SmallIndex([assetRow('old.png')]);
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    const seen: (string | undefined)[] = [];
    source.subscribe(() => seen.push(source.rowAt(0)?.name));
    index.all = [assetRow('new.png'), ...index.all];
    index.revision = 2;
    source.show(TOP_VIEW, 2);
    expect(source.rowAt(0)?.name).toBe('old.png');
    await vi.waitFor(() => expect(source.rowAt(1)?.name).toBe('old.png'));
    expect(new Set(seen)).toEqual(new Set(['new.png']));
  });

  it('says where the row in sight has gone when others came above it', async () => {
    const index = new SmallIndex(numberedRows(0, 5_000));
    const source = new RowSource(index);
    const shifts: [number, number][] = [];
    source.onShift = (from, to) => shifts.push([from, to]);
    source.show(TOP_VIEW, 1);
    await shown(source);
    source.look({ first: 2_000, last: 2_020 }, 2_000);
    await vi.waitFor(() => expect(source.rowAt(2_000)).not.toBeNull());
    index.all = [...numberedRows(90_000, 600), ...index.all];
    index.revision = 2;
    source.show(TOP_VIEW, 2);
    await vi.waitFor(() => expect(shifts).toEqual([[2_000, 2_600]]));
    expect(source.rowAt(2_600)?.name).toBe('2000.png');
  });

  it('drops an answer to a question that is no longer asked', async () => {
    const index = new SmallIndex([assetRow('apple.png'), assetRow('pear.png')]);
    const source = new RowSource(index);
    source.show({ ...TOP_VIEW, search: 'apple' }, 1);
    source.show({ ...TOP_VIEW, search: 'pear' }, 1);
    await shown(source);
    expect(source.rowAt(0)?.name).toBe('pear.png');
  });

  it('asks at once for a view that is expected, and not again once it is wanted', async () => {
    const index = new SmallIndex([assetRow('cat.png'), assetRow('dog.png')]);
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    const asked = index.rowsAsked.length;
    const wanted = { ...TOP_VIEW, search: 'dog' };
    source.expect(wanted);
    expect(index.rowsAsked).toHaveLength(asked + 1);
    source.show({ ...wanted }, 1);
    await vi.waitFor(() => expect(source.rowAt(0)?.name).toBe('dog.png'));
    expect(index.rowsAsked).toHaveLength(asked + 1);
  });

  it('says that it could not read, and tries again when asked', async () => {
    const index = new SmallIndex([assetRow('a.png')]);
    index.broken = true;
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await vi.waitFor(() =>
      expect(source.state()).toMatchObject({ kind: 'failed', failure: { code: 'no-connection' } }),
    );
    index.broken = false;
    source.retry();
    await shown(source);
  });

  it('reads a range that was never on the screen, and the folders of a view', async () => {
    const index = new SmallIndex([folderRow('a/'), folderRow('b/'), ...numberedRows(0, 3_000)]);
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    const range = await source.range(0, 1_999);
    expect(range.ok && range.value.length).toBe(2_000);
    expect(range.ok && range.value[1_999]?.name).toBe('1997.png');
    const folders = await source.folders();
    expect(folders.ok && folders.value.map((row) => row.prefix)).toEqual(['a/', 'b/']);
  });

  it('reads a range anew where pages of it are from before, and asks for nothing where all are as they are now', async () => {
    const index = new SmallIndex(numberedRows(0, 1_000));
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    source.look({ first: 500, last: 520 }, null);
    await vi.waitFor(() => expect(source.rowAt(520)).not.toBeNull());
    index.all = [assetRow('new.png'), ...index.all];
    index.revision = 2;
    source.show(TOP_VIEW, 2);
    await vi.waitFor(() => expect(source.rowAt(500)?.name).toBe('499.png'));
    expect(source.rowAt(0)?.name).toBe('0.png');
    const first = await source.range(0, 2);
    expect(first.ok && first.value.map(({ name }) => name)).toEqual(['new.png', '0.png', '1.png']);
    const asked = index.rowsAsked.length;
    const seen = await source.range(500, 502);
    expect(seen.ok && seen.value.map(({ name }) => name)).toEqual(['499.png', '500.png', '501.png']);
    expect(index.rowsAsked).toHaveLength(asked);
  });

  it('tells where a row stands now, also of one whose page is from before', async () => {
    const index = new SmallIndex([folderRow('a/'), ...numberedRows(0, 1_000)]);
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    source.look({ first: 500, last: 520 }, null);
    await vi.waitFor(() => expect(source.rowAt(520)).not.toBeNull());
    index.all = [folderRow('_/'), ...index.all];
    index.revision = 2;
    source.show(TOP_VIEW, 2);
    await vi.waitFor(() => expect(source.rowAt(500)?.name).toBe('498.png'));
    expect(source.find('asset:id-1.png')?.index).toBe(2);
    expect(source.findNow('asset:id-1.png')).toBeNull();
    expect(await source.placeNow('asset:id-1.png')).toBe(3);
    expect(source.findNow('asset:id-498.png')?.index).toBe(500);
    expect(await source.placeNow('folder:a/')).toBeNull();
  });

  it('finds a file with its place, as the index has both at that moment, and never another one', async () => {
    const index = new SmallIndex([folderRow('a/'), ...numberedRows(0, 1_000)]);
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    index.all = [folderRow('_/'), ...index.all];
    const found = await source.locate('id-600.png');
    expect(found).toMatchObject({ ok: true, value: { index: 602, row: { name: '600.png' } } });
    expect(await source.locate('id-gone.png')).toEqual({ ok: true, value: null });
    vi.spyOn(index, 'position').mockResolvedValue({ ok: true, value: 5 });
    expect(await source.locate('id-600.png')).toEqual({ ok: true, value: null });
  });

  it('reads the row at a place as the index has it at that moment', async () => {
    const index = new SmallIndex(numberedRows(0, 100));
    const source = new RowSource(index);
    source.show(TOP_VIEW, 1);
    await shown(source);
    index.all = [assetRow('new.png'), ...index.all];
    expect(await source.read(1)).toMatchObject({ ok: true, value: { name: '0.png' } });
    expect(await source.read(101)).toEqual({ ok: true, value: null });
  });
});
