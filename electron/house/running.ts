import type { SetAside } from '../core/transfers/journal/journal';
import { tellDamaged, tellSetAside } from '../shell/set-aside-notice';
import type { Rooms } from './rooms';

/** Takes up what the last run left, and opens the bucket that was open. Where the app ends meanwhile, nothing more is begun. */
export async function start(rooms: Rooms): Promise<void> {
  const { settings, documents, firstPaint, stopping } = rooms.base;
  let setAside: SetAside | null = null;
  const steps: readonly (() => Promise<void> | void)[] = [
    () => rooms.library.showActive(),
    // Before the window is of use: what is added to lists that are not there yet would be lost.
    () => rooms.network.meter.start(),
    async () => {
      setAside = await startTransfers(rooms);
    },
    () => rooms.generation.generation.start(),
    () => firstPaint,
    () => rooms.tray.look(),
    () => rooms.transfers.watch.start(),
    () => {
      if (documents.damaged.length > 0) tellDamaged(documents.damaged, settings.current.language);
    },
    () => rooms.localApi.start(setAside),
    () => rooms.library.drags.clear(),
    () => rooms.pictures.files.prune(),
    () => rooms.updates.plan(),
  ];
  for (const step of steps) {
    // What was stopped before it was started would not be stopped again.
    if (stopping.signal.aborted) return;
    await step();
  }
}

async function startTransfers({ base: { log, settings }, transfers: { transfers } }: Rooms): Promise<SetAside | null> {
  const { setAside } = await transfers.start();
  if (setAside === null) return null;
  log.info(`The journal of transfers could not be read (${setAside.why}); it is kept as ${setAside.path}.`);
  tellSetAside(setAside, settings.current.language);
  return setAside;
}

/** Ends all work; what is under way is taken up at the next start. */
export async function stop(rooms: Rooms): Promise<void> {
  const { decoder, shared, thumbnails } = rooms.pictures;
  const { transfers, watch, workWatch } = rooms.transfers;
  rooms.base.stopping.abort();
  rooms.updates.stop();
  await rooms.secrets.clipboard.clear();
  workWatch.stop();
  decoder.close();
  shared.close();
  await rooms.localApi.stop();
  await watch.stop();
  await Promise.all([rooms.generation.generation.stop(), transfers.stop(), thumbnails.close()]);
  await rooms.library.library.close();
  rooms.connections.connections.close();
  rooms.connections.sandbox.stop();
  await rooms.network.meter.close();
}
