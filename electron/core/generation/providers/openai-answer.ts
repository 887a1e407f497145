import { z } from 'zod';
import { failure, retryAfter, type Failure } from '../../../../shared/failure';
import { redact } from '../../store/redact';
import type { WholeAnswer } from './bounded-fetch';

const answered = z.object({
  data: z.array(z.object({ b64_json: z.string().nullish(), url: z.string().nullish() })).min(1),
});

const refused = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().nullish(),
      code: z.union([z.string(), z.number()]).nullish(),
      type: z.string().nullish(),
    }),
  ]),
});

/** Where a successful answer has its picture. */
export type PicturePlace =
  { readonly kind: 'here'; readonly base64: string } | { readonly kind: 'at'; readonly url: string };

/** The picture's place in an answer; null when it is no answer of this kind. */
export function pictureIn(bytes: Uint8Array): PicturePlace | null {
  const parsed = answered.safeParse(jsonOf(bytes));
  const first = parsed.success ? parsed.data.data[0] : undefined;
  if (typeof first?.b64_json === 'string' && first.b64_json !== '') return { kind: 'here', base64: first.b64_json };
  if (typeof first?.url === 'string' && first.url !== '') return { kind: 'at', url: first.url };
  return null;
}

const PROMPT_CODES = new Set(['content_policy_violation', 'moderation_blocked', 'content_filter']);
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);

/** What an answer other than 2xx means. */
export function failureOfAnswer(answer: WholeAnswer, host: string, now: number): Failure {
  const { status, headers, bytes } = answer;
  const said = errorIn(bytes);
  const detail = redact(`HTTP ${status}: ${said.message}`);
  const params = { host, status };
  if (PROMPT_CODES.has(said.code) || said.type === 'image_generation_user_error') {
    return failure('provider-refused-prompt', params, detail);
  }
  if (QUOTA_CODES.has(said.code) || said.type === 'insufficient_quota' || status === 402) {
    return failure('provider-quota', params, detail);
  }
  if (status === 401 || status === 403) return failure('provider-key-refused', params, detail);
  if (status === 429) return waiting(failure('rate-limited', params, detail), headers, now);
  if (status >= 500) return waiting(failure('server-error', params, detail), headers, now);
  return failure('provider-bad-answer', params, detail);
}

function waiting(cause: Failure, headers: Headers, now: number): Failure {
  const text = headers.get('retry-after');
  if (text === null) return cause;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) && ms >= 0 ? retryAfter(cause, ms) : cause;
}

function errorIn(bytes: Uint8Array): { readonly message: string; readonly code: string; readonly type: string } {
  const parsed = refused.safeParse(jsonOf(bytes));
  if (!parsed.success) return { message: textOf(bytes), code: '', type: '' };
  const { error } = parsed.data;
  if (typeof error === 'string') return { message: error, code: '', type: '' };
  return { message: error.message ?? '', code: String(error.code ?? ''), type: error.type ?? '' };
}

/** The words of an answer that should have been something else, without markup. */
export function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 20_000));
  return text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
