import { setTimeout as sleep } from 'node:timers/promises';
import { S3Error } from './errors';
import type { ErrorCode } from './errors';
import type { Profile, ProfileName } from './types';

const FULL: Profile = {
  buckets: 'all',
  writes: true,
  delay: 0,
  pace: Infinity,
  failing: { share: 0, seed: 1, only: 'all' },
  sameKeyGap: 0,
};

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  full: FULL,
  'object-scoped': { ...FULL, buckets: 'one' },
  'read-only': { ...FULL, writes: false },
  slow: { ...FULL, delay: 300, pace: 256 * 1024 },
  failing: { ...FULL, failing: { share: 0.3, seed: 1, only: 'all' } },
  'read-failing': { ...FULL, failing: { share: 1, seed: 1, only: 'reads' } },
};

const FAILURES: readonly ErrorCode[] = ['TooManyRequests', 'InternalError', 'ServiceUnavailable'];

/** What an operation needs of the token: `inspect` and `manage` are of buckets, and only Admin tiers have them. */
export type Need = 'inspect' | 'manage' | 'list' | 'read' | 'write';

/** The profile in force. Counts requests, since the n-th after it was set fails or not by the seed alone. */
export class Conduct {
  profile: Profile;
  #count = 0;

  constructor(profile: ProfileName | Profile) {
    this.profile = typeof profile === 'string' ? PROFILES[profile] : profile;
  }

  set(profile: ProfileName | Profile): void {
    this.profile = typeof profile === 'string' ? PROFILES[profile] : profile;
    this.#count = 0;
  }

  /** A bucket that is out of the token's scope is 403, whether it exists or not. */
  permit(need: Need, inScope: boolean): void {
    const { buckets, writes } = this.profile;
    const admin = need === 'inspect' || need === 'manage';
    const scoped = buckets === 'all' || (inScope && !admin);
    if (!scoped || (!writes && (need === 'write' || need === 'manage'))) throw new S3Error('AccessDenied');
  }

  async delay(): Promise<void> {
    if (this.profile.delay > 0) await sleep(this.profile.delay);
  }

  maybeFail(need: Need): void {
    const { share, seed, only } = this.profile.failing;
    if (only === 'reads' && need !== 'read') return;
    const luck = mix(seed, this.#count++);
    if (luck % 1000 >= share * 1000) return;
    throw new S3Error(FAILURES[luck % FAILURES.length] ?? 'InternalError');
  }

  async *pace(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
    for await (const chunk of chunks) {
      yield chunk;
      if (this.profile.pace !== Infinity) await sleep((chunk.length / this.profile.pace) * 1000);
    }
  }
}

/** A hash of two integers (murmur3's finaliser): evenly spread, and the same on every machine. */
function mix(seed: number, count: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ Math.imul(count + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
