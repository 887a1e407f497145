import { z } from 'zod';
import { failure, FailureError, type FailureCode } from '../../../shared/failure';
import type { Jurisdiction } from '../../../shared/r2';
import type { CloudflareUsage } from '../../../shared/usage';
import { failureOfNetwork } from './network-errors';
import { redact } from './redact';
import { textOf } from './cloudflare/answer-text';
import type { WebFetch } from './web-fetch';

/** In the dashboard's words. */
const PERMISSION = 'Account Analytics: Read';

/**
 * How long Cloudflare keeps its counts, ms (developers.cloudflare.com/r2/platform/metrics-analytics, 2026-11). A question that
 * begins before fails as a whole.
 */
export const KEPT_MS = 31 * 86_400_000;

/**
 * What Cloudflare itself has counted: all programs, visitors and computers, not this app alone. The datasets and their fields:
 * developers.cloudflare.com/r2/platform/metrics-analytics (2026-11).
 */
const QUERY = `query FlowMediaUsage($accountTag: string!, $startDate: Time, $endDate: Time, $bucketName: string) {
  viewer {
    accounts(filter: { accountTag: $accountTag }) {
      r2StorageAdaptiveGroups(
        limit: 1
        filter: { datetime_geq: $startDate, datetime_leq: $endDate, bucketName: $bucketName }
        orderBy: [datetime_DESC]
      ) {
        max { objectCount uploadCount payloadSize metadataSize }
        dimensions { datetime }
      }
      r2OperationsAdaptiveGroups(
        limit: 10000
        filter: { datetime_geq: $startDate, datetime_leq: $endDate, bucketName: $bucketName }
      ) {
        sum { requests }
        dimensions { actionType responseStatusCode }
      }
    }
  }
}`;

const account = z.object({
  r2StorageAdaptiveGroups: z.array(
    z.object({
      max: z.object({
        objectCount: z.number(),
        uploadCount: z.number(),
        payloadSize: z.number(),
        metadataSize: z.number(),
      }),
      dimensions: z.object({ datetime: z.string() }),
    }),
  ),
  r2OperationsAdaptiveGroups: z.array(
    z.object({
      sum: z.object({ requests: z.number() }),
      dimensions: z.object({ actionType: z.string(), responseStatusCode: z.number() }),
    }),
  ),
});

const refusal = z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).nullish() });

const reply = z.object({
  data: z.object({ viewer: z.object({ accounts: z.array(account) }) }).nullish(),
  errors: z.array(refusal).nullish(),
});

export interface CloudflareUsageOptions {
  readonly fetch: WebFetch;
  /** Cloudflare's API, without a slash at its end. */
  readonly base: string;
  /** The API token of a connection; null where it has none. */
  readonly tokenFor: (connectionId: string) => Promise<string | null>;
}

export interface UsageQuestion {
  readonly connectionId: string;
  readonly accountId: string;
  readonly jurisdiction: Jurisdiction;
  readonly bucket: string;
  /** ms since 1970. */
  readonly from: number;
  readonly until: number;
}

/** A bucket's use by Cloudflare's count; null without a token. Fails with `api-token-permission` where the token may not. */
export async function cloudflareUsage(
  { fetch, base, tokenFor }: CloudflareUsageOptions,
  question: UsageQuestion,
  signal: AbortSignal,
): Promise<CloudflareUsage | null> {
  const token = await tokenFor(question.connectionId);
  if (token === null) return null;
  const url = new URL(`${base}/graphql`);
  const context = { host: url.host, bucket: question.bucket, permission: PERMISSION };
  const body = JSON.stringify({ query: QUERY, variables: variablesOf(question) });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const { status, said } = await ask(fetch, url, { headers, body, signal });
  const parsed = reply.safeParse(jsonOf(said)).data;
  const message = redact(`HTTP ${status}: ${parsed?.errors?.map((one) => one.message).join('; ') ?? ''}`);
  const found = parsed?.data?.viewer.accounts[0];
  if (status === 200 && found !== undefined) return usageOf(found);
  const mayNot = parsed?.errors?.some(isOfPermission) ?? false;
  throw new FailureError(failure(codeOf(status, mayNot), { ...context, status }, message));
}

/** GraphQL answers 200 to what it refuses, with its reason among the errors. */
function codeOf(status: number, mayNot: boolean): FailureCode {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  if (status === 401) return 'api-token-refused';
  return status === 403 || mayNot ? 'api-token-permission' : 'unexpected-reply';
}

/** Whether the token may not. A question is refused for other reasons too: its time, its length, how many came before. */
function isOfPermission({ message, extensions }: z.infer<typeof refusal>): boolean {
  return extensions?.code === 'authz' || /not authorized|does not have access|permission/i.test(message);
}

/** A bucket in a jurisdiction is named with it. */
function variablesOf({ accountId, jurisdiction, bucket, from, until }: UsageQuestion): Record<string, string> {
  return {
    accountTag: accountId,
    startDate: new Date(from).toISOString(),
    endDate: new Date(until).toISOString(),
    bucketName: jurisdiction === 'default' ? bucket : `${jurisdiction}_${bucket}`,
  };
}

async function ask(
  fetch: WebFetch,
  url: URL,
  question: { headers: Record<string, string>; body: string; signal: AbortSignal },
): Promise<{ readonly status: number; readonly said: string }> {
  try {
    const answer = await fetch(url, { method: 'POST', ...question });
    return { status: answer.status, said: await textOf(answer, url.host) };
  } catch (error) {
    const cause = question.signal.aborted ? null : failureOfNetwork(error, url.host);
    throw cause === null ? error : new FailureError(cause);
  }
}

function usageOf(found: z.infer<typeof account>): CloudflareUsage {
  const [storage] = found.r2StorageAdaptiveGroups;
  return {
    stored:
      storage === undefined
        ? null
        : {
            bytes: storage.max.payloadSize + storage.max.metadataSize,
            objects: storage.max.objectCount,
            uploads: storage.max.uploadCount,
            at: Date.parse(storage.dimensions.datetime),
          },
    operations: found.r2OperationsAdaptiveGroups.map(({ sum, dimensions }) => ({
      name: dimensions.actionType,
      status: dimensions.responseStatusCode,
      requests: sum.requests,
    })),
  };
}

function jsonOf(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
