import type { SecretKeeping } from '../core/vault/secret-keeping';
import type { HandlersOf } from './router';

/** How secrets are kept: the passphrase comes in here and is kept nowhere. */
export function secretHandlers(keeping: SecretKeeping): HandlersOf<'secrets'> {
  return {
    'secrets.protect': async ({ passphrase }) => {
      await keeping.protect(passphrase);
      return null;
    },
    'secrets.unlock': async ({ passphrase }) => {
      await keeping.unlock(passphrase);
      return null;
    },
    'secrets.lock': () => {
      keeping.lock();
      return null;
    },
    'secrets.changePassphrase': async ({ current, next }) => {
      await keeping.changePassphrase(current, next);
      return null;
    },
    'secrets.useKeychain': async () => {
      await keeping.useKeychain();
      return null;
    },
    'secrets.forgetPassphrase': () => {
      keeping.forget();
      return null;
    },
  };
}
