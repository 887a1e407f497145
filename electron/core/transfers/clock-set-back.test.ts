import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure';
import type { TransferState } from '../../../shared/transfer';
import type { ObjectStore } from '../store/object-store';
import { TokenBucket } from './queue/bandwidth';
import { ManualClock } from './manual-clock.test-support';
import { Reach } from './queue/reach';
import { Reporter } from './reporter';
import { RunProgress } from './queue/run-progress';
import { Slots } from './queue/slots';
import { Speedometer } from './queue/speed';
import { TransferBook } from './transfer-book';

/** A clock that ran fast is put right, by a person or the network: nothing stands still until it is as late again. */

const HOUR_MS = 3_600_000;

function reachOf(clock: ManualClock) {
  const world = { asked: 0 };
  const reach = new Reach({
    storeOf: () => Promise.resolve({ list: () => Promise.resolve((world.asked += 1)) } as unknown as ObjectStore),
    clock,
    random: () => 0.5,
    isWanted: () => true,
    changed: () => undefined,
    opened: () => undefined,
  });
  return { reach, world };
}

it('the page hears of what changes', () => {
  const clock = new ManualClock();
  let told = 0;
  const reporter = new Reporter({
    clock,
    speed: new Speedometer(),
    book: new TransferBook({ hooks: {} as never, assetIdOf: () => '' as never }, () => undefined),
    reach: { troubles: () => [] },
    listings: { shown: [] },
    publish: () => (told += 1),
  });
  reporter.touch();
  clock.advance(100);
  expect(told).toBe(1);
  clock.setBack(HOUR_MS);
  reporter.touch();
  clock.advance(1000);
  expect(told).toBe(2);
});

it('progress is told', () => {
  const clock = new ManualClock();
  const states: TransferState[] = [];
  const progress = new RunProgress(clock, new Speedometer(), 0, (state) => states.push(state));
  progress.moved(1);
  clock.setBack(HOUR_MS);
  progress.moved(1);
  clock.advance(1000);
  expect(states.at(-1)).toMatchObject({ movedBytes: 2 });
});

it('a speed is what it is now', () => {
  const clock = new ManualClock();
  const speed = new Speedometer();
  speed.begin(clock.now());
  for (let n = 0; n < 16; n += 1) {
    clock.advance(500);
    speed.add(1_000_000, clock.now());
  }
  clock.setBack(HOUR_MS);
  for (let n = 0; n < 16; n += 1) {
    clock.advance(500);
    speed.add(1000, clock.now());
  }
  expect(speed.rate(clock.now())).toBeLessThan(3000);
});

it('bytes go on passing a limit', () => {
  const bucket = new TokenBucket(HOUR_MS);
  expect(bucket.take(100, 1000, 0)).toBe(0);
  expect(bucket.take(100, 1000, 200)).toBe(100);
});

it('a connection that fails rests', async () => {
  const clock = new ManualClock();
  const { reach } = reachOf(clock);
  reach.release('c');
  clock.setBack(HOUR_MS);
  clock.advance(10);
  await reach.judge('c', failure('offline'), { startedAt: clock.now(), moved: false });
  expect(reach.isOpen('c')).toBe(false);
});

it('what arrived an hour ago by then proves nothing', async () => {
  const clock = new ManualClock();
  const { reach, world } = reachOf(clock);
  reach.arrived('c');
  clock.setBack(HOUR_MS);
  await reach.judge('c', failure('timeout'), { startedAt: clock.now(), moved: false });
  expect(world.asked).toBe(1);
});

it('a server that has too much to do is heard', () => {
  const slots = new Slots();
  slots.failed('rate-limited', HOUR_MS);
  expect(slots.limit).toBe(2);
  slots.failed('rate-limited', 0);
  expect(slots.limit).toBe(1);
});
