import type { CloudflareAccount } from '../core/connections/cloudflare-account';
import type { HandlersOf } from './router';

/** What the wizard asks of Cloudflare's API. */
export function cloudflareHandlers(cloudflare: CloudflareAccount): HandlersOf<'cloudflare'> {
  const never = new AbortController().signal;
  return {
    'cloudflare.verifyToken': ({ token, accountId }) => cloudflare.verify(token, accountId, never),
    'cloudflare.listBuckets': ({ token, place }) => cloudflare.listBuckets(token, place, never),
    'cloudflare.createBucket': ({ token, place, locationHint }) =>
      cloudflare.createBucket(token, place, locationHint, never),
    'cloudflare.publicAccess': ({ token, place }) => cloudflare.publicAccess(token, place, never),
    'cloudflare.switchOnDevUrl': ({ token, place }) => cloudflare.switchOnDevUrl(token, place, never),
  };
}
