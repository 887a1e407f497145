import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A bucket that knows nothing but its CORS policy, in S3's XML (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors). */
export interface CorsBucket {
  readonly url: string;
  /** As it was sent; null where there is none. */
  document: string | null;
  /** Its keys may not touch the bucket's settings, as R2's object-level tokens may not. */
  refuses: boolean;
  readonly puts: readonly IncomingMessage[];
  close(): Promise<void>;
}

const problem = (code: string): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;

export async function startCorsBucket(): Promise<CorsBucket> {
  const puts: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = (status: number, body = ''): void => {
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    };
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://bucket');
    if (pathname.split('/').filter(Boolean).length !== 1 || !searchParams.has('cors'))
      return answer(400, problem('InvalidArgument'));
    if (bucket.refuses) return answer(403, problem('AccessDenied'));
    if (request.method === 'GET')
      return bucket.document === null ? answer(404, problem('NoSuchCORSConfiguration')) : answer(200, bucket.document);
    if (request.method === 'DELETE') {
      bucket.document = null;
      return answer(204);
    }
    puts.push(request);
    void text(request).then((body) => {
      bucket.document = body;
      answer(200);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bucket: CorsBucket = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    document: null,
    refuses: false,
    puts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return bucket;
}
