import { builtFile } from '../shell/paths';
import { AppTray } from '../shell/tray';
import type { TrayTarget } from '../shell/tray-upload';
import type { Rooms } from './rooms';

export function buildTray(rooms: Rooms, showWindow: () => void): AppTray {
  const { settings, dialogs } = rooms.base;
  return new AppTray({
    icon: builtFile('main', 'icon.png'),
    settings: () => settings.current,
    recent: () => rooms.links.recentUploads.files,
    target: () => openBucket(rooms),
    showWindow,
    pickFiles: () => dialogs.pickFiles(),
    add: (connectionId, paths) =>
      rooms.transfers.transfers.addPaths({ connectionId, prefix: '', paths, choices: null }),
    copyLink: (file) => rooms.links.copyArrived([file]),
  });
}

function openBucket({ connections: { connections, profileOf } }: Rooms): TrayTarget | null {
  const { activeId } = connections.state();
  return activeId === null ? null : profileOf(activeId);
}
