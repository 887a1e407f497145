import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/failure';
import { EMPTY_TRANSFER_SUMMARY, type TransferItem, type TransferState } from '../../../shared/transfer';
import { BatchCount, OpenQuestions, signsOf } from './work-signs';

const IDLE = EMPTY_TRANSFER_SUMMARY;
const AWAY = { kind: 'away', connectionId: 'c', failure: failure('offline'), until: 1 } as const;
const HELD = { kind: 'held', connectionId: 'c', failure: failure('wrong-secret') } as const;

function summary(counts: Partial<typeof IDLE.counts>, rest: Partial<typeof IDLE> = {}): typeof IDLE {
  return { ...IDLE, totalBytes: 100, movedBytes: 25, ...rest, counts: { ...IDLE.counts, ...counts } };
}

function item(id: string, direction: TransferItem['direction'], state: TransferState): TransferItem {
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
    localPath: `/${id}`,
    addedAt: 1,
    copy: null,
    state,
  };
}

describe('the signs of the work', () => {
  it('keep the machine awake while something moves, and only then', () => {
    expect(signsOf(summary({ moving: 1 })).moves).toBe(true);
    expect(signsOf(summary({ verifying: 1 })).moves).toBe(true);
    for (const counts of [{ queued: 9 }, { waiting: 3 }, { paused: 2 }, { failed: 1 }, { conflict: 1 }, {}])
      expect(signsOf(summary(counts)).moves).toBe(false);
  });

  it('show progress, standing still, and trouble', () => {
    expect(signsOf(summary({ moving: 1, queued: 3 })).progress).toEqual({ share: 0.25, mode: 'normal' });
    expect(signsOf(summary({ queued: 3 }, { paused: true })).progress).toEqual({ share: 0.25, mode: 'paused' });
    expect(signsOf(summary({ waiting: 3 }, { troubles: [AWAY] }))).toMatchObject({
      progress: { mode: 'paused' },
      missesNetwork: true,
    });
    expect(signsOf(summary({ waiting: 3 }, { troubles: [HELD] })).progress).toEqual({ share: 0.25, mode: 'error' });
    expect(signsOf(summary({ done: 5, failed: 1, conflict: 1 })).progress).toBeNull();
  });

  it('count what a quit would interrupt', () => {
    expect(signsOf(summary({ moving: 2, queued: 3, waiting: 1, failed: 4, paused: 5 })).underWay).toBe(6);
    expect(signsOf(summary({ queued: 3 }, { paused: true })).underWay).toBe(0);
  });
});

describe('a batch', () => {
  it('ends when nothing is left, with what came of it', () => {
    const batch = new BatchCount();
    const lost: TransferState = { kind: 'failed', failure: failure('access-denied') };
    const done: TransferState = { kind: 'done', finishedAt: 1, verified: 'md5' };
    batch.heard({ kind: 'changed', item: item('a', 'upload', done) });
    batch.heard({ kind: 'changed', item: item('b', 'upload', lost) });
    batch.heard({ kind: 'changed', item: item('c', 'upload', lost) });
    batch.heard({ kind: 'changed', item: item('d', 'download', done) });
    expect(batch.endOf(summary({ queued: 1 }))).toBeNull();
    batch.heard({ kind: 'changed', item: item('b', 'upload', { kind: 'queued' }) });
    batch.heard({ kind: 'changed', item: item('b', 'upload', done) });
    expect(batch.endOf(summary({ done: 3, failed: 1 }))).toEqual({
      uploaded: 2,
      downloaded: 1,
      others: 0,
      failed: 1,
    });
    expect(batch.endOf(summary({ done: 3, failed: 1 }))).toBeNull();
  });

  it('that was cancelled as a whole is not worth a word', () => {
    const batch = new BatchCount();
    batch.heard({ kind: 'changed', item: item('a', 'upload', { kind: 'queued' }) });
    batch.heard({ kind: 'gone', item: item('a', 'upload', { kind: 'queued' }) });
    expect(batch.endOf(summary({}))).toBeNull();
  });
});

describe('questions about taken names', () => {
  const TAKEN: TransferState = { kind: 'conflict', existing: { size: 1, modified: 1 } };

  function asked(...ids: readonly string[]): OpenQuestions {
    const questions = new OpenQuestions();
    for (const id of ids) questions.heard({ kind: 'changed', item: item(id, 'upload', TAKEN) });
    return questions;
  }

  it('are told when nothing else goes on, once', () => {
    const questions = asked('a', 'b');
    for (const counts of [{ queued: 1 }, { moving: 1 }, { verifying: 1 }, { waiting: 1 }])
      expect(questions.toTell(summary({ conflict: 2, ...counts }))).toBe(0);
    expect(questions.toTell(summary({ conflict: 2, done: 3, failed: 1, paused: 1 }))).toBe(2);
    expect(questions.toTell(summary({ conflict: 2, done: 3 }))).toBe(0);
  });

  it('are told again, all of them, when a new one has come', () => {
    const questions = asked('a');
    expect(questions.toTell(summary({ conflict: 1 }))).toBe(1);
    questions.heard({ kind: 'changed', item: item('a', 'upload', TAKEN) });
    expect(questions.toTell(summary({ conflict: 1 }))).toBe(0);
    questions.heard({ kind: 'changed', item: item('b', 'download', TAKEN) });
    expect(questions.toTell(summary({ conflict: 2 }))).toBe(2);
  });

  it('that were answered or called off are not', () => {
    const questions = asked('a', 'b', 'c');
    questions.heard({ kind: 'changed', item: item('a', 'upload', { kind: 'queued' }) });
    questions.heard({ kind: 'gone', item: item('b', 'upload', TAKEN) });
    expect(questions.toTell(summary({ conflict: 1 }))).toBe(1);
    questions.heard({ kind: 'gone', item: item('c', 'upload', TAKEN) });
    expect(questions.toTell(summary({}))).toBe(0);
  });

  it('leave the end of the work for when they are answered', () => {
    const batch = new BatchCount();
    batch.heard({ kind: 'changed', item: item('a', 'upload', TAKEN) });
    batch.heard({ kind: 'changed', item: item('b', 'upload', { kind: 'done', finishedAt: 1, verified: 'md5' }) });
    expect(batch.endOf(summary({ conflict: 1, done: 1 }))).toBeNull();
    batch.heard({ kind: 'changed', item: item('a', 'upload', { kind: 'done', finishedAt: 1, verified: 'md5' }) });
    expect(batch.endOf(summary({ done: 2 }))).toMatchObject({ uploaded: 2 });
  });
});
