import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import { EMPTY_LIBRARY, type ScanState } from '../../shared/library';
import { storedOf } from './stored';

const offline = failure('offline');

function stored(scan: ScanState, activeId: string | null = 'c1') {
  return storedOf({ ...EMPTY_LIBRARY, connectionId: 'c1', totalBytes: 500, scan }, activeId);
}

describe('what is said to be stored', () => {
  it.each<[string, ScanState, object]>([
    ['a bucket never read', { kind: 'never' }, { kind: 'unknown', failure: null }],
    [
      'one that could not be read',
      { kind: 'failed', failure: offline, knownAt: null },
      { kind: 'unknown', failure: offline },
    ],
    [
      'one read before and not now',
      { kind: 'failed', failure: offline, knownAt: 7 },
      { kind: 'stale', bytes: 500, at: 7, failure: offline },
    ],
    [
      'one being read',
      { kind: 'scanning', found: 3, requests: 1, left: null, knownAt: null },
      { kind: 'so-far', bytes: 500, found: 3, requests: 1, isReading: true },
    ],
    [
      'one read to its end',
      { kind: 'complete', at: 9, requests: 2 },
      { kind: 'known', bytes: 500, at: 9, requests: 2 },
    ],
  ])('of %s', (_what, scan, expected) => {
    expect(stored(scan)).toEqual(expected);
  });

  it('is nothing while the index still holds another bucket', () => {
    expect(stored({ kind: 'complete', at: 9, requests: 2 }, 'c2')).toEqual({ kind: 'unknown', failure: null });
  });
});
