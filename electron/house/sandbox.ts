import { drop } from '../../shared/drop';
import { FailureError, failure } from '../../shared/failure';
import { sampleFiles } from '../core/samples/samples';
import { seedSandbox } from '../core/samples/seed-sandbox';
import type { House } from '../ipc/house';
import { builtFile } from '../shell/paths';
import type { Rooms } from './rooms';

export function sandboxOpener(rooms: Rooms): House['openSandbox'] {
  return async () => {
    const profile = await rooms.connections.connections.openSandbox();
    drop(addSamples(rooms, profile.id));
    return profile;
  };
}

/** The first time only: an empty bucket fills with samples, each on show as soon as it is there. */
async function addSamples(rooms: Rooms, connectionId: string): Promise<void> {
  const { now, log, stopping } = rooms.base;
  const samples = sampleFiles(builtFile('main', 'samples'), now);
  try {
    const store = await rooms.connections.storeOf(connectionId);
    await seedSandbox(
      store,
      samples,
      async ({ key, facts }) => {
        if (facts !== null) await rooms.generation.generation.addFacts(connectionId, key, facts);
        await rooms.library.library.refresh(connectionId);
      },
      stopping.signal,
    );
  } catch (error) {
    if (stopping.signal.aborted) return;
    log.error('samples', error);
    const cause = error instanceof FailureError ? error.failure : failure('unexpected');
    rooms.publisher.notify({ kind: 'failure', failure: cause });
  }
}
