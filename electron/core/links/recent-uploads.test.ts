import { describe, expect, it, vi } from 'vitest';
import { EMPTY_TRANSFER_SUMMARY, type TransferItem, type TransferSummary } from '../../../shared/transfer';
import { RecentUploads } from './recent-uploads';

const rest: TransferSummary = EMPTY_TRANSFER_SUMMARY;
const busy: TransferSummary = { ...rest, counts: { ...rest.counts, moving: 1 } };

function upload(key: string, connectionId = 'c'): TransferItem {
  return { connectionId, key, assetId: `${connectionId} ${key}` } as TransferItem;
}

function open(kept: unknown = null) {
  const storage = { kept, read: () => storage.kept, write: (value: unknown) => (storage.kept = value) };
  const onChange = vi.fn();
  return { storage, onChange, recent: new RecentUploads(storage, onChange) };
}

describe('recent uploads', () => {
  it('are the newest few, each once, and are told of when the queue is at rest', () => {
    const { recent, onChange } = open();
    for (const n of [1, 2, 3, 4, 5, 6, 7, 2]) recent.uploadDone(upload(`${n}.png`), { size: n });
    recent.look(busy);
    expect(onChange).not.toHaveBeenCalled();
    recent.look(rest);
    recent.look(rest);
    expect(onChange).toHaveBeenCalledOnce();
    expect(recent.files.map(({ key }) => key)).toEqual(['2.png', '7.png', '6.png', '5.png', '4.png', '3.png']);
  });

  it('are there after a restart, and go with their connection', () => {
    const { recent, storage } = open();
    recent.uploadDone(upload('a.png'), { size: 1 });
    recent.uploadDone(upload('b.png', 'other'), { size: 1 });
    recent.look(rest);
    const again = open(storage.kept).recent;
    expect(again.files.map(({ key }) => key)).toEqual(['b.png', 'a.png']);
    again.forget('other');
    expect(again.files.map(({ key }) => key)).toEqual(['a.png']);
  });

  it('begin anew where the list cannot be read', () => {
    expect(open({ version: 9, files: 'x' }).recent.files).toEqual([]);
  });
});
