import { STATUS_CODES } from 'node:http';
import { requireObject, type Call, type Reply } from './call';
import { demand } from './errors';
import { getObject } from './objects';
import type { Manner } from './server';

async function answer(call: Call): Promise<Reply> {
  demand(call.method === 'GET' || call.method === 'HEAD', 'MethodNotAllowed');
  call.conduct.maybeFail('read');
  const { etag, modified } = requireObject(call);
  const { range, 'if-range': since } = call.headers;
  const isCurrent = since === undefined || [`"${etag}"`, new Date(modified).toUTCString()].includes(since.toString());
  const asked = { query: new URLSearchParams(), headers: { ...call.headers, range: isCurrent ? range : undefined } };
  const { headers = {}, ...reply } = getObject({ ...call, ...asked }, 'overlook');
  // Metadata is for signed reads alone.
  const shown = Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-'));
  return { ...reply, headers: Object.fromEntries(shown) };
}

function page(status: number): Reply {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`;
  const head = `<meta charset="utf-8"><title>${title}</title>`;
  const body = `<!doctype html><html lang="en"><head>${head}</head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** Reads of one bucket by anyone, as on r2.dev: no listing, no metadata, errors in HTML. */
export function publicHost(bucket: string): Manner {
  return { base: `/${bucket}`, answer, refuse: ({ status }) => page(status) };
}
