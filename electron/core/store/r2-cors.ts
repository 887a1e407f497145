import { createHash } from 'node:crypto';
import { DeleteBucketCorsCommand, GetBucketCorsCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { CORS_METHODS, type CorsRule } from '../../../shared/cloudflare';
import { FailureError } from '../../../shared/failure';
import type { R2Client } from './r2-client';

/** The bucket's CORS rules; none where it has no policy. */
export async function readBucketCors(client: R2Client, signal: AbortSignal): Promise<readonly CorsRule[]> {
  try {
    const command = new GetBucketCorsCommand({ Bucket: client.bucket });
    const reply = await client.call(client.context(null), signal, (call) => client.questions.send(command, call));
    return (reply.CORSRules ?? []).map((rule) => ({
      id: rule.ID ?? null,
      origins: rule.AllowedOrigins ?? [],
      methods: (rule.AllowedMethods ?? []).flatMap((method) => CORS_METHODS.find((known) => known === method) ?? []),
      headers: rule.AllowedHeaders ?? [],
      exposeHeaders: rule.ExposeHeaders ?? [],
      maxAgeSeconds: rule.MaxAgeSeconds ?? null,
    }));
  } catch (error) {
    if (error instanceof FailureError && error.failure.detail?.startsWith('NoSuchCORSConfiguration') === true)
      return [];
    throw error;
  }
}

/** Puts these rules in the place of those that are there; none deletes the policy. */
export async function writeBucketCors(
  client: R2Client,
  rules: readonly CorsRule[],
  signal: AbortSignal,
): Promise<void> {
  const context = client.context(null);
  if (rules.length === 0) {
    const command = new DeleteBucketCorsCommand({ Bucket: client.bucket });
    await client.call(context, signal, (call) => client.questions.send(command, call));
    return;
  }
  const CORSRules = rules.map(({ id, origins, methods, headers, exposeHeaders, maxAgeSeconds }) => ({
    ...(id === null ? {} : { ID: id }),
    AllowedOrigins: [...origins],
    AllowedMethods: [...methods],
    ...(headers.length === 0 ? {} : { AllowedHeaders: [...headers] }),
    ...(exposeHeaders.length === 0 ? {} : { ExposeHeaders: [...exposeHeaders] }),
    ...(maxAgeSeconds === null ? {} : { MaxAgeSeconds: maxAgeSeconds }),
  }));
  const command = new PutBucketCorsCommand({ Bucket: client.bucket, CORSConfiguration: { CORSRules } });
  md5InsteadOfCrc(command);
  await client.call(context, signal, (call) => client.questions.send(command, call));
}

interface Outgoing {
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/**
 * The SDK always sends a CRC32 with this question, whatever it is told. R2 lists that header as not implemented here
 * (r2/api/s3/api), and takes one checksum only: it gets the MD5.
 */
function md5InsteadOfCrc(command: PutBucketCorsCommand): void {
  command.middlewareStack.add(
    (next) => (input) => {
      const { headers, body } = input.request as Outgoing;
      for (const name of Object.keys(headers)) {
        if (/^x-amz-(checksum|sdk-checksum)-/i.test(name)) Reflect.deleteProperty(headers, name);
      }
      headers['content-md5'] = createHash('md5')
        .update(typeof body === 'string' ? body : (body as Uint8Array))
        .digest('base64');
      return next(input);
    },
    // Behind the SDK's own checksums, and before the signature.
    { step: 'build', priority: 'low', name: 'md5InsteadOfCrc' },
  );
}
