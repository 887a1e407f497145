import { expect, it } from 'vitest';
import { ManualClock } from '../transfers/manual-clock.test-support';
import { Turns } from './turns';

const unheard = (error: unknown): never => {
  throw error;
};

it('ends with the turn that is under way, begins no other, and does what else stands in the line', async () => {
  const done: string[] = [];
  let go = (): void => undefined;
  const underWay = new Promise<void>((resolve) => (go = resolve));
  let begun = (): void => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const take = async (): Promise<void> => {
    begun();
    await underWay;
    done.push('turn');
  };
  const turns = new Turns(new ManualClock(), take, unheard);
  turns.within(0);
  await hasBegun;
  let write = (): void => undefined;
  const written = new Promise<void>((resolve) => (write = resolve));
  turns.inLine(() => written.then(() => void done.push('noted')));
  turns.within(0);
  const stopped = turns.stop();
  go();
  await stopped;
  expect(done).toEqual(['turn']);
  write();
  await turns.done();
  expect(done).toEqual(['turn', 'noted']);
});
