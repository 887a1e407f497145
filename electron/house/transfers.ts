import { randomUUID } from 'node:crypto';
import { drop } from '../../shared/drop';
import type { TransfersSlice } from '../../shared/state';
import { outboxIn } from '../core/generation/outbox';
import { assetIdOf } from '../core/library/asset-id';
import { UndoMoves } from '../core/library/undo-moves';
import { systemClock } from '../core/transfers/clock';
import type { TransferHooks } from '../core/transfers/hooks';
import { leadsTo } from '../core/transfers/place';
import { createTransfers } from '../core/transfers/transfers';
import type { Transfers } from '../core/transfers/transfers-api';
import type { WatchedFolders } from '../core/watch/watch';
import { createWatchedFolders } from '../core/watch/watched-folders';
import { copyLimits } from '../shell/copy-limits';
import { desktop } from '../shell/desktop';
import { WorkWatch } from '../shell/work-watch';
import type { Rooms, TransfersRoom } from './rooms';

export function buildTransfers(rooms: Rooms): TransfersRoom {
  const { paths, settings, window, askPage } = rooms.base;
  const { profileOf, storeOf } = rooms.connections;
  const transfers: Transfers = createTransfers({
    root: paths.transfers,
    handedOver: { script: paths.incoming, generated: outboxIn(paths.generation) },
    storeOf,
    profileOf,
    hooks: hooksOf(rooms),
    publish: (slice) => publish(rooms, slice),
    conflictRule: () => settings.current.conflictRule,
    uploadSettings: () => settings.current.uploads,
    converter: { convert: (job, signal) => rooms.pictures.decoder.convert(job, signal) },
    downloadRule: () => settings.current.downloadConflictRule,
    assetIdOf,
    copyLimits: copyLimits(),
    clock: systemClock,
    randomId: randomUUID,
    random: Math.random,
  });
  const watch = watchedFolders(rooms, transfers);
  return {
    transfers,
    moves: new UndoMoves({ transfers, library: rooms.library.library, randomId: randomUUID }),
    watch,
    workWatch: new WorkWatch({
      transfers,
      watch,
      settings: () => settings.current,
      window,
      open: () => askPage('open-transfers'),
    }),
  };
}

function hooksOf(rooms: Rooms): TransferHooks {
  const { hooks } = rooms.library.library;
  const { afterUpload, recentUploads } = rooms.links;
  return {
    ...hooks,
    uploadDone(item, object) {
      hooks.uploadDone(item, object);
      // Its connection was pointed at another bucket meanwhile, where there is no such picture and no link to one.
      if (!leadsTo(rooms.connections.profileOf(item.connectionId), item)) return;
      drop(rooms.pictures.thumbnails.share(item.assetId));
      afterUpload.uploadDone(item, object);
      recentUploads.uploadDone(item, object);
    },
    copyDone(item, object) {
      if (item.copy !== null) drop(rooms.generation.carryFacts(item.copy, item));
      hooks.copyDone(item, object);
      rooms.transfers.moves.arrived(item, object.etag);
    },
  };
}

function publish({ publisher, transfers, links }: Rooms, slice: TransfersSlice): void {
  publisher.publish('transfers', slice);
  transfers.workWatch.look(slice.summary);
  links.afterUpload.look(slice.summary);
  links.recentUploads.look(slice.summary);
}

function watchedFolders(rooms: Rooms, uploads: Transfers): WatchedFolders {
  const { paths, document, settings, keptAside, log } = rooms.base;
  const { profileOf, leaving } = rooms.connections;
  return createWatchedFolders({
    root: paths.watch,
    ownFolder: paths.root,
    storage: document('watched-folders'),
    uploads,
    uploadSettings: () => settings.current.uploads,
    isConnected: (id) => !leaving.has(id) && profileOf(id) !== null,
    trash: (file) => desktop.trash(file),
    clock: systemClock,
    randomId: randomUUID,
    publish: (slice) => rooms.publisher.publish('watch', slice),
    keptAside,
    report: (error) => log.error('watch', error),
  });
}
