import { describe, expect, it, vi } from 'vitest';
import { EMPTY_TRANSFER_SUMMARY, type TransferItem } from '../../shared/transfer';
import { BatchCount, type BatchResult } from '../core/transfers/work-signs';
import { nativeWords } from './native-words';

vi.mock('electron', () => ({ app: { getLocale: () => 'en' } }));

function item(id: string, direction: TransferItem['direction']): TransferItem {
  return {
    id,
    direction,
    origin: 'files',
    connectionId: 'c',
    bucket: 'b',
    key: id,
    assetId: id,
    name: id,
    size: 1,
    contentType: 'image/png',
    localPath: '',
    addedAt: 1,
    copy: null,
    state: { kind: 'done', finishedAt: 1, verified: 'md5' },
  };
}

function resultOf(directions: readonly TransferItem['direction'][]): BatchResult {
  const batch = new BatchCount();
  directions.forEach((direction, at) => batch.heard({ kind: 'changed', item: item(String(at), direction) }));
  const result = batch.endOf(EMPTY_TRANSFER_SUMMARY);
  if (result === null) throw new Error('Nothing was done');
  return result;
}

describe('the end of the work', () => {
  it('does not call a file copied that was moved, renamed or changed', () => {
    const result = resultOf(['copy', 'copy']);
    expect(nativeWords('en').batch(result)).toBe('2 files copied, moved or changed');
    expect(nativeWords('zh-CN').batch(result)).toBe('已复制、移动或更改 2 个文件');
  });

  it('keeps uploads, downloads and what failed apart', () => {
    const result = { ...resultOf(['upload', 'download', 'copy']), failed: 1 };
    expect(nativeWords('en').batch(result)).toBe(
      '1 file uploaded, 1 file downloaded, 1 file copied, moved or changed, 1 failed',
    );
  });
});

describe('the word that answers are missing', () => {
  it('tells how many', () => {
    expect(nativeWords('en').unanswered(1).title).toBe('1 file waits for your answer');
    expect(nativeWords('en').unanswered(1200).title).toBe('1,200 files wait for your answer');
    expect(nativeWords('zh-CN').unanswered(3)).toEqual({ title: '有 3 个文件等待你的答复', body: '已有同名文件。' });
  });
});

describe('the question before quitting', () => {
  it('is a question', () => {
    expect(nativeWords('en').quitQuestion(1)).toBe('Quit while 1 transfer is under way?');
    expect(nativeWords('en').quitQuestion(3)).toBe('Quit while 3 transfers are under way?');
    expect(nativeWords('zh-CN').quitQuestion(3)).toBe('有 3 个传输正在进行，确定退出吗？');
  });
});
