import type { IncomingMessage } from 'node:http';
import type { Reply } from './call';
import { isNotModified, parseRange } from './conditions';
import type { ByteRange } from './conditions';
import { S3Error } from './errors';
import { objectHeaders, serve } from './objects';
import { createHost, send } from './server';
import type { Host, Service } from './server';
import { decodePath } from './target';

/** HTTP's own way with a Range that does not parse: it is not there. */
function lenientRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  try {
    return parseRange(header, size);
  } catch (error) {
    if (error instanceof S3Error && error.code === 'InvalidArgument') return undefined;
    throw error;
  }
}

function read({ store, bucket }: Service, request: IncomingMessage): Reply {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const object = store.state.buckets.get(bucket)?.objects.get(decodePath(path.slice(1)));
  if (object === undefined) throw new S3Error('NoSuchKey');
  // Metadata is for signed reads alone.
  const headers = Object.fromEntries(
    Object.entries(objectHeaders(object)).filter(([name]) => !name.startsWith('x-amz-')),
  );
  if (isNotModified(request.headers, object)) return { status: 304, headers };
  const since = request.headers['if-range'];
  const whole = since !== undefined && since !== headers.etag && since !== headers['last-modified'];
  return serve(object, headers, whole ? undefined : lenientRange(request.headers.range, object.size));
}

function page(status: number, title: string): Reply {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Object not found',
  412: 'Precondition failed',
  416: 'Range not satisfiable',
  429: 'Too many requests',
};

/** Reads of one bucket by anyone, as on r2.dev: no listing, no metadata, errors in HTML. */
export function createPublicHost(service: Service): Host {
  const { bucket, conduct } = service;
  return createHost(
    async (request, response) => {
      await conduct.delay();
      if (request.method === 'OPTIONS') return send(service, bucket, request, response, { status: 204 });
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return send(service, bucket, request, response, page(405, 'Method not allowed'));
      }
      conduct.maybeFail('read');
      return send(service, bucket, request, response, read(service, request));
    },
    (request, response, { status }) =>
      send(service, bucket, request, response, page(status, TITLES[status] ?? 'Internal error')),
  );
}
