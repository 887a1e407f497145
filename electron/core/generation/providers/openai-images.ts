import type { Readable } from 'node:stream';
import { z } from 'zod';
import { fail, failure, FailureError } from '../../../../shared/failure';
import { abortError } from '../../store/abort';
import { failureOfNetwork } from '../../store/network-errors';
import { redact } from '../../store/redact';
import type { MakeRequest, Place, Watch } from '../provider';
import { readable } from './answer-text';
import { readWhole, type Bounds } from './bounded-fetch';
import { failureOfAnswer, picturesIn } from './openai-answer';
import { familyOf } from './openai-models';
import { withoutKey } from './refusals';
import { eventsOf } from './server-events';
import { encodeForm, fileOf, type Service } from './service';

/** `image_generation.partial_image`, `image_edit.completed` and their like (openai/openai-openapi). */
const event = z.looseObject({ type: z.string(), b64_json: z.string().nullish() });
const PARTIAL_IMAGES = 2;

/**
 * Asks for one picture: a new one, or one that begins with another; for more where the further inputs say so (`n`). Tells of
 * unfinished ones where the server sends them.
 */
export async function askForPictures(
  service: Service,
  request: MakeRequest,
  bounds: Bounds,
  watch: Watch,
  signal: AbortSignal,
): Promise<readonly Place[]> {
  const late = AbortSignal.timeout(bounds.timeLimit);
  const host = new URL(service.base).host;
  try {
    return await asked(service, request, bounds, watch, AbortSignal.any([signal, late]));
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    if (late.aborted) fail('timeout', { host });
    throw withoutKey(error instanceof FailureError ? error : unreachable(error, host), service.key);
  }
}

async function asked(
  service: Service,
  request: MakeRequest,
  bounds: Bounds,
  watch: Watch,
  signal: AbortSignal,
): Promise<readonly Place[]> {
  const { path, contentType, body, count } = await questionOf(request);
  const url = new URL(`${service.base}${path}`);
  const headers = { ...service.headers, 'content-type': contentType, accept: 'application/json, text/event-stream' };
  const answer = await service.fetch(url, { method: 'POST', headers, body, signal });
  const ok = answer.status >= 200 && answer.status < 300;
  if (ok && (answer.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    return streamed(answer.body, url.host, count, watch);
  }
  const bytes = await readWhole(answer.body, url.host, bounds.maxBytes);
  if (!ok) {
    const whole = { status: answer.status, headers: answer.headers, bytes };
    throw new FailureError(failureOfAnswer(whole, url.host, Date.now()));
  }
  const places = picturesIn(bytes);
  if (places.length === 0) fail('provider-bad-answer', { host: url.host }, redact(readable(bytes)));
  return places;
}

/** What has come of several is paid for, and kept where the stream breaks before the others. */
async function streamed(body: Readable, host: string, count: number, watch: Watch): Promise<readonly Place[]> {
  const places: Place[] = [];
  try {
    await readInto(places, body, host, count, watch);
  } catch (error) {
    if (places.length === 0) throw error;
  }
  return places;
}

/** Ends with the last picture that was asked for: a server may hold the stream open for longer. */
async function readInto(places: Place[], body: Readable, host: string, count: number, watch: Watch): Promise<void> {
  let told = '';
  for await (const data of eventsOf(body)) {
    const parsed = event.safeParse(data);
    told = JSON.stringify(data).slice(0, 1000);
    if (!parsed.success) continue;
    const { type, b64_json: picture } = parsed.data;
    if (type === 'error' || type.endsWith('.failed')) fail('provider-job-failed', { host }, redact(told));
    if (typeof picture !== 'string' || picture === '') continue;
    const bytes = Buffer.from(picture, 'base64');
    if (!type.endsWith('.completed')) watch.preview(bytes);
    else if (places.push({ kind: 'bytes', bytes }) === count) return;
  }
  if (places.length === 0) fail('provider-bad-answer', { host }, redact(`The answer ended without a picture. ${told}`));
}

interface Question {
  readonly path: string;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  /** Pictures that are asked for. */
  readonly count: number;
}

async function questionOf(request: MakeRequest): Promise<Question> {
  const { reference } = request;
  const inputs = inputsOf(request);
  const count = Number(inputs['n']);
  if (reference === null) {
    return { path: '/images/generations', contentType: 'application/json', body: JSON.stringify(inputs), count };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(inputs)) form.set(name, String(value));
  form.set('image', await fileOf(reference), reference.name);
  const { contentType, bytes } = await encodeForm(form);
  return { path: '/images/edits', contentType, body: bytes, count };
}

function inputsOf({ model, prompt, size, style, extra }: MakeRequest): Record<string, unknown> {
  const { responseFormat, streams } = familyOf(model);
  return {
    model,
    prompt,
    n: 1,
    size: `${size.width}x${size.height}`,
    ...(style === null ? {} : { style }),
    ...(responseFormat === null ? {} : { response_format: responseFormat }),
    ...(streams ? { stream: true, partial_images: PARTIAL_IMAGES } : {}),
    ...extra,
  };
}

function unreachable(error: unknown, host: string): unknown {
  const network = failureOfNetwork(error, host);
  if (network === null) return error;
  const code = network.code === 'timeout' ? 'timeout' : 'provider-unreachable';
  return new FailureError(failure(code, { host }, network.detail), { cause: error });
}
