import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demand, S3Error } from './errors';
import type { Profile, ProfileName } from './types';

const FULL: Profile = { buckets: 'all', writes: true, delay: 0, pace: Infinity, failing: 0 };

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  full: FULL,
  'object-scoped': { ...FULL, buckets: 'one' },
  'read-only': { ...FULL, writes: false },
  slow: { ...FULL, delay: 300, pace: 256 * 1024 },
  failing: { ...FULL, failing: 0.3 },
};

const FAILURES = ['TooManyRequests', 'InternalError', 'ServiceUnavailable'] as const;

/** What an operation needs of the token: `inspect` and `manage` are of buckets, and only Admin tiers have them. */
export type Need = 'inspect' | 'manage' | 'list' | 'read' | 'write';

/** The profile in force. Counts requests, since the n-th after it was set fails or not by its number alone. */
export class Conduct {
  profile = FULL;
  #count = 0;

  set(profile: ProfileName | Profile): void {
    this.profile = typeof profile === 'string' ? PROFILES[profile] : profile;
    this.#count = 0;
  }

  /** A bucket that is out of the token's scope is 403, whether it exists or not. */
  permit(need: Need, inScope: boolean): void {
    const { buckets, writes } = this.profile;
    const isAdmin = need === 'inspect' || need === 'manage';
    demand(buckets === 'all' || (inScope && !isAdmin), 'AccessDenied');
    demand(writes || (need !== 'write' && need !== 'manage'), 'AccessDenied');
  }

  maybeFail(): void {
    const luck = createHash('md5').update(`${this.#count++}`).digest().readUInt32BE();
    if (luck % 1000 >= this.profile.failing * 1000) return;
    throw new S3Error(FAILURES[luck % FAILURES.length] ?? 'InternalError');
  }

  /** The chunks, no faster than the profile has them. */
  async *pace(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
    for await (const chunk of chunks) {
      yield chunk;
      if (this.profile.pace < Infinity) await sleep((chunk.length / this.profile.pace) * 1000);
    }
  }
}
