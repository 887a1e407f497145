import { z } from 'zod';
import { failure, type Failure } from '../../../../shared/failure';
import { redact } from '../../store/redact';
import type { Place } from '../provider';
import { jsonOf } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { placesOf } from './media-links';
import { failureOfStatus, refusalIn } from './refusals';

const answered = z.object({
  data: z.array(z.object({ b64_json: z.string().nullish(), url: z.string().nullish() })).min(1),
});

/** The places of an answer's pictures: as many as were paid for. None where it is no answer of this kind. */
export function picturesIn(bytes: Uint8Array): readonly Place[] {
  const parsed = answered.safeParse(jsonOf(bytes));
  return (parsed.data?.data ?? []).flatMap(({ b64_json: picture, url }): readonly Place[] => {
    if (typeof picture === 'string' && picture !== '')
      return [{ kind: 'bytes', bytes: Buffer.from(picture, 'base64') }];
    return typeof url === 'string' && url !== '' ? placesOf([url]) : [];
  });
}

const PROMPT_CODES = new Set(['content_policy_violation', 'moderation_blocked', 'content_filter']);
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);

/** What an answer other than 2xx means. */
export function failureOfAnswer(answer: WholeAnswer, host: string, now: number): Failure {
  const { status, bytes } = answer;
  const said = refusalIn(bytes);
  const detail = redact(`HTTP ${status}: ${said.message}`);
  const params = { host, status };
  if (PROMPT_CODES.has(said.code) || said.type === 'image_generation_user_error') {
    return failure('provider-refused-prompt', params, detail);
  }
  if (QUOTA_CODES.has(said.code) || said.type === 'insufficient_quota') {
    return failure('provider-quota', params, detail);
  }
  return failureOfStatus(answer, host, now);
}
