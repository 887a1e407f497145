import type { AccountBucket, BucketPlace, PublicAccess } from '../../shared/cloudflare';
import { fail } from '../../shared/failure';
import type { FakeApp } from './app';
import { type Commands, pause } from './commands';
import { FAKE_BUCKET } from './connections';

const CREATED = Date.UTC(2026, 8, 3);

/** Cloudflare's API of an invented account. A typed token with `bad` in it is refused, one with `object` may list nothing. */
export function cloudflareCommands({ pace }: FakeApp): Commands<'cloudflare'> {
  const buckets: AccountBucket[] = [FAKE_BUCKET, 'archive-2025', 'website-assets'].map((name, index) => ({
    name,
    createdAt: CREATED,
    location: ['ENAM', 'WEUR', 'APAC'][index] ?? null,
    storageClass: index === 1 ? 'infrequent' : 'standard',
  }));
  let devUrlIsOn = false;
  const accessOf = ({ bucket }: BucketPlace): PublicAccess => ({
    devUrl: { host: 'pub-3f8a1c5e9b7d42d0a6c4e2f18b90d7a5.r2.dev', enabled: devUrlIsOn },
    domains:
      bucket === FAKE_BUCKET
        ? [
            { host: 'media.example.com', standing: 'ready' },
            { host: 'new.example.com', standing: 'pending' },
          ]
        : [],
  });
  let limited = false;
  return {
    'cloudflare.verifyToken': async ({ token }) => {
      await pause(600 * pace);
      const value = token.kind === 'typed' ? token.value : '';
      if (value.includes('bad')) fail('api-token-refused', {}, 'HTTP 401 1000: Invalid API Token');
      limited = value.includes('object');
      const accessKeyId = '5a1f00d2c4f6a8b1e3d5c7f9a0b2c4d6';
      return { accessKeyId, heldSecretId: 'held-secret', heldTokenId: 'held-token', term: { from: null, until: null } };
    },
    'cloudflare.listBuckets': async () => {
      await pause(400 * pace);
      if (limited) fail('api-token-permission', { permission: 'Workers R2 Storage: Read' });
      return buckets;
    },
    'cloudflare.createBucket': async ({ place, locationHint }) => {
      await pause(700 * pace);
      const { bucket } = place;
      if (buckets.some(({ name }) => name === bucket)) fail('bucket-name-taken', { bucket });
      const made = {
        name: bucket,
        createdAt: CREATED,
        location: locationHint?.toUpperCase() ?? 'ENAM',
        storageClass: 'standard' as const,
      };
      buckets.push(made);
      return made;
    },
    'cloudflare.publicAccess': async ({ place }) => {
      await pause(400 * pace);
      return accessOf(place);
    },
    'cloudflare.switchOnDevUrl': async ({ place }) => {
      await pause(500 * pace);
      devUrlIsOn = true;
      return accessOf(place).devUrl;
    },
  };
}
