import path from 'node:path';
import { z } from 'zod';
import { fail, failure, type Failure } from '../../../../shared/failure';
import { redact } from '../../store/redact';
import type { MakeRequest, Results, Watch } from '../provider';
import type { WholeAnswer } from './bounded-fetch';
import { failureOfAnswer } from './openai-answer';
import { pollUntil, type Pace } from './polling';
import { refusalIn } from './refusals';
import { askOfJob, askService, askToBegin, encodeForm, type Service, type ServiceQuestion } from './service';

/** `POST /videos`, `GET /videos/{id}`, `GET /videos/{id}/content` (openai/openai-openapi). */
const video = z.object({
  id: z.string().regex(/^[\w-]+$/),
  status: z.string(),
  progress: z.number().nullish(),
  error: z.looseObject({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
type Video = z.infer<typeof video>;

const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'in_progress']);

/** Asks for a film; answers the id of its job. */
export async function askForVideo(service: Service, request: MakeRequest, signal: AbortSignal): Promise<string> {
  const { model, prompt, size, seconds, reference, extra } = request;
  const length = seconds === null ? {} : { seconds: String(seconds) };
  const inputs = { model, prompt, size: `${size.width}x${size.height}`, ...length, ...extra };
  const cancel = (answer: unknown): Promise<void> => cancelVideo(service, read(service, answer).id);
  const begin = async (sent: Pick<ServiceQuestion, 'body' | 'form'>): Promise<string> => {
    const question = { method: 'POST', path: '/videos', ...sent } as const;
    return read(service, await askToBegin(service, question, cancel, signal)).id;
  };
  if (reference === null) return begin({ body: inputs });
  const form = new FormData();
  for (const [name, value] of Object.entries(inputs)) form.set(name, String(value));
  // One of any other size is refused: "Inpaint image must match the requested width and height".
  const picture = Buffer.from(await reference.filling(size, signal));
  form.set('input_reference', new Blob([picture], { type: 'image/jpeg' }), `${path.parse(reference.name).name}.jpg`);
  return begin({ form: await encodeForm(form) });
}

export async function followVideo(
  service: Service,
  job: string,
  pace: Pace,
  watch: Watch,
  signal: AbortSignal,
): Promise<Results> {
  const asking: Service = { ...service, explain: explainJob };
  await pollUntil(
    async () => {
      const now = read(service, await askOfJob(asking, `/videos/${job}`, signal));
      if (now.status === 'failed') throwFailed(service, now);
      watch.progress(typeof now.progress === 'number' ? Math.min(1, now.progress / 100) : null);
      if (now.status === 'completed') return true;
      return UNDER_WAY.has(now.status) ? undefined : throwSenseless(service, now);
    },
    pace,
    signal,
  );
  return { places: [{ kind: 'url', url: `${service.base}/videos/${job}/content` }], seed: null };
}

/** There is no cancel; deleting a job that is not done ends it, where the server knows how. */
export async function cancelVideo(service: Service, job: string): Promise<void> {
  const question = { method: 'DELETE', path: `/videos/${job}` } as const;
  await askService(service, question, AbortSignal.timeout(10_000)).catch(() => undefined);
}

function read({ base }: Service, answer: unknown): Video {
  const parsed = video.safeParse(answer);
  return parsed.success ? parsed.data : throwSenseless({ base }, answer);
}

function throwSenseless({ base }: Pick<Service, 'base'>, answer: unknown): never {
  return fail('provider-bad-answer', { host: new URL(base).host }, redact(JSON.stringify(answer)));
}

function throwFailed({ base }: Service, { error }: Video): never {
  const words = redact(`${error?.code ?? ''} ${error?.message ?? 'It gave no reason.'}`);
  const refused = /moderation|content_policy|safety/i.test(words);
  return fail(refused ? 'provider-refused-prompt' : 'provider-job-failed', { host: new URL(base).host }, words);
}

function explainJob(answer: WholeAnswer, host: string): Failure | null {
  const { status, bytes } = answer;
  if (status !== 404) return failureOfAnswer(answer, host, Date.now());
  return failure('provider-job-gone', { host, status }, redact(refusalIn(bytes).message));
}
