import type { ConnectionCheck, ConnectionProfile, DraftApiToken, NewKeys } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import { canDo } from './check';
import type { ConnectionChecks } from './connection-checks';
import type { ConnectionKeys } from './connection-keys';
import { cleanKey, type KeptDraft } from './draft';
import type { ProfileBook } from './profile-book';

/** Whose keys they are. */
export interface KeysOwner {
  readonly book: ProfileBook;
  readonly keys: ConnectionKeys;
  readonly checks: Pick<ConnectionChecks, 'run'>;
  readonly profileOf: (connectionId: string) => ConnectionProfile;
  /** Keeps a draft, and leaves active what is. */
  readonly keep: (kept: KeptDraft) => Promise<ConnectionProfile>;
}

/** As `Connections.replaceKeys` says. */
export async function replaceKeys(
  { book, keys: known, checks, profileOf, keep }: KeysOwner,
  keys: NewKeys,
  onProgress: (check: ConnectionCheck) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const { connectionId, checkId, rights } = keys;
  const old = book.stored(connectionId);
  const { address, bucket, publicBase } = old;
  const accessKeyId = cleanKey(address, keys.accessKeyId);
  const secret = { kind: 'typed', value: cleanKey(address, keys.secret) } as const;
  // One that is kept for the session alone is in no file.
  const hasApiToken = profileOf(connectionId).apiToken !== 'none';
  const apiToken: DraftApiToken = hasApiToken ? { kind: 'stored', connectionId } : { kind: 'none' };
  const draft = { address, bucket, publicBase, accessKeyId, secret, apiToken };
  if (accessKeyId === old.accessKeyId && (await known.hasSecret(old, secret.value))) fail('same-keys');
  const check = await checks.run({ checkId, draft }, onProgress, signal);
  if (!canDo(check, rights) || signal.aborted) return false;
  await keep({ draft, replaces: connectionId });
  return true;
}
