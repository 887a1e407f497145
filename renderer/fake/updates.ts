import { failure } from '../../shared/failure';
import type { UpdateState } from '../../shared/updates';
import type { Commands } from './commands';
import type { FakeState } from './state';

const READY: UpdateState = { kind: 'ready', version: '0.2.0' };

/** In the full scene a version is ready; where things fail, the look for one has failed. */
export function makeUpdates(scene: string, now: number): UpdateState {
  if (scene === 'full') return READY;
  if (scene === 'error') return { kind: 'failed', failure: failure('update-untrusted') };
  return { kind: 'current', checkedAt: now - 600_000 };
}

export function updateCommands({ state }: { readonly state: FakeState }): Commands<'updates'> {
  return {
    'updates.check': () => {
      state.set('updates', READY);
      return null;
    },
    'updates.install': () => null,
  };
}
