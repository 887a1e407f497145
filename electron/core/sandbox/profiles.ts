import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demand, S3Error } from './errors';
import type { Profile, ProfileName } from './types';

const NEVER = { share: 0, seed: 1, only: 'all' } as const;
const FULL: Profile = { buckets: 'all', writes: true, delay: 0, pace: Infinity, failing: NEVER, sameKeyGap: 0 };

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  full: FULL,
  'object-scoped': { ...FULL, buckets: 'one' },
  'read-only': { ...FULL, writes: false },
  slow: { ...FULL, delay: 300, pace: 256 * 1024 },
  failing: { ...FULL, failing: { ...NEVER, share: 0.3 } },
  'read-failing': { ...FULL, failing: { share: 1, seed: 1, only: 'reads' } },
};

const FAILURES = ['TooManyRequests', 'InternalError', 'ServiceUnavailable'] as const;

/** What an operation needs of the token: `inspect` and `manage` are of buckets, and only Admin tiers have them. */
export type Need = 'inspect' | 'manage' | 'list' | 'read' | 'write';

/** The profile in force. Counts requests, since the n-th after it was set fails or not by the seed alone. */
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
    const admin = need === 'inspect' || need === 'manage';
    const scoped = buckets === 'all' || (inScope && !admin);
    demand(scoped && (writes || (need !== 'write' && need !== 'manage')), 'AccessDenied');
  }

  maybeFail(need: Need): void {
    const { share, seed, only } = this.profile.failing;
    if (share === 0 || (only === 'reads' && need !== 'read')) return;
    const luck = createHash('md5').update(`${seed} ${this.#count++}`).digest().readUInt32BE();
    if (luck % 1000 < share * 1000) throw new S3Error(FAILURES[luck % FAILURES.length] ?? 'InternalError');
  }

  /** As they are, unless the profile slows them down. */
  pace(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    const { pace } = this.profile;
    return pace === Infinity ? chunks : slowly(chunks, pace);
  }
}

async function* slowly(chunks: AsyncIterable<Buffer>, pace: number): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    yield chunk;
    await sleep((chunk.length / pace) * 1000);
  }
}
