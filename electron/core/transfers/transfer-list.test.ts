import { describe, expect, it } from 'vitest';
import type { TransferState } from '../../../shared/transfer';
import type { UploadRecord } from './journal/records';
import { TransferList } from './transfer-list';

const DONE: TransferState = { kind: 'done', finishedAt: 1, verified: 'md5' };

function record(id: string, key = `${id}.png`): UploadRecord {
  return {
    id,
    direction: 'upload',
    origin: 'files',
    connectionId: 'c',
    bucket: 'b',
    server: null,
    key,
    size: 10,
    contentType: 'image/png',
    localPath: `/${id}`,
    addedAt: 1,
    batchId: 'batch',
    status: { kind: 'open' },
    typeIsKnown: false,
    deleteWhenDone: false,
    decision: null,
    attempted: false,
    beginning: null,
    multipart: null,
    rank: 1,
    beganAnew: false,
    headers: { cacheControl: null, metadata: {} },
    naming: null,
    conversion: null,
    converted: null,
    removal: null,
    cleaned: null,
  };
}

function listOf(count: number): TransferList {
  const list = new TransferList({ assetIdOf: (connectionId, key) => `${connectionId}/${key}` }, () => undefined);
  for (let n = 0; n < count; n++) list.add(record(String(n)), { kind: 'queued' });
  return list;
}

describe('the list', () => {
  it('remembers about the last thousand finished, and all that are not', () => {
    const list = listOf(3000);
    for (const entry of list.all().slice(0, 2500)) list.update(entry, { state: DONE });
    expect(list.count('queued')).toBe(500);
    expect(list.count('done')).toBeGreaterThanOrEqual(1000);
    expect(list.count('done')).toBeLessThanOrEqual(1100);
    expect(list.rows(0, 1).rows[0]?.id).toBe('2999');
    expect(list.rows(list.rows(0, 0).total - 1, 10).rows).toHaveLength(1);
  });

  it('counts bytes of one go: open, moved, and what has finished in it', () => {
    const list = listOf(3);
    const [first, second, third] = list.all();
    list.update(first!, { state: { kind: 'moving', movedBytes: 4, bytesPerSecond: 1 } });
    expect(list.sums()).toMatchObject({ totalBytes: 30, movedBytes: 4 });
    list.update(first!, { state: DONE });
    list.update(second!, { state: { kind: 'skipped' } });
    expect(list.sums()).toMatchObject({ totalBytes: 20, movedBytes: 10 });
    list.update(third!, { state: DONE });
    list.add(record('next'), { kind: 'queued' });
    expect(list.sums()).toMatchObject({ totalBytes: 10, movedBytes: 0 });
  });

  it('finds the uploads of an asset, also after its key has changed', () => {
    const list = listOf(2);
    const [first] = list.all();
    list.update(first!, { record: record('0', 'other.png') });
    expect(list.uploadsOf('c/0.png')).toEqual([]);
    expect(list.uploadsOf('c/other.png')).toEqual([first]);
    list.remove([first!]);
    expect(list.uploadsOf('c/other.png')).toEqual([]);
  });
});
