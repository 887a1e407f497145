import { pipeline, Readable, Transform } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { failure, FailureError } from '../../../shared/failure';

/** A thousand keys of the greatest length, each byte of them encoded, take 4 MiB; no other answer is as long. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The SDK gathers an answer in memory however long it is: one that does not end would take all there is. */
export function boundAnswers(client: S3Client, host: string, bucket: string): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body?: unknown };
      if (response.body instanceof Readable) response.body = bounded(response.body, { host, bucket });
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'boundAnswers' },
  );
}

function bounded(body: Readable, of: { readonly host: string; readonly bucket: string }): Readable {
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      const cause =
        bytes > MAX_BYTES ? new FailureError(failure('unexpected-reply', of, 'The answer is far too long')) : null;
      done(cause, chunk);
    },
  });
  // What breaks on the way comes out of the last of them.
  return pipeline(body, limit, () => undefined);
}
