import { assertNever } from '../../../shared/assert';
import type { ConnectionProfile } from '../../../shared/connection';
import { r2Endpoint } from '../../../shared/r2';

/** Which server is behind a connection, whatever the bucket: its endpoint, or `sandbox`, whose port is another at each start. */
export function serverOf({ address }: Pick<ConnectionProfile, 'address'>): string {
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
