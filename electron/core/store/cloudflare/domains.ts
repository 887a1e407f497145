import { z } from 'zod';
import type { BucketPlace, CustomDomain, DevUrl, DomainStanding, PublicAccess } from '../../../../shared/cloudflare';
import { askCloudflare, type CloudflareQuestion, type CloudflareWire } from './wire';

const managedAnswer = z.object({ domain: z.string().min(1), enabled: z.boolean() });
const domainAnswer = z.object({
  domain: z.string().min(1),
  enabled: z.boolean(),
  status: z.object({ ownership: z.string(), ssl: z.string() }).nullish(),
});
const customAnswer = z.object({ domains: z.array(domainAnswer).default([]) });

/** The bucket's r2.dev address and its custom domains. Needs `Workers R2 Storage: Read`. */
export async function readPublicAccess(
  wire: CloudflareWire,
  place: BucketPlace,
  signal: AbortSignal,
): Promise<PublicAccess> {
  const [managed, custom] = await Promise.all([
    askCloudflare(wire, aboutDomains(place, 'managed'), managedAnswer, signal),
    askCloudflare(wire, aboutDomains(place, 'custom'), customAnswer, signal),
  ]);
  return { devUrl: devUrlOf(managed.result), domains: custom.result.domains.map(domainOf) };
}

/** Lets anyone read the bucket at its r2.dev address. Needs `Workers R2 Storage: Edit`. */
export async function switchOnDevUrl(wire: CloudflareWire, place: BucketPlace, signal: AbortSignal): Promise<DevUrl> {
  const question: CloudflareQuestion = {
    ...aboutDomains(place, 'managed'),
    method: 'PUT',
    body: { enabled: true },
    needs: 'Workers R2 Storage: Edit',
  };
  return devUrlOf((await askCloudflare(wire, question, managedAnswer, signal)).result);
}

function aboutDomains(
  { accountId, bucket, jurisdiction }: BucketPlace,
  kind: 'managed' | 'custom',
): CloudflareQuestion {
  const path = ['accounts', accountId, 'r2', 'buckets', bucket, 'domains', kind];
  return { method: 'GET', path, jurisdiction, needs: 'Workers R2 Storage: Read', bucket };
}

function devUrlOf({ domain, enabled }: z.infer<typeof managedAnswer>): DevUrl {
  return { host: domain, enabled };
}

function domainOf({ domain, enabled, status }: z.infer<typeof domainAnswer>): CustomDomain {
  return { host: domain, standing: standingOf(enabled, status?.ownership ?? 'unknown', status?.ssl ?? 'unknown') };
}

const GIVEN_UP: ReadonlySet<string> = new Set(['deactivated', 'blocked', 'error']);

function standingOf(enabled: boolean, ownership: string, ssl: string): DomainStanding {
  if (!enabled) return 'off';
  if (ownership === 'active' && ssl === 'active') return 'ready';
  return GIVEN_UP.has(ownership) || GIVEN_UP.has(ssl) ? 'failed' : 'pending';
}
