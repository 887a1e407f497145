import type { IncomingMessage } from 'node:http';
import { serve } from './web-server';

/** What happens to a job, in its order: asked for, promised, looked at, half of its picture sent. */
export type FalStep = 'asked' | 'taken' | 'looked' | 'half-sent';

/** A job that the service was asked, and paid, for. */
export interface FalJob {
  readonly id: string;
  readonly prompt: string;
  readonly picture: Buffer;
  /** Whether anyone has asked for it by its id: only then is the id known to who asked for the job. */
  known: boolean;
  cancelled: boolean;
  finished: boolean;
}

export interface Fal {
  readonly url: string;
  readonly key: string;
  readonly jobs: readonly FalJob[];
  /** Jobs wait until it is put to true. */
  finishes: boolean;
  /** Hears of each step before the service goes on. */
  onStep: (step: FalStep, job: FalJob) => void;
  close(): Promise<void>;
}

const HALF_SENT_MS = 150;

/**
 * A stand-in for fal.ai's queue, which takes money, in the wire format of docs.fal.ai and of `libs/client/src/queue.ts` in
 * fal-ai/fal-js. `paint`: the PNG of the n-th job.
 */
export async function serveFal(paint: (n: number) => Buffer): Promise<Fal> {
  const jobs: FalJob[] = [];
  const web = await serve(async (request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const file = /^\/files\/(\d+)\.png$/.exec(request.url ?? '');
    if (file !== null) return sendPicture(jobs[Number(file[1])]);
    if (request.headers.authorization !== `Key ${fal.key}`) return reply(401, { detail: 'Invalid key' });
    if (request.method === 'POST') return take(await promptIn(request));
    const [, asked] = /\/requests\/(job-\d+)(?:\/|$)/.exec(request.url ?? '') ?? [];
    const job = jobs.find(({ id }) => id === asked);
    if (job === undefined) return reply(404, { detail: 'Request not found' });
    job.known = true;
    if (request.method === 'PUT') {
      job.cancelled = true;
      return reply(202, { status: 'CANCELLATION_REQUESTED' });
    }
    if (request.url?.endsWith('/status') === true) {
      job.finished ||= fal.finishes;
      reply(200, job.finished ? { status: 'COMPLETED' } : { status: 'IN_QUEUE', queue_position: 2 });
      return fal.onStep('looked', job);
    }
    return reply(200, { images: [{ url: `${fal.url}/files/${jobs.indexOf(job)}.png` }], seed: 42 });

    function take(prompt: string): void {
      const id = `job-${jobs.length}`;
      const picture = paint(jobs.length);
      const made: FalJob = { id, prompt, picture, known: false, cancelled: false, finished: false };
      jobs.push(made);
      fal.onStep('asked', made);
      const at = `${fal.url}/fal-ai/flux/requests/${id}`;
      const urls = { status_url: `${at}/status`, response_url: at, cancel_url: `${at}/cancel` };
      reply(200, { status: 'IN_QUEUE', request_id: id, queue_position: 2, ...urls });
      fal.onStep('taken', made);
    }

    function sendPicture(made: FalJob | undefined): void {
      if (made === undefined) return reply(404, {});
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': made.picture.length });
      response.write(made.picture.subarray(0, made.picture.length / 2));
      fal.onStep('half-sent', made);
      setTimeout(() => response.end(made.picture.subarray(made.picture.length / 2)), HALF_SENT_MS);
    }
  });
  const fal: Fal = {
    url: web.url,
    key: 'fal-e2e:3c1f9d7b2a604e58',
    jobs,
    finishes: true,
    onStep: () => undefined,
    close: () => web.close(),
  };
  return fal;
}

async function promptIn(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { prompt }: { prompt: string } = JSON.parse(Buffer.concat(chunks).toString());
  return prompt;
}
