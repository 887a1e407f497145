import type { ConnectionProfile } from '../../shared/connection';
import { dayOf, daysFrom, hostOfAddress, type BucketDay, type CloudflareUsage } from '../../shared/usage';
import type { FakeApp } from './app';
import type { Commands } from './commands';

const DAY = 86_400_000;

/** A day's work: the same day comes out the same each time. */
function fakeDay(day: string, profile: ConnectionProfile, index: number): BucketDay {
  const date = Date.parse(`${day}T00:00:00Z`) / DAY;
  const swing = 0.5 + Math.abs(Math.sin(date * 1.7 + index * 2));
  const rest = date % 7 === 3 ? 0 : 1;
  const n = (most: number): number => Math.round(most * swing * rest);
  return {
    day,
    host: hostOfAddress(profile.address),
    bucket: profile.bucket,
    counts: {
      PutObject: n(140),
      CreateMultipartUpload: n(4),
      UploadPart: n(180),
      CompleteMultipartUpload: n(4),
      ListObjects: n(26),
      HeadObject: n(160),
      GetObject: n(420),
      DeleteObjects: n(6),
    },
    unbilled: date % 5 === 0 ? 3 : 0,
    readBytes: n(2_400_000_000),
    storedBytes: Math.round(9.2e9 + ((date % 30) + index) * 1.9e8),
  };
}

const BY_CLOUDFLARE: CloudflareUsage = {
  stored: { bytes: 12_640_000_000, objects: 3120, uploads: 2, at: Date.UTC(2026, 10, 28, 21) },
  operations: [
    { name: 'PutObject', status: 200, requests: 4820 },
    { name: 'GetObject', status: 200, requests: 284_120 },
    { name: 'GetObject', status: 403, requests: 12 },
  ],
};

export function usageCommands(app: FakeApp): Commands<'usage'> {
  const bare = ['wizard', 'no-keychain', 'empty', 'error-empty'].includes(app.scene);
  return {
    'usage.days': ({ first, last }) => {
      if (bare) return [];
      const { profiles } = app.state.slices.connections;
      const today = dayOf(Date.now());
      return daysFrom(first, last)
        .filter((day) => day <= today)
        .flatMap((day) => profiles.map((profile, index) => fakeDay(day, profile, index)));
    },
    'usage.export': () => true,
    'usage.cloudflare': () => (app.scene === 'full' ? BY_CLOUDFLARE : null),
  };
}
