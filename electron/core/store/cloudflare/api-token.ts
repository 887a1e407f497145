import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TokenTerm } from '../../../../shared/connection';
import { fail, FailureError } from '../../../../shared/failure';
import { ACCESS_KEY_ID_SHAPE } from '../../../../shared/r2';
import { failureOfRefusal } from './refusals';
import { tryCloudflare, type CloudflareAnswer, type CloudflareWire } from './wire';

/** The S3 pair that belongs to an API token. */
export interface TokenKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly term: TokenTerm;
}

const verified = z.object({
  id: z.string().regex(ACCESS_KEY_ID_SHAPE),
  status: z.string(),
  expires_on: z.string().nullish(),
  not_before: z.string().nullish(),
});
type Verified = z.infer<typeof verified>;

/**
 * Proves an API token and derives its S3 pair: Access Key ID is the token's id, the secret is the SHA-256 of its value
 * (developers.cloudflare.com/r2/api/tokens). A token of an account is unknown to the user's route and the other way round
 * (cloudflare/cloudflare-docs#29486), so both are asked. Fails with `api-token-refused`, `api-token-inactive`.
 */
export async function verifyToken(wire: CloudflareWire, accountId: string, signal: AbortSignal): Promise<TokenKeys> {
  const routes = routesOf(wire.token, accountId);
  let refused: Extract<CloudflareAnswer<Verified>, { ok: false }> | null = null;
  for (const path of routes) {
    const question = { method: 'GET', path, jurisdiction: null, needs: null, bucket: '' } as const;
    const answer = await tryCloudflare(wire, question, verified, signal);
    if (answer.ok) return keysOf(answer.result, wire.token);
    const isOver = answer.refusal.status === 429 || answer.refusal.status >= 500;
    if (isOver) throw new FailureError(failureOfRefusal(answer.refusal, { needs: null, bucket: '' }));
    refused ??= answer;
  }
  const cause = refused === null ? null : failureOfRefusal(refused.refusal, { needs: null, bucket: '' });
  return fail('api-token-refused', cause?.params ?? {}, cause?.detail ?? null);
}

/** The routes that may know a token, the likelier one first (fundamentals/api/get-started/token-formats). */
function routesOf(token: string, accountId: string): readonly (readonly string[])[] {
  const ofUser = ['user', 'tokens', 'verify'];
  const ofAccount = ['accounts', accountId, 'tokens', 'verify'];
  return token.startsWith('cfat_') ? [ofAccount, ofUser] : [ofUser, ofAccount];
}

function keysOf({ id, status, expires_on: until, not_before: from }: Verified, value: string): TokenKeys {
  if (status !== 'active') fail('api-token-inactive', { status });
  const secretAccessKey = createHash('sha256').update(value).digest('hex');
  return { accessKeyId: id, secretAccessKey, term: { from: momentOf(from), until: momentOf(until) } };
}

function momentOf(text: string | null | undefined): number | null {
  const moment = text === null || text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(moment) ? null : moment;
}
