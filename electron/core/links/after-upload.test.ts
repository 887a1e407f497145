import { expect, it } from 'vitest';
import { EMPTY_TRANSFER_SUMMARY, type TransferItem, type TransferSummary } from '../../../shared/transfer';
import { LinksAfterUpload, type ArrivedUpload } from './after-upload';

const upload = (key: string, changes: Partial<TransferItem> = {}) =>
  ({ connectionId: 'c1', key, assetId: key, origin: 'files', ...changes }) as TransferItem;
const withQueued = (queued: number): TransferSummary => ({
  ...EMPTY_TRANSFER_SUMMARY,
  counts: { ...EMPTY_TRANSFER_SUMMARY.counts, queued },
});

it('links are handed on together, when nothing is on its way any more', () => {
  let wanted = true;
  const told: (readonly ArrivedUpload[])[] = [];
  const after = new LinksAfterUpload(
    () => wanted,
    (files) => told.push(files),
  );
  after.uploadDone(upload('one.png'), { size: 1 });
  after.look(withQueued(2));
  after.uploadDone(upload('other.png', { connectionId: 'c0' }), { size: 2 });
  after.uploadDone(upload('made.png', { origin: 'generated' }), { size: 2 });
  after.uploadDone(upload('two.png'), { size: 2 });
  expect(told).toEqual([]);
  after.look(withQueued(0));
  after.look(withQueued(0));
  expect(told.map((files) => files.map(({ key }) => key))).toEqual([['one.png', 'two.png']]);
  wanted = false;
  after.uploadDone(upload('three.png'), { size: 1 });
  after.look(withQueued(0));
  expect(told).toHaveLength(1);
});
