import { z } from 'zod';
import { CORS_METHODS, type BucketPlace, type CorsRule } from '../../../../shared/cloudflare';
import { FailureError } from '../../../../shared/failure';
import { failureOfRefusal, hasCode, NO_CORS_POLICY } from './refusals';
import { askCloudflare, tryCloudflare, type CloudflareQuestion, type CloudflareWire } from './wire';

const ruleAnswer = z.object({
  id: z.string().nullish(),
  allowed: z.object({
    origins: z.array(z.string()),
    methods: z.array(z.enum(CORS_METHODS)),
    headers: z.array(z.string()).nullish(),
  }),
  exposeHeaders: z.array(z.string()).nullish(),
  maxAgeSeconds: z.number().nullish(),
});
const corsAnswer = z.object({ rules: z.array(ruleAnswer).default([]) });

/** The bucket's CORS rules; none where it has no policy. Needs `Workers R2 Storage: Read`. */
export async function readCors(
  wire: CloudflareWire,
  place: BucketPlace,
  signal: AbortSignal,
): Promise<readonly CorsRule[]> {
  const question = aboutCors(place);
  const answer = await tryCloudflare(wire, question, corsAnswer, signal);
  if (answer.ok) return answer.result.rules.map(ruleOf);
  if (hasCode(answer.refusal, NO_CORS_POLICY)) return [];
  throw new FailureError(failureOfRefusal(answer.refusal, question));
}

/** Puts these rules in the place of those that are there; none deletes the policy. Needs `Workers R2 Storage: Edit`. */
export async function writeCors(
  wire: CloudflareWire,
  place: BucketPlace,
  rules: readonly CorsRule[],
  signal: AbortSignal,
): Promise<void> {
  const change = { ...aboutCors(place), needs: 'Workers R2 Storage: Edit' } as const;
  const question: CloudflareQuestion =
    rules.length === 0
      ? { ...change, method: 'DELETE' }
      : { ...change, method: 'PUT', body: { rules: rules.map(wireRule) } };
  await askCloudflare(wire, question, z.unknown(), signal);
}

function aboutCors({ accountId, bucket, jurisdiction }: BucketPlace): CloudflareQuestion {
  const path = ['accounts', accountId, 'r2', 'buckets', bucket, 'cors'];
  return { method: 'GET', path, jurisdiction, needs: 'Workers R2 Storage: Read', bucket };
}

function ruleOf({ id, allowed, exposeHeaders, maxAgeSeconds }: z.infer<typeof ruleAnswer>): CorsRule {
  return {
    id: id ?? null,
    origins: allowed.origins,
    methods: allowed.methods,
    headers: allowed.headers ?? [],
    exposeHeaders: exposeHeaders ?? [],
    maxAgeSeconds: maxAgeSeconds ?? null,
  };
}

function wireRule({ id, origins, methods, headers, exposeHeaders, maxAgeSeconds }: CorsRule): unknown {
  return {
    ...(id === null ? {} : { id }),
    allowed: { origins, methods, headers },
    exposeHeaders,
    ...(maxAgeSeconds === null ? {} : { maxAgeSeconds }),
  };
}
