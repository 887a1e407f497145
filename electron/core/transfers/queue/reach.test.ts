import { expect, it, vi } from 'vitest';
import { failure, FailureError, retryAfter, type Failure } from '../../../../shared/failure';
import type { ObjectStore } from '../../store/object-store';
import { ManualClock } from '../manual-clock.test-support';
import { Reach } from './reach';

const OFFLINE = failure('offline');
const TRY = { startedAt: Infinity, moved: false };

/** A connection `c` whose bucket answers the question for its list with a failure, or well. */
function reachOf(first: Failure | null) {
  const clock = new ManualClock();
  const world = { answer: first, asked: 0, opened: 0, wanted: true };
  const list = (): Promise<unknown> => {
    world.asked += 1;
    return world.answer === null ? Promise.resolve({}) : Promise.reject(new FailureError(world.answer));
  };
  const reach = new Reach({
    storeOf: () => Promise.resolve({ list } as unknown as ObjectStore),
    clock,
    random: () => 0.5,
    isWanted: () => world.wanted,
    changed: () => undefined,
    opened: () => (world.opened += 1),
  });
  return { reach, clock, world };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

it('asks again and again, one question at a time, a minute apart at most, and never gives up', async () => {
  const { reach, clock, world } = reachOf(OFFLINE);
  expect(await reach.judge('c', OFFLINE, TRY)).toBe('connection');
  expect(reach.isOpen('c')).toBe(false);
  const waits: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const [trouble] = reach.troubles();
    if (trouble?.kind !== 'away' || trouble.until === null) throw new Error(JSON.stringify(trouble));
    waits.push(trouble.until - clock.now());
    clock.advance(trouble.until - clock.now());
    await settle();
    expect(world.asked).toBe(round + 1);
  }
  expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  world.answer = null;
  clock.advance(60_000);
  await settle();
  expect(reach.isOpen('c')).toBe(true);
  expect(world.opened).toBe(1);
});

it('takes what fails together as one rest', async () => {
  const { reach, clock } = reachOf(OFFLINE);
  for (let n = 0; n < 30; n += 1) await reach.judge('c', OFFLINE, TRY);
  expect(reach.troubles()).toMatchObject([{ until: clock.now() + 1000 }]);
});

it('waits as long as a server asks for, and then asks nothing', async () => {
  const { reach, clock, world } = reachOf(null);
  await reach.judge('c', retryAfter(failure('rate-limited'), 7000), TRY);
  clock.advance(6999);
  expect(reach.isOpen('c')).toBe(false);
  clock.advance(1001);
  await settle();
  expect(reach.isOpen('c')).toBe(true);
  expect(world.asked).toBe(0);
});

it('asks the bucket whom a break or a refusal concerns', async () => {
  for (const code of ['connection-lost', 'timeout', 'server-error', 'access-denied', 'wrong-secret'] as const) {
    const well = reachOf(null);
    expect(await well.reach.judge('c', failure(code), TRY)).toBe('item');
    expect(well.reach.isOpen('c')).toBe(true);
    const ill = reachOf(failure(code));
    expect(await ill.reach.judge('c', failure(code), TRY)).toBe('connection');
    expect(ill.reach.isOpen('c')).toBe(false);
  }
});

it('asks once for many that doubt at once', async () => {
  const { reach, world } = reachOf(null);
  const all = await Promise.all([1, 2, 3, 4].map(() => reach.judge('c', failure('timeout'), TRY)));
  expect(all).toEqual(['item', 'item', 'item', 'item']);
  expect(world.asked).toBe(1);
});

it('asks nothing while things arrive', async () => {
  const { reach, world } = reachOf(OFFLINE);
  reach.arrived('c');
  expect(await reach.judge('c', failure('server-error'), TRY)).toBe('item');
  expect(world.asked).toBe(0);
});

it('takes a bucket that does not answer in time for one out of reach', async () => {
  const { reach, clock, world } = reachOf(null);
  world.answer = failure('timeout');
  const never = { list: (_: unknown, signal: AbortSignal) => rejection(signal) } as unknown as ObjectStore;
  const slow = new Reach({
    storeOf: () => Promise.resolve(never),
    clock,
    random: () => 0.5,
    isWanted: () => true,
    changed: () => undefined,
    opened: () => undefined,
  });
  const verdict = slow.judge('c', failure('connection-lost'), TRY);
  await settle();
  clock.advance(20_000);
  expect(await verdict).toBe('connection');
  expect(slow.troubles()).toMatchObject([{ kind: 'away', failure: { code: 'timeout' } }]);
  reach.stop();
});

it('holds after three refusals in a row, opens on request, and then after one more', async () => {
  const { reach } = reachOf(null);
  const denied = failure('access-denied');
  expect(await reach.judge('c', denied, TRY)).toBe('item');
  expect(await reach.judge('c', denied, TRY)).toBe('item');
  reach.arrived('c');
  for (let n = 0; n < 2; n += 1) expect(await reach.judge('c', denied, TRY)).toBe('item');
  expect(await reach.judge('c', denied, TRY)).toBe('connection');
  expect(reach.troubles()).toMatchObject([{ kind: 'held' }]);
  reach.release('c');
  expect(reach.isOpen('c')).toBe(true);
  expect(await reach.judge('c', denied, { startedAt: 0, moved: false })).toBe('connection');
  expect(reach.isOpen('c')).toBe(true);
  expect(await reach.judge('c', denied, TRY)).toBe('connection');
  expect(reach.isOpen('c')).toBe(false);
});

it('leaves what is held to a person, and lets go of what nothing waits for', async () => {
  const { reach, clock, world } = reachOf(failure('unknown-key'));
  await reach.judge('c', failure('unknown-key'), TRY);
  clock.advance(3_600_000);
  reach.wake();
  await settle();
  expect(reach.troubles()).toMatchObject([{ kind: 'held' }]);
  const away = reachOf(OFFLINE);
  await away.reach.judge('c', OFFLINE, TRY);
  away.world.wanted = false;
  away.clock.advance(1000);
  await vi.waitFor(() => expect(away.reach.isOpen('c')).toBe(true));
  expect(away.world.asked).toBe(0);
  expect(world.asked).toBe(1);
});

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

it('begins anew what began before something was mended and fails by it yet', async () => {
  const { reach, clock } = reachOf(null);
  const startedAt = clock.now();
  clock.advance(1000);
  reach.release('c');
  for (const code of ['unknown-key', 'access-denied'] as const)
    expect(await reach.judge('c', failure(code), { startedAt, moved: false })).toBe('connection');
  expect(reach.isOpen('c')).toBe(true);
  clock.advance(1000);
  expect(await reach.judge('c', failure('unknown-key'), { startedAt: clock.now(), moved: false })).toBe('item');
});
