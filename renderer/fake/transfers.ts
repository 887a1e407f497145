import { failure, type Failure } from '../../shared/failure';
import { contentTypeOfName } from '../../shared/media';
import {
  type ConnectionTrouble,
  EMPTY_TRANSFER_SUMMARY,
  type TransferItem,
  type TransferState,
  type TransferSummary,
} from '../../shared/transfer';
import type { UnfinishedUpload } from '../../shared/unfinished';
import { nameOfKey } from '../../shared/keys';
import { FAKE_BUCKET, FAKE_CONNECTION_ID } from './connections';

const MB = 1_000_000;

/** One transfer of each state that there is. */
export function makeTransfers(now: number): TransferItem[] {
  const states: readonly (readonly [string, number, TransferState])[] = [
    ['clips/harbour-at-dusk.mp4', 512 * MB, { kind: 'moving', movedBytes: 184 * MB, bytesPerSecond: 24 * MB }],
    ['generated/2026/11/flow-field-08.png', 4 * MB, { kind: 'moving', movedBytes: 3 * MB, bytesPerSecond: 8.2 * MB }],
    [
      'press-kit/cover-final-final-v12-approved-by-everyone-print.png',
      38 * MB,
      { kind: 'verifying', movedBytes: 38 * MB },
    ],
    ['press-kit/logo.png', 2 * MB, { kind: 'conflict', existing: { size: 1.4 * MB, modified: now - 86_400_000 * 40 } }],
    [
      'clips/salt-flats.mp4',
      240 * MB,
      { kind: 'waiting', until: now + 42_000, failure: failure('rate-limited'), movedBytes: 112 * MB },
    ],
    ['clips/first-snow.mp4', 96 * MB, { kind: 'paused', movedBytes: 31 * MB }],
    ['sounds/room-tone.wav', 61 * MB, { kind: 'queued' }],
    ['sounds/晨雾中的山谷.mp3', 6 * MB, { kind: 'queued' }],
    [
      'drafts/locked.psd',
      410 * MB,
      { kind: 'failed', failure: failure('file-unreadable', { name: 'locked.psd' }, 'EACCES') },
    ],
    [
      'drafts/other.png',
      3 * MB,
      { kind: 'failed', failure: failure('access-denied', { bucket: FAKE_BUCKET }, '403 AccessDenied') },
    ],
    ['press-kit/poster.jpg', 5 * MB, { kind: 'done', finishedAt: now - 70_000, verified: 'md5' }],
    ['clips/kelp-forest.mp4', 820 * MB, { kind: 'done', finishedAt: now - 400_000, verified: 'parts' }],
    ['press-kit/old-poster.jpg', 5 * MB, { kind: 'skipped' }],
  ];
  return states.map(([key, size, state], index) => ({
    id: `t${index}`,
    direction: index === 11 ? 'download' : 'upload',
    origin: key.startsWith('generated/') ? 'generated' : 'files',
    connectionId: FAKE_CONNECTION_ID,
    bucket: FAKE_BUCKET,
    key,
    assetId: `x${index}`,
    name: nameOfKey(key),
    size,
    contentType: contentTypeOfName(key),
    localPath: `/pictures/${nameOfKey(key)}`,
    copy: null,
    addedAt: now - index * 30_000,
    state,
  }));
}

/** Begun uploads of this queue and of other programs. */
export function makeUnfinished(now: number): readonly UnfinishedUpload[] {
  const HOUR = 3_600_000;
  const uploads: readonly (readonly [string, number, number | null, UnfinishedUpload['owner']])[] = [
    ['clips/harbour-at-dusk.mp4', 0.2, 184 * MB, 'queue'],
    ['backups/2026-11/library-with-a-very-long-name-that-does-not-fit-anywhere.tar.zst', 30, 4210 * MB, 'other'],
    ['exports/wedding-master.mov', 75, 912 * MB, 'other'],
    ['exports/wedding-master.mov', 150, null, 'other'],
  ];
  return uploads.map(([key, hours, bytes, owner], index) => ({
    key,
    uploadId: `u${index}`,
    begunAt: now - hours * HOUR,
    bytes,
    owner,
  }));
}

/** Connections that stand still: for the scenes `offline` and `refused`. */
export function troublesOf(scene: string, now: number): readonly ConnectionTrouble[] {
  const connectionId = FAKE_CONNECTION_ID;
  if (scene === 'offline')
    return [{ kind: 'away', connectionId, failure: failure('offline', { host: 'r2' }), until: now + 16_000 }];
  if (scene === 'refused')
    return [{ kind: 'held', connectionId, failure: failure('wrong-secret', {}, '403 SignatureDoesNotMatch') }];
  return [];
}

/** What stands still moves nothing. */
export function atRest(items: readonly TransferItem[], cause: Failure): TransferItem[] {
  return items.map((item) =>
    item.state.kind === 'moving' || item.state.kind === 'verifying'
      ? { ...item, state: { kind: 'waiting', until: null, failure: cause, movedBytes: movedOf(item) } }
      : item,
  );
}

function movedOf({ state }: TransferItem): number {
  return 'movedBytes' in state ? (state.movedBytes ?? 0) : 0;
}

/** The sums over a queue. */
export function summarize(
  items: readonly TransferItem[],
  paused: boolean,
  troubles: readonly ConnectionTrouble[] = [],
): TransferSummary {
  const counts = { ...EMPTY_TRANSFER_SUMMARY.counts };
  for (const { state } of items) counts[state.kind] += 1;
  const open = items.filter(({ state }) => !['done', 'skipped', 'failed'].includes(state.kind));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const totalBytes = sum(open.map(({ size }) => size));
  const movedBytes = sum(open.map(movedOf));
  const bytesPerSecond = paused
    ? 0
    : sum(open.map(({ state }) => (state.kind === 'moving' ? state.bytesPerSecond : 0)));
  const secondsLeft = bytesPerSecond === 0 ? null : (totalBytes - movedBytes) / bytesPerSecond;
  return { counts, totalBytes, movedBytes, bytesPerSecond, secondsLeft, paused, troubles };
}
