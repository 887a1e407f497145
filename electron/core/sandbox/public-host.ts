import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Reply, Service } from './call';
import { isNotModified, parseRange, type ByteRange } from './conditions';
import { demand, S3Error } from './errors';
import { objectHeaders, serve } from './objects';
import { createHost, type Host } from './server';
import { identityOf } from './tables';
import { decodePath } from './target';

/** HTTP's own way with a Range that does not parse: it is not there. */
function lenientRange(header: string | undefined, size: number): ByteRange | undefined {
  try {
    return parseRange(header, size);
  } catch (error) {
    if (error instanceof S3Error && error.code === 'InvalidArgument') return undefined;
    throw error;
  }
}

function page(status: number): Reply {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`;
  const head = `<meta charset="utf-8"><title>${title}</title>`;
  const body = `<!doctype html><html lang="en"><head>${head}</head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

async function answer({ store, conduct, ownBucket }: Service, request: IncomingMessage): Promise<Reply> {
  const { method = '', url = '', headers: asked } = request;
  if (method === 'OPTIONS') return { status: 204 };
  if (method !== 'GET' && method !== 'HEAD') return page(405);
  conduct.maybeFail('read');
  const object = store.tables.objects.get(identityOf(ownBucket, decodePath(url.replace(/\?.*$/s, '').slice(1))));
  demand(object !== undefined, 'NoSuchKey');
  // Metadata is for signed reads alone.
  const all = Object.entries(objectHeaders(object));
  const headers = Object.fromEntries(all.filter(([name]) => !name.startsWith('x-amz-')));
  if (isNotModified(asked, object)) return { status: 304, headers };
  const since = asked['if-range'];
  const whole = since !== undefined && since !== headers.etag && since !== headers['last-modified'];
  return serve(object, headers, whole ? undefined : lenientRange(asked.range, object.size));
}

/** Reads of one bucket by anyone, as on r2.dev: no listing, no metadata, errors in HTML. */
export function createPublicHost(service: Service): Host {
  return createHost(service, { bucketOf: () => service.ownBucket, answer, refuse: ({ status }) => page(status) });
}
