import { z } from 'zod';
import { failure, FailureError, type Failure } from '../../../../shared/failure';
import { redact } from '../../store/redact';
import { jsonOf } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { valueAt } from './media-links';

/** What ComfyUI answers (server.py, script_examples/websockets_api_example.py). */
const file = z.object({ filename: z.string(), subfolder: z.string().default(''), type: z.string().default('output') });
const entry = z.object({
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  status: z
    .object({
      status_str: z.string().nullish(),
      completed: z.boolean().nullish(),
      messages: z.array(z.tuple([z.string(), z.looseObject({ exception_message: z.string().nullish() })])).nullish(),
    })
    .nullish(),
});
const history = z.record(z.string(), entry);
const waiting = z.object({
  queue_running: z.array(z.array(z.unknown())),
  queue_pending: z.array(z.array(z.unknown())),
});

export type ComfyFile = z.infer<typeof file>;

/** A finished job's files; undefined while it is not finished; fails where it ended otherwise. */
export function filesOf(answer: unknown, job: string, host: string): readonly ComfyFile[] | undefined {
  const parsed = history.safeParse(answer);
  const found = parsed.success ? parsed.data[job] : undefined;
  if (found === undefined) return undefined;
  if (found.status?.status_str === 'error') {
    const said = found.status.messages
      ?.map(([, message]) => message.exception_message ?? '')
      .find((text) => text !== '');
    throw new FailureError(failure('provider-job-failed', { host }, redact(said ?? 'It gave no reason.')));
  }
  const files = Object.values(found.outputs).flatMap((output) => Object.values(output).flatMap(filesIn));
  const kept = files.filter(({ type }) => type === 'output');
  if (files.length === 0) {
    throw new FailureError(failure('provider-job-failed', { host }, 'The workflow ended without a picture or a film.'));
  }
  // Previews alone are better than nothing: some workflows save nothing else.
  return kept.length > 0 ? kept : files;
}

function filesIn(value: unknown): readonly ComfyFile[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const parsed = file.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Jobs before this one; null where the queue does not know it. */
export function aheadOf(answer: unknown, job: string): number | null {
  const parsed = waiting.safeParse(answer);
  if (!parsed.success) return null;
  const { queue_running: now, queue_pending: later } = parsed.data;
  if (now.some(([, id]) => id === job)) return 0;
  const own = later.find(([, id]) => id === job);
  if (own === undefined) return null;
  // Each is listed with its number, the least of which comes first.
  return now.length + later.filter(([number]) => Number(number) < Number(own[0])).length;
}

/** A job as the queue has it, under the server's own id. */
export interface QueuedJob {
  readonly id: string;
  readonly stands: 'runs' | 'waits';
}

/**
 * A job by its id, or by the client that asked for it: of a server that gives ids of its own nothing else may be known. null where the
 * queue does not have it.
 */
export function queuedJob(answer: unknown, job: string): QueuedJob | null {
  const parsed = waiting.safeParse(answer);
  if (!parsed.success) return null;
  const running = idIn(parsed.data.queue_running, job);
  if (running !== null) return { id: running, stands: 'runs' };
  const pending = idIn(parsed.data.queue_pending, job);
  return pending === null ? null : { id: pending, stands: 'waits' };
}

/** Each is listed as its number, its id, its workflow, and what was sent along. */
function idIn(rows: readonly (readonly unknown[])[], job: string): string | null {
  const found = rows.find(([, id, , sent]) => id === job || valueAt(sent, 'client_id') === job);
  return typeof found?.[1] === 'string' ? found[1] : null;
}

const refused = z.object({
  error: z.union([z.string(), z.object({ message: z.string(), details: z.string().nullish() })]),
  node_errors: z
    .record(
      z.string(),
      z.object({
        class_type: z.string(),
        errors: z.array(z.object({ message: z.string(), details: z.string().nullish() })),
      }),
    )
    .nullish()
    .catch(null),
});

/** What ComfyUI found wrong with a workflow, by node. */
export function explain({ status, bytes }: WholeAnswer, host: string): Failure | null {
  const parsed = status === 400 ? refused.safeParse(jsonOf(bytes)) : null;
  if (parsed === null || !parsed.success) return null;
  const { error, node_errors: nodes } = parsed.data;
  const general = typeof error === 'string' ? error : `${error.message} ${error.details ?? ''}`;
  const each = Object.entries(nodes ?? {}).map(([id, node]) => {
    const words = node.errors.map(({ message, details }) => `${message} ${details ?? ''}`.trim());
    return `${node.class_type} (${id}): ${words.join('; ')}`;
  });
  return failure('provider-refused-input', { host, status }, redact([...each, general].join(' · ')));
}
