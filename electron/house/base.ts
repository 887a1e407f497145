import { createDialogs } from '../shell/dialogs';
import { SettingsService } from '../shell/settings';
import type { Base, HouseOptions, Rooms } from './rooms';

export function buildBase(
  rooms: Rooms,
  { paths, log, documents, firstPaint, window, askPage, onSettings }: HouseOptions,
): Base {
  const settings = new SettingsService(documents.open('settings'), (value, before) => {
    rooms.publisher.publish('settings', value);
    rooms.network.bandwidth.changed();
    if (value.lookForUpdates !== before.lookForUpdates) rooms.updates.plan();
    onSettings(value);
    rooms.tray.look();
  });
  return {
    paths,
    log,
    documents,
    firstPaint,
    window,
    askPage,
    settings,
    dialogs: createDialogs(window),
    now: () => Date.now(),
    document: (name) => documents.open(name),
    keptAside: (copy) => documents.keptAside(copy),
    stopping: new AbortController(),
  };
}
