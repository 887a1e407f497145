// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import type { TransferItem, TransferState } from '../../shared/transfer';
import { startI18n } from '../i18n';
import { cacheWords, rowLabel, shareOf } from './row-words';
import { assetRow, folderRow } from './test-rows';

function transfer(state: TransferState): TransferItem {
  const { key, assetId, name, size } = assetRow('dusk.png');
  const place = { key, assetId, name, size, connectionId: 'c1', bucket: 'b', localPath: '', copy: null };
  return { id: 't1', direction: 'upload', origin: 'files', contentType: 'image/png', addedAt: 0, ...place, state };
}

beforeAll(() => startI18n('en'));

describe('words for a row', () => {
  it('begin with the name and say what a glance would', () => {
    expect(rowLabel(assetRow('dusk.png'), null)).toBe('dusk.png, Image, 1 kB');
    expect(rowLabel(folderRow('kit/', 1), null)).toBe('kit, Folder, 1 object');
    const moving = transfer({ kind: 'moving', movedBytes: 640, bytesPerSecond: 10 });
    expect(rowLabel(assetRow('dusk.png'), moving)).toBe('dusk.png, Image, 1 kB, Sending, 64%');
    const failed = transfer({ kind: 'failed', failure: failure('connection-lost') });
    expect(rowLabel(assetRow('dusk.png'), failed)).toContain('failed: The connection was cut');
  });

  it('know how far a transfer is, also of a file without bytes', () => {
    expect(shareOf({ ...transfer({ kind: 'moving', movedBytes: 0, bytesPerSecond: 0 }), size: 0 })).toBe(0);
    expect(shareOf(transfer({ kind: 'verifying', movedBytes: 1 }))).toBe(1);
    expect(shareOf(transfer({ kind: 'queued' }))).toBeNull();
  });

  it('put a cache header into plain words and leave what they do not know', () => {
    expect(cacheWords('public, max-age=86400, immutable')).toBe('1 day, immutable');
    expect(cacheWords('no-store')).toBe('no-store');
    expect(cacheWords('max-age=0, s-maxage=60')).toBe('max-age=0, s-maxage=60');
  });
});
