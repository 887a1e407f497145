import { drop } from '../../shared/drop';
import { FailureError } from '../../shared/failure';
import { LinksAfterUpload, type ArrivedUpload } from '../core/links/after-upload';
import { createLinks, type Links } from '../core/links/links';
import { RecentUploads } from '../core/links/recent-uploads';
import { desktop } from '../shell/desktop';
import type { LinksRoom, Rooms } from './rooms';

export function buildLinks(rooms: Rooms): LinksRoom {
  const { settings, now, document } = rooms.base;
  const { connections, storeOf } = rooms.connections;
  const { library } = rooms.library;
  const links = createLinks({
    profileOf: (id) => connections.readyProfileOf(id),
    storeOf,
    domainProven: (id, base) => connections.domainProven(id, base),
    tried: (id, key, opens) => library.linksTried(id, [{ key, opens }]),
    pictureSize: (id, assetId) => library.pictureSize(id, assetId),
    settings: () => settings.current,
    probe: rooms.network.probe,
    now,
  });
  const copyArrived = (files: readonly ArrivedUpload[]): Promise<boolean> => copyLinksOf(rooms, links, files);
  return {
    links,
    copyArrived,
    afterUpload: new LinksAfterUpload(
      () => settings.current.copyLinksAfterUpload,
      (files) => drop(copyArrived(files)),
    ),
    recentUploads: new RecentUploads(document('recent-uploads'), () => rooms.tray.look()),
  };
}

async function copyLinksOf(
  { base: { settings, stopping }, publisher }: Rooms,
  links: Links,
  files: readonly ArrivedUpload[],
): Promise<boolean> {
  const [first] = files;
  if (first === undefined) return false;
  const wish = { way: { kind: 'auto' }, form: settings.current.linkFormat, width: null } as const;
  try {
    const copied = await links.copyOf(first.connectionId, files, wish, stopping.signal);
    await desktop.copyText(copied.text);
    publisher.notify({ kind: 'links-copied', links: copied });
    return true;
  } catch (error) {
    if (stopping.signal.aborted) return false;
    if (!(error instanceof FailureError)) throw error;
    publisher.notify({ kind: 'failure', failure: error.failure });
    return false;
  }
}
