import type { ConnectionProfile } from '../../../shared/connection';
import { serverOf } from './server-of';

/** Where a bucket is: another account may have one of the same name. */
export interface Place {
  readonly bucket: string;
  /** As `serverOf` tells it; none where it was not kept, in journals of older versions. */
  readonly server?: string | null;
}

type Leading = Pick<ConnectionProfile, 'address' | 'bucket'>;

/** Where a connection leads to. */
export function placeOf(profile: Leading): { readonly bucket: string; readonly server: string } {
  return { bucket: profile.bucket, server: serverOf(profile) };
}

/** Whether a connection leads to a place; one that is gone (null) does not. Where the server was not kept, the name alone must tell. */
export function leadsTo(profile: Leading | null, { bucket, server = null }: Place): boolean {
  return profile?.bucket === bucket && (server === null || server === serverOf(profile));
}
