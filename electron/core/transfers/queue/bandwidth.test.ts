import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpeedLimits } from '../../../../shared/work-settings';
import { startSandbox } from '../../sandbox/sandbox';
import { createR2Store } from '../../store/r2-store';
import { Bandwidth, burstOf, TokenBucket } from './bandwidth';
import { ManualClock } from '../manual-clock.test-support';

const NEVER = new AbortController().signal;
const KIB = 1024;

function limited(limits: SpeedLimits) {
  const clock = new ManualClock();
  const state = { limits };
  const bandwidth = new Bandwidth({ clock, limits: () => state.limits });
  return { clock, state, bandwidth };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('the token bucket', () => {
  it('never gives more than rate × time + burst, however it is asked', () => {
    const asks = fc.array(fc.record({ after: fc.nat(2000), wanted: fc.nat(300 * KIB) }), { maxLength: 100 });
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 50_000_000 }), asks, (rate, all) => {
        const bucket = new TokenBucket(0);
        let now = 0;
        const given: { at: number; bytes: number }[] = [];
        for (const { after, wanted } of all) {
          now += after;
          given.push({ at: now, bytes: bucket.take(wanted, rate, now) });
        }
        // From every moment on, not only from the beginning.
        for (const [from, first] of given.entries()) {
          let sum = 0;
          for (const { at, bytes } of given.slice(from)) {
            sum += bytes;
            expect(sum).toBeLessThanOrEqual(((at - first.at) / 1000) * rate + burstOf(rate) + 1);
          }
        }
      }),
    );
  });

  it('gives nearly all that the rate allows to who asks all the time', () => {
    const bucket = new TokenBucket(0);
    let sum = 0;
    for (let now = 0; now <= 10_000; now += 10) sum += bucket.take(Infinity, 1_000_000, now);
    expect(sum).toBe(10_000_000);
  });
});

describe('a limit', () => {
  it('lets everything pass at once where there is none, and the other way too', async () => {
    const { bandwidth } = limited({ upload: 10_000, download: null });
    await bandwidth.pass(1e9, 'down', NEVER);
    expect(true).toBe(true);
  });

  it('spreads bytes over time, evenly among all that wait', async () => {
    const { clock, bandwidth } = limited({ upload: 1_000_000, download: null });
    const moved = [0, 0, 0];
    const stop = new AbortController();
    const item = async (index: number, chunk: number): Promise<void> => {
      while (!stop.signal.aborted) {
        await bandwidth.pass(chunk, 'up', stop.signal);
        moved[index] = (moved[index] ?? 0) + chunk;
      }
    };
    const items = [item(0, 64 * KIB), item(1, 64 * KIB), item(2, 256 * KIB)].map((one) => one.catch(() => undefined));
    for (let ms = 0; ms < 10_000; ms += 5) {
      clock.advance(5);
      await settle();
    }
    stop.abort();
    await Promise.all(items);
    const total = moved.reduce((sum, bytes) => sum + bytes, 0);
    expect(total).toBeLessThanOrEqual(10_000_000 + burstOf(1_000_000));
    expect(total).toBeGreaterThan(9_000_000);
    for (const bytes of moved) expect(Math.abs(bytes - total / 3)).toBeLessThan(300 * KIB);
  });

  it('that is lifted or raised counts at once for what waits', async () => {
    const { clock, state, bandwidth } = limited({ upload: 10_000, download: null });
    let passed = false;
    const waiting = bandwidth.pass(10_000_000, 'up', NEVER).then(() => (passed = true));
    clock.advance(1000);
    await settle();
    expect(passed).toBe(false);
    state.limits = { upload: null, download: null };
    bandwidth.changed();
    await waiting;
    expect(passed).toBe(true);
  });

  it('ends by the clock without being told', async () => {
    const { clock, state, bandwidth } = limited({ upload: 10_000, download: null });
    const waiting = bandwidth.pass(10_000_000, 'up', NEVER);
    state.limits = { upload: null, download: null };
    clock.advance(100);
    await waiting;
    expect(state.limits.upload).toBeNull();
  });

  it('holds up nobody who has given up', async () => {
    const { clock, bandwidth } = limited({ upload: 10_000, download: null });
    const gaveUp = new AbortController();
    const lost = bandwidth.pass(1_000_000, 'up', gaveUp.signal);
    const next = bandwidth.pass(1000, 'up', NEVER);
    gaveUp.abort(new Error('gave up'));
    await expect(lost).rejects.toThrow('gave up');
    clock.advance(5000);
    await next;
    await expect(bandwidth.pass(1, 'up', gaveUp.signal)).rejects.toThrow('gave up');
  });
});

describe('a store under a limit', () => {
  it('sends and fetches no faster than that', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'bandwidth-'));
    const sandbox = await startSandbox({ dir });
    const rate = 100_000;
    const { clock, bandwidth } = limited({ upload: rate, download: rate });
    const store = createR2Store({ ...sandbox, region: 'auto', throttle: () => bandwidth });
    const body = randomBytes(200_000);
    const contentMd5 = createHash('md5').update(body).digest('base64');
    const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
    /** Lets the limit's time pass until the work is done; answers how much of it that took, ms. */
    const timeOf = async (work: Promise<unknown>): Promise<number> => {
      const start = clock.now();
      const seen = { done: false };
      const end = work.finally(() => (seen.done = true));
      while (!seen.done) {
        clock.advance(20);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await end;
      return clock.now() - start;
    };
    const least = ((body.length - burstOf(rate)) / rate) * 1000;
    expect(
      await timeOf(store.put('a', body, { ...headers, contentMd5, condition: 'none' }, NEVER)),
    ).toBeGreaterThanOrEqual(least);
    const fetched = store.get('a', { range: null, ifMatch: null }, NEVER).then(({ stream }) => buffer(stream));
    expect(await timeOf(fetched)).toBeGreaterThanOrEqual(least);
    expect((await fetched).equals(body)).toBe(true);
    store.close();
    await sandbox.close();
    await rm(dir, { recursive: true });
  });
});
