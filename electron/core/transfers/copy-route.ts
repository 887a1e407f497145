import { assertNever } from '../../../shared/assert';
import type { ConnectionProfile } from '../../../shared/connection';
import { r2Endpoint } from '../../../shared/r2';

/** Whether a server can copy from one connection's bucket to another's by itself: one endpoint, and keys that open both. */
export function sharesServer(from: ConnectionProfile, to: ConnectionProfile): boolean {
  if (from.id === to.id) return true;
  return from.accessKeyId === to.accessKeyId && serverOf(from) === serverOf(to);
}

function serverOf({ address }: ConnectionProfile): string {
  switch (address.kind) {
    case 'r2':
      return r2Endpoint(address.accountId, address.jurisdiction);
    case 'endpoint':
      return address.endpoint;
    case 'sandbox':
      return 'sandbox';
    default:
      return assertNever(address);
  }
}
