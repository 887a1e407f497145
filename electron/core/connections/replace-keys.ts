import type {
  ConnectionCheck,
  ConnectionDraft,
  ConnectionProfile,
  DraftApiToken,
  NewKeys,
} from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import { canDo } from './check';
import type { WantedCheck } from './connection-checks';
import type { ConnectionKeys } from './connection-keys';
import type { ProfileBook } from './profile-book';

interface Owner {
  readonly book: ProfileBook;
  readonly keys: ConnectionKeys;
  readonly connections: {
    check(
      wanted: WantedCheck,
      onProgress: (check: ConnectionCheck) => void,
      signal: AbortSignal,
    ): Promise<ConnectionCheck>;
    save(kept: { draft: ConnectionDraft; replaces: string | null }): Promise<ConnectionProfile>;
  };
}

/** As `Connections.replaceKeys` says. */
export async function replaceKeys(
  { book, keys: known, connections }: Owner,
  keys: NewKeys,
  onProgress: (check: ConnectionCheck) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const { connectionId, checkId, rights } = keys;
  const old = book.stored(connectionId);
  const { address, bucket, publicBase } = old;
  const accessKeyId = keys.accessKeyId.trim();
  const secret = { kind: 'typed', value: keys.secret } as const;
  const apiToken: DraftApiToken = old.sealedApiToken === null ? { kind: 'none' } : { kind: 'stored', connectionId };
  const draft = { address, bucket, publicBase, accessKeyId, secret, apiToken };
  if (accessKeyId === old.accessKeyId && (await known.hasSecret(old, keys.secret.trim()))) fail('same-keys');
  const check = await connections.check({ checkId, draft }, onProgress, signal);
  if (!canDo(check, rights) || signal.aborted) return false;
  await connections.save({ draft, replaces: connectionId });
  return true;
}
