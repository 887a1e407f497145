import type { ConnectionProfile } from '../../../shared/connection';
import { hostOfAddress } from '../../../shared/usage';
import type { Answered } from '../store/operations';
import type { WebFetch } from '../store/web-fetch';

/** What the trial of a link asks of a bucket past its store: a read like any other, by a public or a signed address. */
export function meteredFetch(
  fetch: WebFetch,
  profiles: () => readonly ConnectionProfile[],
  count: (host: string, answered: Answered) => void,
): WebFetch {
  return async (url, question) => {
    const answer = await fetch(url, question);
    const profile = profiles().find((one) => leadsTo(one, url));
    // What Cloudflare's cache answers never gets as far as the bucket.
    if (profile === undefined || answer.headers.get('cf-cache-status') === 'HIT') return answer;
    const { status, headers } = answer;
    const isGet = question.method === 'GET';
    const carries = isGet && (status === 200 || status === 206);
    count(hostOfAddress(profile.address), {
      operation: isGet ? 'GetObject' : 'HeadObject',
      bucket: profile.bucket,
      status,
      objectBytes: carries ? Number(headers.get('content-length') ?? 0) : 0,
    });
    return answer;
  };
}

function leadsTo({ publicDomains, address, bucket }: ConnectionProfile, url: URL): boolean {
  if (publicDomains.some(({ base }) => url.href.startsWith(`${base}/`))) return true;
  const host = hostOfAddress(address);
  return url.host === `${bucket}.${host}` || (url.host === host && url.pathname.includes(`/${bucket}/`));
}
