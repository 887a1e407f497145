import { app } from 'electron';
import { UPDATES_OFF } from '../../shared/updates';
import { systemClock } from '../core/transfers/clock';
import { Updates } from '../core/updates/updates';
import type { QuitWith } from '../shell/start';
import type { UpdateEngineDeps } from '../shell/update-engine';
import { INSTALL_FAILED, updateSource } from '../shell/update-source';
import type { Rooms } from './rooms';

/** What fetches updates is loaded when the first is looked for. */
const loadUpdateEngine = async (deps: UpdateEngineDeps) =>
  (await import('../shell/update-engine')).createUpdateEngine(deps);

export function buildUpdates(rooms: Rooms, quitWith: QuitWith): Updates {
  const { paths, log, settings } = rooms.base;
  const source = updateSource();
  return new Updates({
    engine:
      'feed' in source
        ? () => loadUpdateEngine({ source, folder: paths.updates, log: (text) => log.info(text) })
        : null,
    off: 'feed' in source ? UPDATES_OFF : source,
    wanted: () => settings.current.lookForUpdates,
    clock: systemClock,
    publish: (state) => rooms.publisher.publish('updates', state),
    report: (error) => log.error('updates', error),
    installFailed: app.commandLine.hasSwitch(INSTALL_FAILED),
    quitWith,
  });
}
