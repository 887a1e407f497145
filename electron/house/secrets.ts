import { drop } from '../../shared/drop';
import { SecretClipboard } from '../core/connections/secret-clipboard';
import { PassphraseVault } from '../core/vault/passphrase-vault';
import { SecretKeeping } from '../core/vault/secret-keeping';
import { Vault } from '../core/vault/vault';
import { textClipboard } from '../shell/desktop';
import { KeychainVault } from '../shell/vault';
import type { Rooms, Secrets } from './rooms';

export function buildSecrets({ base: { document, now, log } }: Pick<Rooms, 'base'>): Secrets {
  const passphrase = new PassphraseVault({ storage: document('vault'), now });
  const clipboard = new SecretClipboard(
    textClipboard,
    (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    (error) => log.error('clipboard', error),
  );
  return { vault: new Vault(new KeychainVault(), passphrase), passphrase, clipboard };
}

/** What keeps a secret is told when another lock is put on all of them, or when they are opened. */
export function buildSecretKeeping(rooms: Rooms): SecretKeeping {
  const { secrets, publisher, localApi } = rooms;
  const { connections } = rooms.connections;
  const { generation, providerKeys } = rooms.generation;
  return new SecretKeeping({
    vault: secrets.vault,
    passphrase: secrets.passphrase,
    keepers: [connections, providerKeys, localApi],
    onChange: (to) => {
      connections.secretsChanged();
      publisher.publish('generation', generation.slice());
      generation.takeUp();
      drop(localApi.secretsChanged());
      if (to === 'more') drop(takeUpAgain(rooms));
    },
  });
}

/** What stood still for want of a secret goes on. */
async function takeUpAgain({ connections, library, transfers }: Rooms): Promise<void> {
  const { profiles, activeId } = connections.connections.state();
  if (activeId !== null) await library.library.open(activeId);
  for (const { id } of profiles) transfers.transfers.release(id);
}
