import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { askForJson, askService, type Service } from './service';

/** `POST /internal/progress` (modules/progress.py). */
const standing = z.object({ active: z.boolean(), queued: z.boolean(), completed: z.boolean() });

const PAUSE = 500;
const TIME_LIMIT = 5000;

/**
 * Stops the painting of a task; best effort. The server's interrupt is for whatever runs, which may be a picture of somebody else, so
 * that it is told no sooner than this task runs.
 */
export async function interruptTask(service: Service, task: string): Promise<void> {
  const signal = AbortSignal.timeout(TIME_LIMIT);
  try {
    let stands = await standingOf(service, task, signal);
    for (let look = 0; stands === 'waits' || (stands === 'unknown' && look === 0); look += 1) {
      // One that is not known may be on its way into the queue.
      await wait(PAUSE, undefined, { signal });
      stands = await standingOf(service, task, signal);
    }
    if (stands === 'over' || (stands === 'unknown' && (await knowsTasks(service, signal)))) return;
    await askService(service, { method: 'POST', path: '/sdapi/v1/interrupt', body: {} }, signal);
  } catch {
    // It goes on painting for nobody; there is no other way to tell it.
  }
}

/** How a task stands; `unknown`, too, with a server that knows none by its name. */
export async function standingOf(
  service: Service,
  task: string,
  signal: AbortSignal,
): Promise<'runs' | 'waits' | 'over' | 'unknown'> {
  const question = {
    method: 'POST',
    path: '/internal/progress',
    body: { id_task: task, live_preview: false },
  } as const;
  const told = standing.safeParse(await askForJson(service, question, signal).catch(() => null));
  if (!told.success) return 'unknown';
  const { active, queued, completed } = told.data;
  if (active) return 'runs';
  if (queued) return 'waits';
  return completed ? 'over' : 'unknown';
}

/** One from before 1.8 knows no task by its name (AUTOMATIC1111/stable-diffusion-webui#14314): there, what runs is taken for it. */
async function knowsTasks(service: Service, signal: AbortSignal): Promise<boolean> {
  const answer = await askForJson(service, { method: 'GET', path: '/internal/pending-tasks' }, signal).catch(
    () => null,
  );
  return answer !== null;
}
