import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { PageRecovery } from './page-recovery';

/** A window with a page that crashes as often as it is told to, and what was done about it. */
function openWorld(answer = true) {
  const webContents = new EventEmitter();
  const world = { now: 0, opened: 0, asked: 0, told: 0, quits: 0, log: [] as string[], isGone: false };
  const recovery = new PageRecovery({
    log: { info: (text) => world.log.push(text) },
    now: () => world.now,
    ask: () => {
      world.asked += 1;
      return Promise.resolve(answer);
    },
    tell: () => (world.told += 1),
    quit: () => (world.quits += 1),
  });
  const window = { webContents, isDestroyed: () => world.isGone } as unknown as BrowserWindow;
  recovery.watch(window, () => (world.opened += 1));
  const crash = async (reason = 'crashed'): Promise<void> => {
    webContents.emit('render-process-gone', {}, { reason, exitCode: 11 });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { world, recovery, crash };
}

describe('a page whose process is gone', () => {
  it('is opened anew, and says so once it is on show', async () => {
    const { world, recovery, crash } = openWorld();
    recovery.painted();
    await crash('oom');
    expect(world).toMatchObject({ opened: 1, told: 0, asked: 0 });
    expect(world.log).toEqual(["The page's process is gone: oom, exit code 11."]);
    recovery.painted();
    recovery.painted();
    expect(world.told).toBe(1);
  });

  it('is not opened again and again without a person’s word', async () => {
    const { world, crash } = openWorld();
    await crash();
    await crash();
    expect(world).toMatchObject({ opened: 2, asked: 0 });
    await crash();
    expect(world).toMatchObject({ opened: 3, asked: 1 });
    await crash();
    expect(world).toMatchObject({ opened: 4, asked: 1 });
  });

  it('ends the app where that is the answer', async () => {
    const { world, crash } = openWorld(false);
    for (let times = 0; times < 3; times += 1) await crash();
    expect(world).toMatchObject({ opened: 2, asked: 1, quits: 1 });
  });

  it('may crash now and then', async () => {
    const { world, crash } = openWorld();
    for (let times = 0; times < 9; times += 1) {
      world.now += 31_000;
      await crash();
    }
    expect(world).toMatchObject({ opened: 9, asked: 0 });
  });

  it('is let be where it ended as it should, or its window is gone', async () => {
    const { world, crash } = openWorld();
    await crash('clean-exit');
    world.isGone = true;
    await crash();
    expect(world.opened).toBe(0);
  });
});
