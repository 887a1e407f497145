import { ask } from '../bridge';
import { notify } from './notify';

/** Locks the keys that a passphrase keeps, until it is entered again. */
export async function lockKeys(): Promise<void> {
  const result = await ask('secrets.lock', null);
  if (!result.ok) notify.failure(result.failure);
}
