import { STATUS_CODES } from 'node:http';
import { demand } from './errors';
import { getObject } from './objects';
import type { Manner } from './server';

/** Reads of one bucket by anyone, as on r2.dev: no listing, no metadata, errors in HTML. */
export function publicHost(bucket: string): Manner {
  return {
    base: `/${bucket}`,
    async answer(call) {
      demand(call.method === 'GET' || call.method === 'HEAD', 'MethodNotAllowed');
      call.conduct.maybeFail();
      const { headers = {}, ...reply } = getObject(call);
      // Metadata is for signed reads alone.
      const shown = Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-'));
      return { ...reply, headers: Object.fromEntries(shown) };
    },
    refuse({ status }) {
      const body = `<!doctype html><meta charset="utf-8"><title>${status} ${STATUS_CODES[status]}</title>\n`;
      return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
    },
  };
}
