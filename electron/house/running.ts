import { tellDamaged, tellSetAside } from '../shell/set-aside-notice';
import type { Rooms } from './rooms';

/** Takes up what the last run left, and opens the bucket that was open. */
export async function start(rooms: Rooms): Promise<void> {
  const { log, settings, documents, firstPaint, stopping } = rooms.base;
  await rooms.library.showActive();
  await firstPaint;
  if (stopping.signal.aborted) return;
  rooms.tray.look();
  await rooms.network.meter.start();
  const { setAside } = await rooms.transfers.transfers.start();
  if (setAside !== null) {
    log.info(`The journal of transfers could not be read (${setAside.why}); it is kept as ${setAside.path}.`);
    tellSetAside(setAside, settings.current.language);
  }
  await rooms.generation.generation.start();
  await rooms.transfers.watch.start();
  if (documents.damaged.length > 0) tellDamaged(documents.damaged, settings.current.language);
  await rooms.localApi.start();
  await rooms.library.drags.clear();
  await rooms.pictures.files.prune();
  rooms.updates.plan();
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
