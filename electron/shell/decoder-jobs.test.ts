import { describe, expect, it, vi } from 'vitest';
import { failure, FailureError } from '../../shared/failure';
import { DecoderFault, type DecodeJob } from '../core/library/decoder';
import type { DecoderTask } from '../decoder/messages';
import { parseDecoderAnswer } from './decoder-answer';
import { DecoderJobs } from './decoder-jobs';

const facts = { size: 1, version: 'v', contentType: 'image/png' };
const source = { kind: 'local', connectionId: null, path: '/x', ...facts } as const;
const job: DecodeJob = { source: () => source, kind: 'image', size: 10, page: 1, edge: 480 };
const never = new AbortController().signal;
const picture = { webp: new Uint8Array(), width: 1, height: 1, durationMs: null, pages: null, blur: 'HBkSHYSIeHiP' };

let now = 1_000_000;

function openJobs(idled: () => void = () => undefined): DecoderJobs {
  let tokens = 0;
  return new DecoderJobs({ randomToken: () => `token${(tokens += 1)}`, now: () => now, hung: () => undefined, idled });
}

const tokenOf = (task: DecoderTask): string => {
  if (task.kind === 'film') throw new Error('A film reads nothing');
  return task.sourceUrl.slice('media://source/'.length);
};

describe('the work of the decoder', () => {
  it('goes to the page when it asks, readable only while it runs', async () => {
    const jobs = openJobs();
    const asked = jobs.take();
    const made = jobs.submit(job, never);
    const task = await asked;
    const token = tokenOf(task);
    expect(await jobs.sourceOf(token)).toMatchObject({ source });
    expect(await jobs.sourceOf(task.taskId)).toBeNull();
    jobs.answer({ kind: 'made', taskId: task.taskId, ...picture });
    expect(await made).toMatchObject(picture);
    expect(await jobs.sourceOf(token)).toBeNull();
    expect(jobs.idle).toBe(true);
  });

  it('that nobody wants any more leaves the page with nothing to do, and says so', async () => {
    const idled = vi.fn();
    await expect(openJobs(idled).submit(job, AbortSignal.abort())).rejects.toThrow('Not wanted');
    expect(idled).toHaveBeenCalledTimes(1);
  });

  it('can be a conversion, and an answer to another question is none', async () => {
    const jobs = openJobs();
    const wish = { format: 'webp', quality: 80, maxSide: null, fill: null } as const;
    const [first, second] = [jobs.convert(wish, () => source, never), jobs.convert(wish, () => source, never)];
    const task = await jobs.take();
    expect(task).toMatchObject({ kind: 'convert', ...wish });
    jobs.answer({ kind: 'converted', taskId: task.taskId, picture: new Uint8Array(3) });
    expect(await first).toHaveLength(3);
    jobs.answer({ kind: 'made', taskId: (await jobs.take()).taskId, ...picture });
    await expect(second).rejects.toThrow('unexpected');
  });

  it('can be a film, which reads nothing', async () => {
    const jobs = openJobs();
    const wish = {
      pixels: new Uint8Array(12),
      picture: { width: 2, height: 2 },
      width: 2,
      height: 2,
      seconds: 3,
      seed: 1,
    };
    const made = jobs.film(wish, never);
    const task = await jobs.take();
    expect(task).toMatchObject({ kind: 'film', ...wish });
    expect(await jobs.sourceOf('token1')).toBeNull();
    jobs.answer({ kind: 'filmed', taskId: task.taskId, webm: new Uint8Array(5) });
    expect(await made).toHaveLength(5);
  });

  it('cannot be read before the page has taken it', async () => {
    const jobs = openJobs();
    void jobs.submit(job, never);
    expect(jobs.anyWaiting).toBe(true);
    for (const token of ['token1', 'token2']) expect(await jobs.sourceOf(token)).toBeNull();
  });

  it('fails with why its bytes could not be had, rather than with what that looked like', async () => {
    const jobs = openJobs();
    const made = jobs.submit(job, never);
    const task = await jobs.take();
    jobs.sourceFailed(tokenOf(task), failure('access-denied'));
    jobs.answer({ kind: 'failed', taskId: task.taskId, problem: 'not-decodable' });
    await expect(made).rejects.toThrow('access-denied');
  });

  it.each([
    ['has come to its end', 6000, true],
    ['still goes on, on a slow line', 1000, false],
  ])('that takes too long is a fault over the content where its reading %s', async (_what, sinceBytes, isFault) => {
    const jobs = openJobs();
    const made = jobs.submit(job, never).catch((error: unknown) => error);
    const task = await jobs.take();
    jobs.reading(tokenOf(task));
    now += sinceBytes;
    jobs.answer({ kind: 'failed', taskId: task.taskId, problem: 'timeout' });
    const error = await made;
    expect(error).toMatchObject({ failure: { code: 'timeout' } });
    expect(error instanceof DecoderFault).toBe(isFault);
  });

  it('fails, but not for good, where the page could not say what was wrong', async () => {
    const jobs = openJobs();
    const made = jobs.submit(job, never).catch((error: unknown) => error);
    const answer = parseDecoderAnswer({ kind: 'failed', taskId: (await jobs.take()).taskId, problem: 'unexpected' });
    if (answer !== null) jobs.answer(answer);
    expect(await made).toBeInstanceOf(DecoderFault);
  });

  it('fails for good where the content is at fault', async () => {
    const jobs = openJobs();
    const made = jobs.submit(job, never);
    jobs.answer({ kind: 'failed', taskId: (await jobs.take()).taskId, problem: 'too-large' });
    await expect(made).rejects.toThrow('picture-too-large');
  });

  it('fails when the page is gone, and what waits goes to the next page', async () => {
    const jobs = openJobs();
    const [running, waiting] = [jobs.submit(job, never), jobs.submit(job, never)];
    await jobs.take();
    jobs.pageGone(true);
    await expect(running).rejects.toBeInstanceOf(FailureError);
    const task = await jobs.take();
    jobs.answer({ kind: 'made', taskId: task.taskId, ...picture });
    expect(await waiting).toMatchObject(picture);
  });

  it('that ran beside what brought the page down is made all the same, and only that one is at fault', async () => {
    const jobs = openJobs();
    const outcomes: unknown[] = [];
    for (const name of ['bad', 'good']) {
      const tell = (outcome: unknown) => outcomes.push([name, outcome instanceof DecoderFault ? 'fault' : 'made']);
      void jobs.submit(job, never).then(tell, tell);
    }
    await Promise.all([jobs.take(), jobs.take()]);
    const later = jobs.submit(job, never);
    jobs.pageGone(true);
    const [first, second] = [jobs.take(), jobs.take()];
    await first;
    // The second one waits until the first is out of the way.
    expect(await Promise.race([second, 'nothing'])).toBe('nothing');
    jobs.pageGone(true);
    for (const asked of [jobs.take(), jobs.take()])
      jobs.answer({ kind: 'made', taskId: (await asked).taskId, ...picture });
    expect(await later).toMatchObject(picture);
    expect(outcomes).toEqual([
      ['bad', 'fault'],
      ['good', 'made'],
    ]);
    expect(jobs.idle).toBe(true);
  });

  it('that nobody wants any more is not tried again by itself', async () => {
    const jobs = openJobs();
    const end = new AbortController();
    const made = [jobs.submit(job, end.signal), jobs.submit(job, never)];
    await Promise.all([jobs.take(), jobs.take()]);
    end.abort();
    await expect(made[0]).rejects.toMatchObject({ name: 'AbortError' });
    jobs.pageGone(true);
    jobs.answer({ kind: 'made', taskId: (await jobs.take()).taskId, ...picture });
    expect(await made[1]).toMatchObject(picture);
    expect(jobs.idle).toBe(true);
  });

  it('does not go to a page that is gone', async () => {
    const jobs = openJobs();
    void jobs.take();
    jobs.pageGone(true);
    void jobs.submit(job, never);
    expect((await jobs.take()).kind).toBe('image');
  });

  it('fails altogether when a page never came to ask for it', async () => {
    const jobs = openJobs();
    const made = jobs.submit(job, never);
    jobs.pageGone(false);
    await expect(made).rejects.toBeInstanceOf(FailureError);
    expect(jobs.idle).toBe(true);
  });

  it('ends as soon as nobody wants it any more, waiting or running, and the page goes on with the rest', async () => {
    const jobs = openJobs();
    const ends = [new AbortController(), new AbortController()];
    const [running, waiting] = ends.map(({ signal }) => jobs.submit(job, signal));
    const wanted = jobs.submit(job, never);
    const task = await jobs.take();
    const reading = await jobs.sourceOf(tokenOf(task));
    for (const end of ends) end.abort();
    for (const one of [running, waiting]) await expect(one).rejects.toMatchObject({ name: 'AbortError' });
    expect(reading?.signal.aborted).toBe(true);
    expect(await jobs.sourceOf(tokenOf(task))).toBeNull();
    jobs.answer({ kind: 'failed', taskId: task.taskId, problem: 'source' });
    jobs.answer({ kind: 'made', taskId: (await jobs.take()).taskId, ...picture });
    expect(await wanted).toMatchObject(picture);
    expect(jobs.idle).toBe(true);
  });

  it('tells when the last of it is over, also where that was given up while the page was at it', async () => {
    let idled = 0;
    const jobs = openJobs(() => (idled += 1));
    const end = new AbortController();
    const made = jobs.submit(job, end.signal);
    const task = await jobs.take();
    end.abort();
    await expect(made).rejects.toMatchObject({ name: 'AbortError' });
    expect(idled).toBe(0);
    jobs.answer({ kind: 'failed', taskId: task.taskId, problem: 'source' });
    expect(idled).toBe(1);
  });

  it('is cancelled when the decoder is closed', async () => {
    const jobs = openJobs();
    const made = [jobs.submit(job, never), jobs.submit(job, never)];
    await jobs.take();
    jobs.cancelAll();
    for (const one of made) await expect(one).rejects.toMatchObject({ name: 'AbortError' });
  });
});
