import { z } from 'zod';
import { failure, FailureError, retryAfter, type Failure } from '../../../../shared/failure';
import { redact } from '../../store/redact';
import { jsonOf, textOf } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';

/** What a service says went wrong. */
export interface Refusal {
  readonly message: string;
  /** The service's own words for the cause; '' for none. */
  readonly code: string;
  readonly type: string;
}

// `{error: "…"}`, `{error: {message, code, type}}` (OpenAI), `{errors: [{code, message}]}` (Cloudflare), `{detail: "…" | [{msg}]}` (FastAPI, fal).
const text = z.union([z.string(), z.number()]).nullish();
const one = z.union([z.string(), z.object({ message: text, code: text, type: text, msg: text })]);
const refused = z.object({
  error: one.nullish(),
  errors: z.array(one).nullish(),
  detail: z.union([one, z.array(one)]).nullish(),
});

/** What an answer other than 2xx says, in whatever of the usual shapes. */
export function refusalIn(bytes: Uint8Array): Refusal {
  const parsed = refused.safeParse(jsonOf(bytes));
  const { error, errors, detail } = parsed.success ? parsed.data : {};
  const first = error ?? errors?.[0] ?? (Array.isArray(detail) ? detail[0] : detail) ?? null;
  if (first === null) return { message: textOf(bytes), code: '', type: '' };
  if (typeof first === 'string') return { message: first, code: '', type: '' };
  const message = first.message ?? first.msg ?? textOf(bytes);
  return { message: String(message), code: String(first.code ?? ''), type: String(first.type ?? '') };
}

/** What an answer other than 2xx means by its status alone; a provider that knows better asks first. */
export function failureOfStatus(answer: WholeAnswer, host: string, now: number): Failure {
  const { status, headers, bytes } = answer;
  const params = { host, status };
  const detail = redact(`HTTP ${status}: ${refusalIn(bytes).message}`);
  if (status === 401 || status === 403) return failure('provider-key-refused', params, detail);
  if (status === 402) return failure('provider-quota', params, detail);
  if (status === 400 || status === 422) return failure('provider-refused-input', params, detail);
  if (status === 429) return waiting(failure('rate-limited', params, detail), headers, now);
  if (status >= 500) return waiting(failure('server-error', params, detail), headers, now);
  return failure('provider-bad-answer', params, detail);
}

/** ms that a service may ask for, as of the bucket: what is farther away is no moment that could be shown, or a mistake. */
const LONGEST_PAUSE = 60 * 60_000;

/** A refusal with the pause that it asks for, if any. */
export function waiting(cause: Failure, headers: Headers, now: number): Failure {
  const given = headers.get('retry-after');
  if (given === null) return cause;
  const ms = /^\d+$/.test(given.trim()) ? Number(given) * 1000 : Date.parse(given) - now;
  return Number.isFinite(ms) && ms >= 0 ? retryAfter(cause, Math.min(ms, LONGEST_PAUSE)) : cause;
}

/** Some servers repeat the key that they refuse. */
export function withoutKey(error: unknown, key: string | null): unknown {
  if (!(error instanceof FailureError) || key === null || key === '') return error;
  const { detail } = error.failure;
  if (detail === null || !detail.includes(key)) return error;
  return new FailureError({ ...error.failure, detail: detail.replaceAll(key, '[hidden]') });
}
