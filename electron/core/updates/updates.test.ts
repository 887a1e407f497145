import { describe, expect, it } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import { UPDATES_OFF, type UpdateState } from '../../../shared/updates';
import { ManualClock } from '../transfers/manual-clock.test-support';
import { Updates, type UpdateEngine } from './updates';

const HOUR = 3_600_000;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** An engine that finds a version, or none, or fails; and the updates on it. */
function openWorld(
  find: UpdateEngine['find'],
  fetch: UpdateEngine['fetch'] = () => Promise.resolve(),
  installFailed = false,
) {
  const clock = new ManualClock();
  const world = { states: [] as UpdateState[], looks: 0, loads: 0, installs: 0, wanted: true, reports: 0 };
  const engine: UpdateEngine = {
    find: () => {
      world.looks += 1;
      return find();
    },
    fetch,
    install: () => (world.installs += 1),
  };
  const updates = new Updates({
    engine: async () => {
      world.loads += 1;
      return engine;
    },
    off: UPDATES_OFF,
    wanted: () => world.wanted,
    clock,
    publish: (state) => world.states.push(state),
    report: () => (world.reports += 1),
    installFailed,
    quitWith: (last) => last(),
  });
  return { world, clock, updates };
}

describe('updates', () => {
  it('one that could not be installed is said to be so, and offered again only to who asks', async () => {
    const { clock, world, updates } = openWorld(() => Promise.resolve('9.0.0'), undefined, true);
    expect(updates.state).toMatchObject({ kind: 'failed', failure: { code: 'update-not-installed' } });
    updates.plan();
    clock.advance(100 * HOUR);
    await settled();
    expect(world.looks).toBe(0);
    await updates.check();
    expect(updates.state).toEqual({ kind: 'ready', version: '9.0.0' });
  });

  it('are looked for some time after the start, and then every six hours', async () => {
    const { world, clock, updates } = openWorld(() => Promise.resolve(null));
    updates.plan();
    clock.advance(14_000);
    expect(world.loads).toBe(0);
    clock.advance(1000);
    await settled();
    expect(updates.state).toEqual({ kind: 'current', checkedAt: clock.now() });
    clock.advance(6 * HOUR);
    await settled();
    expect(world).toMatchObject({ looks: 2, loads: 1 });
    updates.stop();
    clock.advance(100 * HOUR);
    expect(world.looks).toBe(2);
  });

  it('are let be where nobody wants them, until they are asked for', async () => {
    const { world, clock, updates } = openWorld(() => Promise.resolve('9.0.0'));
    world.wanted = false;
    updates.plan();
    clock.advance(100 * HOUR);
    expect(world.looks).toBe(0);
    await updates.check();
    expect(updates.state).toEqual({ kind: 'ready', version: '9.0.0' });
  });

  it('are fetched, and installed on a word alone', async () => {
    const { world, clock, updates } = openWorld(
      () => Promise.resolve('9.0.0'),
      (onShare) => {
        onShare(0.5);
        return Promise.resolve();
      },
    );
    updates.install();
    await Promise.all([updates.check(), updates.check()]);
    expect(world.states.map(({ kind }) => kind)).toEqual(['checking', 'downloading', 'downloading', 'ready']);
    expect(world.states[2]).toEqual({ kind: 'downloading', version: '9.0.0', share: 0.5 });
    updates.plan();
    clock.advance(100 * HOUR);
    await settled();
    expect(world).toMatchObject({ looks: 1, installs: 0 });
    updates.install();
    expect(world.installs).toBe(1);
  });

  it('that fail say why, and are tried again', async () => {
    const untrusted = new FailureError(failure('update-untrusted'));
    const answers = [
      () => Promise.reject(untrusted),
      () => Promise.reject(new Error('bug')),
      () => Promise.resolve(null),
    ];
    const { world, updates } = openWorld(() => (answers.shift() ?? (() => Promise.resolve(null)))());
    await updates.check();
    expect(updates.state).toMatchObject({ kind: 'failed', failure: { code: 'update-untrusted' } });
    updates.install();
    await updates.check();
    expect(updates.state).toMatchObject({ kind: 'failed', failure: { code: 'update-failed' } });
    await updates.check();
    expect(updates.state.kind).toBe('current');
    expect(world).toMatchObject({ installs: 0, reports: 2 });
  });

  it('are off where there is no feed', async () => {
    const published: UpdateState[] = [];
    const updates = new Updates({
      engine: null,
      off: { kind: 'off', why: 'package' },
      wanted: () => true,
      clock: new ManualClock(),
      publish: (state) => published.push(state),
      report: () => undefined,
      installFailed: false,
      quitWith: () => undefined,
    });
    updates.plan();
    await updates.check();
    updates.install();
    expect(updates.state).toEqual({ kind: 'off', why: 'package' });
    expect(published).toEqual([]);
  });
});
