import path from 'node:path';
import { failure } from '../../shared/failure';
import { createThumbnails } from '../core/library/create-thumbnails';
import type { Library } from '../core/library/library';
import { pageTextOf } from '../core/library/page-texts';
import { ResizedPictures } from '../core/library/resized-pictures';
import { SharedThumbnails } from '../core/library/shared-thumbnails';
import { ThumbnailFiles } from '../core/library/thumbnail-files';
import { createDecoderWindow } from '../shell/decoder-window';
import { builtFile } from '../shell/paths';
import type { PicturesRoom, Rooms } from './rooms';

export function buildPictures(rooms: Rooms): PicturesRoom {
  const { paths, settings, now } = rooms.base;
  const { storeOf } = rooms.connections;
  const { library } = rooms.library;
  const decoder = createDecoderWindow({
    root: builtFile('decoder'),
    preload: builtFile('preload', 'decoder-preload.cjs'),
    storeOf,
    passing: (source) => library.passing(source),
  });
  const assetOf: Library['assetOf'] = (assetId, version) => library.assetOf(assetId, version);
  const files = new ThumbnailFiles(
    path.join(paths.cache, 'thumbnails'),
    () => settings.current.cacheMegabytes * 1024 * 1024,
  );
  const shared = new SharedThumbnails({
    storeOf,
    isShared: (connectionId) => settings.current.sharedThumbnails.includes(connectionId),
  });
  const thumbnails = createThumbnails({
    files,
    decoder,
    shared,
    resized: resizedPictures(rooms),
    probes: library.probes,
    assetOf,
    recheck: (assetId) => library.recheck(assetId),
    now,
  });
  return {
    decoder,
    thumbnails,
    files,
    shared,
    pageText: (assetId, page) => pageTextOf({ reader: decoder, assetOf }, assetId, page),
  };
}

function resizedPictures(rooms: Rooms): ResizedPictures {
  return new ResizedPictures({
    fetch: rooms.network.webFetch,
    domainOf: (connectionId) => {
      const domains = rooms.connections.profileOf(connectionId)?.publicDomains ?? [];
      return domains.find(({ transformations }) => transformations)?.base ?? null;
    },
    refused: (host) => rooms.publisher.notify({ kind: 'failure', failure: failure('no-transformations', { host }) }),
  });
}
