import type { SetAside } from '../core/transfers/journal/journal';
import type { StartPart } from '../shell/native-words';
import { tellDamaged, tellNotStarted, tellSetAside } from '../shell/set-aside-notice';
import type { Rooms } from './rooms';

interface Step {
  /** What a person misses where it fails; null for what nobody does. */
  readonly part: StartPart | null;
  /** Without that one it is not begun either. */
  readonly needs: StartPart | null;
  begin(): Promise<void> | void;
}

/**
 * Takes up what the last run left, and opens the bucket that was open. What cannot be started costs only what needs it. Where the app ends
 * meanwhile, nothing more is begun.
 */
export async function start(rooms: Rooms): Promise<void> {
  const { log, settings, stopping } = rooms.base;
  const missing = new Set<StartPart>();
  let why: unknown = null;
  for (const { part, needs, begin } of stepsOf(rooms)) {
    // What was stopped before it was started would not be stopped again.
    if (stopping.signal.aborted) return;
    if (needs !== null && missing.has(needs)) {
      if (part !== null) missing.add(part);
      continue;
    }
    try {
      await begin();
    } catch (error) {
      log.error('start', error);
      if (part === null) continue;
      missing.add(part);
      why ??= error;
    }
  }
  if (missing.size > 0) tellNotStarted([...missing], why, settings.current.language);
}

function stepsOf(rooms: Rooms): readonly Step[] {
  const { settings, documents, firstPaint } = rooms.base;
  let setAside: SetAside | null = null;
  const startsTransfers = async (): Promise<void> => {
    setAside = await startTransfers(rooms);
  };
  const tellsDamaged = (): void => {
    if (documents.damaged.length > 0) tellDamaged(documents.damaged, settings.current.language);
  };
  return [
    { part: 'library', needs: null, begin: () => rooms.library.showActive() },
    // Before the window is of use: what is added to lists that are not there yet would be lost.
    { part: 'usage', needs: null, begin: () => rooms.network.meter.start() },
    { part: 'transfers', needs: null, begin: startsTransfers },
    { part: 'generation', needs: 'transfers', begin: () => rooms.generation.generation.start() },
    { part: null, needs: null, begin: () => firstPaint },
    { part: 'tray', needs: null, begin: () => rooms.tray.look() },
    { part: 'watch', needs: 'transfers', begin: () => rooms.transfers.watch.start() },
    { part: null, needs: null, begin: tellsDamaged },
    // It removes the files that no transfer has use for.
    { part: 'localApi', needs: 'transfers', begin: () => rooms.localApi.start(setAside) },
    { part: null, needs: null, begin: () => rooms.library.drags.clear() },
    { part: null, needs: null, begin: () => rooms.pictures.files.prune() },
    { part: 'updates', needs: null, begin: () => rooms.updates.plan() },
  ];
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
  // Last, since there may be much to note, and an end that takes too long is cut off: a file whose arrival is not noted is compared
  // with what has its key at the next start.
  await watch.close();
}
