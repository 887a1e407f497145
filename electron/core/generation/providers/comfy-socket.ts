import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Watch } from '../provider';
import { jsonOf } from './answer-text';

const messages = z.object({
  type: z.string(),
  data: z.looseObject({
    prompt_id: z.string().nullish(),
    value: z.number().nullish(),
    max: z.number().nullish(),
  }),
});

const PREVIEW = 1;
const PREVIEW_WITH_METADATA = 4;
/** One frame is a preview of some hundred kilobytes. */
const MAX_FRAME = 32 * 1024 * 1024;

/**
 * Listens to what a ComfyUI server tells of one job, to the client that asked for it, until the returned function is called: steps, and
 * pictures of what is being made. It may come and go as it likes: that a job is finished is asked for elsewhere. `ended` is told what
 * ends a job at once.
 */
export function listen(base: string, job: string, client: string, watch: Watch, ended: () => void): () => void {
  const url = new URL(`${base}/ws?clientId=${client}`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, { maxPayload: MAX_FRAME, handshakeTimeout: 10_000 });
  let ours = false;
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, isBinary) => {
    const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
    if (!isBinary) ours = told(bytes, job, watch, ended, ours);
    else if (ours) preview(bytes, watch);
  });
  return () => socket.terminate();
}

/** Reads one message; true while what the server tells is of our job. */
function told(bytes: Buffer, job: string, watch: Watch, ended: () => void, ours: boolean): boolean {
  const parsed = messages.safeParse(jsonOf(bytes));
  if (!parsed.success) return ours;
  const { type, data } = parsed.data;
  const about = data.prompt_id ?? null;
  if (about !== null && about !== job) return false;
  const isOurs = about === job || ours;
  if (type === 'progress' && isOurs && typeof data.value === 'number' && typeof data.max === 'number' && data.max > 0) {
    watch.progress(Math.min(1, data.value / data.max));
  }
  if (/^execution_(success|error|interrupted)$/.test(type) && about === job) ended();
  return isOurs;
}

/** A frame begins with its kind; a preview's picture comes after its own kind, or after a length and that many bytes of JSON. */
function preview(frame: Buffer, watch: Watch): void {
  if (frame.length < 8) return;
  const kind = frame.readUInt32BE(0);
  const second = frame.readUInt32BE(4);
  if (kind === PREVIEW) watch.preview(frame.subarray(8));
  else if (kind === PREVIEW_WITH_METADATA && 8 + second < frame.length) watch.preview(frame.subarray(8 + second));
}
