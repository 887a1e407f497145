import { CopyObjectCommand, UploadPartCopyCommand } from '@aws-sdk/client-s3';
import { encodeKey } from '../../../shared/keys';
import type { CopyRequest, CopySource, PartCopy } from './object-store';
import type { R2Client } from './r2-client';
import { bareEtag, mustHave } from './replies';

/** R2's own word for "only where nothing is" (developers.cloudflare.com/r2/api/s3/extensions, beta); others do not know it. */
const ABSENT_HEADER = 'cf-copy-destination-if-none-match';

export async function copyObject(
  client: R2Client,
  request: CopyRequest,
  signal: AbortSignal,
): Promise<{ readonly etag: string }> {
  const { key, source, headers } = request;
  const command = new CopyObjectCommand({
    // With REPLACE S3 keeps nothing that is not sent once more.
    ...(headers === undefined
      ? { Bucket: client.bucket, Key: key, MetadataDirective: 'COPY' }
      : { ...client.objectInput(key, headers), MetadataDirective: 'REPLACE' }),
    CopySource: pathOf(source),
    CopySourceIfMatch: `"${source.etag}"`,
  });
  if (request.condition === 'absent') {
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers[ABSENT_HEADER] = '*';
        return next(args);
      },
      { step: 'build', name: 'copyWhereNothingIs' },
    );
  }
  const context = client.context(key, 'object-changed');
  return client.call(context, signal, async (call) => {
    const reply = await client.questions.send(command, call);
    return { etag: bareEtag(mustHave(reply.CopyObjectResult?.ETag, 'ETag', context)) };
  });
}

export async function uploadPartCopy(
  client: R2Client,
  part: PartCopy,
  signal: AbortSignal,
): Promise<{ readonly etag: string }> {
  const { start, end } = part.range;
  const command = new UploadPartCopyCommand({
    Bucket: client.bucket,
    Key: part.key,
    UploadId: part.uploadId,
    PartNumber: part.partNumber,
    CopySource: pathOf(part.source),
    CopySourceRange: `bytes=${start}-${end}`,
  });
  const context = client.context(part.key);
  return client.call(context, signal, async (call) => {
    const reply = await client.questions.send(command, call);
    return { etag: bareEtag(mustHave(reply.CopyPartResult?.ETag, 'ETag', context)) };
  });
}

/** The SDK sends a copy's source as it is given, so that it must come encoded (nidor1998/s3sync#152). */
function pathOf({ bucket, key }: CopySource): string {
  return `${bucket}/${encodeKey(key)}`;
}
