import {
  isConflicted,
  type TransferFilter,
  type TransferItem,
  type TransferSelection,
  type TransferState,
} from '../../shared/transfer';
import { added } from './added';
import type { FakeApp } from './app';
import { type Commands } from './commands';
import { PICKED, preview } from './preview';

function isMeant(which: TransferSelection, item: TransferItem): boolean {
  return which === 'all' || which.includes(item.id);
}

function groupOf({ kind }: TransferState): TransferFilter {
  if (kind === 'done' || kind === 'skipped') return 'done';
  return kind === 'failed' ? 'failed' : 'active';
}

export function transferCommands(app: FakeApp): Commands<'transfers'> {
  const change = (which: TransferSelection, next: (state: TransferState) => TransferState): null => {
    app.items = app.items.map((item) => (isMeant(which, item) ? { ...item, state: next(item.state) } : item));
    app.publishTransfers();
    return null;
  };
  return {
    'transfers.addPaths': ({ paths }) => added(paths.length),
    'transfers.addPasted': () => added(1),
    'transfers.preview': ({ prefix, paths, choices }) => preview(app, prefix, paths, choices ?? null),
    'transfers.pickPaths': () => PICKED,
    'transfers.rows': ({ start, count, filter = 'all' }) => {
      const items = app.items.filter(({ state }) => filter === 'all' || groupOf(state) === filter);
      return { total: items.length, rows: items.slice(start, start + count) };
    },
    'transfers.reorder': () => null,
    'transfers.pause': ({ which }) => {
      if (which === 'all') app.publishTransfers(true);
      else change(which, (state) => ({ kind: 'paused', movedBytes: state.kind === 'moving' ? state.movedBytes : 0 }));
      return null;
    },
    'transfers.resume': ({ which }) => {
      if (which === 'all') app.publishTransfers(false);
      else change(which, () => ({ kind: 'queued' }));
      return null;
    },
    'transfers.retry': ({ which }) => change(which, (state) => (state.kind === 'failed' ? { kind: 'queued' } : state)),
    'transfers.cancel': ({ which }) => {
      app.items = app.items.filter((item) => !isMeant(which, item));
      app.publishTransfers();
      return null;
    },
    'transfers.release': () => app.openAll(),
    'transfers.relocate': ({ which }) => {
      change(which, () => ({ kind: 'queued' }));
      return true;
    },
    'transfers.stopListing': () => {
      app.stopListings();
      return null;
    },
    'transfers.clearFinished': () => {
      app.items = app.items.filter(({ state }) => state.kind !== 'done' && state.kind !== 'skipped');
      app.publishTransfers();
      return null;
    },
    'transfers.unfinished': () => ({ uploads: app.unfinished, more: false }),
    'transfers.abortUnfinished': ({ uploads }) => {
      const ids = new Set(uploads.map(({ uploadId }) => uploadId));
      app.unfinished = app.unfinished.filter(({ uploadId }) => !ids.has(uploadId));
      return { aborted: ids.size, kept: 0, failed: 0 };
    },
    'transfers.question': ({ transferId }) => {
      const waiting = app.items.filter(isConflicted);
      const item = waiting.find(({ id }) => id === transferId) ?? waiting[0];
      if (item === undefined) return null;
      return { item, alike: waiting.filter(({ direction }) => direction === item.direction).length - 1 };
    },
    'transfers.decide': ({ transferId, decision }) =>
      change([transferId], () => ({ kind: decision === 'skip' ? 'skipped' : 'queued' })),
  };
}
