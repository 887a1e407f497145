import { setTimeout as wait } from 'node:timers/promises';
import { queuedJob } from './comfy-answers';
import { askOfJob, askService, type Service } from './service';

/** How often a job is looked for that the queue does not have: it may be on its way there. */
const LOOKS = 3;
const TIME_LIMIT = 5000;

/**
 * Ends a job: out of the queue where it waits, interrupted where it runs. `pause`: ms between two looks. Nothing is interrupted unless
 * the queue says that it is this job: a server from before August 2025 ends whatever runs, whose ever it is (Comfy-Org/ComfyUI#9607).
 */
export async function cancelJob(service: Service, job: string, pause: number): Promise<void> {
  const signal = AbortSignal.timeout(TIME_LIMIT);
  const tell = (path: string, body: unknown): Promise<unknown> =>
    askService(service, { method: 'POST', path, body }, signal);
  let waited = false;
  for (let look = 0; look < LOOKS; look += 1) {
    const found = queuedJob(await askOfJob(service, '/queue', signal), job);
    if (found?.stands === 'runs') return void (await tell('/interrupt', { prompt_id: found.id }));
    // It may begin to run before it is taken out, so that it is looked for again.
    if (found?.stands === 'waits') await tell('/queue', { delete: [found.id] });
    else if (waited) return;
    else await wait(pause, undefined, { signal });
    waited = found !== null;
  }
}
