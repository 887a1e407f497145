import { fail } from '../../../../shared/failure';
import type { WebAnswer } from '../web-fetch';

const MAX_BYTES = 4_000_000;

/** The whole of an answer of Cloudflare's APIs; fails for one that is longer than any of theirs. */
export async function textOf({ body }: WebAnswer, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > MAX_BYTES) fail('unexpected-reply', { host }, `The answer is longer than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
