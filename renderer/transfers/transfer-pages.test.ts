import { expect, it, vi } from 'vitest';
import { failure } from '../../shared/failure';
import type { Result } from '../../shared/result';
import type { TransferItem, TransferState } from '../../shared/transfer';
import { PAGE, TransferPages } from './transfer-pages';

function item(index: number, state: TransferState = { kind: 'queued' }): TransferItem {
  return {
    id: `t${index}`,
    direction: 'upload',
    origin: 'files',
    connectionId: 'c1',
    bucket: 'b',
    key: `k${index}`,
    assetId: `a${index}`,
    name: `k${index}`,
    size: 1,
    contentType: 'image/png',
    localPath: '',
    copy: null,
    addedAt: 0,
    state,
  };
}

type Answer = Result<{ total: number; rows: TransferItem[] }>;

function pagesOf(list: TransferItem[]) {
  let offline = false;
  const starts: number[] = [];
  const read = (start: number, count: number): Promise<Answer> => {
    starts.push(start);
    const value = { total: list.length, rows: list.slice(start, start + count) };
    return Promise.resolve(offline ? { ok: false, failure: failure('unexpected') } : { ok: true, value });
  };
  const pages = new TransferPages(read, () => undefined);
  return { pages, starts, fail: (value: boolean) => (offline = value) };
}

it('reads only the pages on screen', async () => {
  const { pages, starts } = pagesOf(Array.from({ length: 5 * PAGE }, (_, index) => item(index)));
  pages.apply(1, []);
  pages.show(2 * PAGE, 2 * PAGE + 9);
  await vi.waitFor(() => expect(pages.row(2 * PAGE)?.id).toBe(`t${2 * PAGE}`));
  expect(pages.total).toBe(5 * PAGE);
  expect(starts).toEqual([0, 2 * PAGE]);
});

it('puts in what changed without reading again, and reads again at another revision', async () => {
  const list = [item(0), item(1)];
  const { pages, starts } = pagesOf(list);
  pages.apply(1, []);
  await vi.waitFor(() => expect(pages.total).toBe(2));
  pages.apply(1, [item(1, { kind: 'verifying', movedBytes: 1 })]);
  expect(pages.row(1)?.state.kind).toBe('verifying');
  expect(starts).toHaveLength(1);
  list.unshift(item(7));
  pages.apply(2, []);
  await vi.waitFor(() => expect(pages.row(0)?.id).toBe('t7'));
});

it('is not empty but unread when it could not be read, until it can', async () => {
  const { pages, fail } = pagesOf([item(0)]);
  expect(pages.knowledge.kind).toBe('loading');
  fail(true);
  pages.apply(1, []);
  await vi.waitFor(() => expect(pages.knowledge.kind).toBe('failed'));
  fail(false);
  pages.fetch();
  await vi.waitFor(() => expect(pages.knowledge.kind).toBe('there'));
});
