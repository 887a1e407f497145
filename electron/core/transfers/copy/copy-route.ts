import type { ConnectionProfile } from '../../../../shared/connection';
import { serverOf } from '../server-of';

/** Whether a server can copy from one connection's bucket to another's by itself: one endpoint, and keys that open both. */
export function sharesServer(from: ConnectionProfile, to: ConnectionProfile): boolean {
  if (from.id === to.id) return true;
  return from.accessKeyId === to.accessKeyId && serverOf(from) === serverOf(to);
}
