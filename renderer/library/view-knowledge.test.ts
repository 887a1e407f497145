import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import type { ScanState } from '../../shared/library';
import type { RowsState } from './row-source';
import { TOP_VIEW } from './test-rows';
import { viewKnowledge } from './view-knowledge';

const offline = failure('offline');
const complete: ScanState = { kind: 'complete', at: 1, requests: 1 };

function rows(rowCount: number, late = false): { state: RowsState; late: boolean } {
  const summary = { revision: 1, rowCount, objectCount: rowCount, totalBytes: 0 };
  return { state: { kind: 'ready', view: TOP_VIEW, summary }, late };
}

function library(scan: ScanState, objectCount = 0) {
  return { connectionId: 'c1', scan, objectCount };
}

describe('what is known of a view', () => {
  it('calls a bucket empty only when it has been read', () => {
    expect(viewKnowledge(rows(0), TOP_VIEW, library(complete))).toEqual({ kind: 'empty', what: 'bucket' });
    expect(viewKnowledge(rows(0), TOP_VIEW, library({ kind: 'never' })).kind).toBe('loading');
    const scanning = { kind: 'scanning', found: 0, requests: 1, left: null, knownAt: null } as const;
    expect(viewKnowledge(rows(0), TOP_VIEW, library(scanning)).kind).toBe('loading');
    const failed = { kind: 'failed', failure: offline, knownAt: null } as const;
    expect(viewKnowledge(rows(0), TOP_VIEW, library(failed))).toMatchObject({ kind: 'unreadable', cause: 'bucket' });
  });

  it('does not call empty what was not read before a stop', () => {
    const stopped = { kind: 'stopped', by: 'person', found: 5, requests: 1, left: null } as const;
    expect(viewKnowledge(rows(0), TOP_VIEW, library({ ...stopped, knownAt: null }, 5)).kind).toBe('unread');
    expect(viewKnowledge(rows(0), TOP_VIEW, library({ ...stopped, knownAt: 3 }, 5)).kind).toBe('empty');
  });

  it('does not take another bucket’s scan for this one’s', () => {
    expect(viewKnowledge(rows(0), TOP_VIEW, { ...library(complete), connectionId: 'c2' }).kind).toBe('loading');
  });

  it('shows what it knows while reading, or when reading failed', () => {
    const failed = { kind: 'failed', failure: offline, knownAt: 5 } as const;
    expect(viewKnowledge(rows(3), TOP_VIEW, library(failed, 3)).kind).toBe('rows');
    expect(viewKnowledge(rows(3, true), TOP_VIEW, library(complete, 3)).kind).toBe('loading');
  });

  it('tells nothing found from nothing there', () => {
    expect(viewKnowledge(rows(0), { ...TOP_VIEW, search: 'x' }, library(complete, 9)).kind).toBe('nothing-found');
    const folder = { ...TOP_VIEW, scope: { kind: 'folder', prefix: 'a/' } } as const;
    expect(viewKnowledge(rows(0), folder, library(complete, 9))).toEqual({ kind: 'empty', what: 'folder' });
    const smart = { ...TOP_VIEW, scope: { kind: 'smart', view: 'audio' } } as const;
    expect(viewKnowledge(rows(0), smart, library(complete, 9))).toEqual({ kind: 'empty', what: 'smart' });
  });
});
