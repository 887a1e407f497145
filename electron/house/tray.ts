import { builtFile } from '../shell/paths';
import { AppTray } from '../shell/tray';
import type { Rooms } from './rooms';

export function buildTray(rooms: Rooms, showWindow: () => void): AppTray {
  const { settings, dialogs } = rooms.base;
  const activeId = (): string | null => rooms.connections.connections.state().activeId;
  return new AppTray({
    icon: builtFile('main', 'icon.png'),
    settings: () => settings.current,
    recent: () => rooms.links.recentUploads.files,
    connected: () => activeId() !== null,
    showWindow,
    pickFiles: () => dialogs.pickFiles(),
    async upload(files) {
      const connectionId = activeId();
      if (connectionId === null) showWindow();
      else await rooms.transfers.transfers.addPaths({ connectionId, prefix: '', paths: files, choices: null });
    },
    copyLink: (file) => rooms.links.copyArrived([file]),
  });
}
