import type { Updates } from '../core/updates/updates';
import type { CommandHandlers } from './router';

/** Newer versions of the app. */
export function updateHandlers(
  updates: Pick<Updates, 'check' | 'install'>,
): Pick<CommandHandlers, 'updates.check' | 'updates.install'> {
  return {
    'updates.check': async () => {
      await updates.check();
      return null;
    },
    'updates.install': () => {
      updates.install();
      return null;
    },
  };
}
