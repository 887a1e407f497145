import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageRecovery } from './page-recovery';

/** A window with a page that crashes as often as it is told to, and what was done about it. */
function openWorld(answer = true, isCrashed = false) {
  const webContents = Object.assign(new EventEmitter(), {
    isCrashed: () => isCrashed,
    isDevToolsOpened: () => world.isLookedInto,
    forcefullyCrashRenderer: () => webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 9 }),
  });
  const world = {
    now: 0,
    opened: 0,
    asked: 0,
    told: 0,
    quits: 0,
    log: [] as string[],
    isGone: false,
    isLookedInto: false,
  };
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
  const emit = (event: string) => webContents.emit(event);
  return { world, recovery, crash, emit };
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

  it('is opened anew at once where that was before anybody watched it', async () => {
    const { world, recovery, crash } = openWorld(true, true);
    await Promise.resolve();
    expect(world).toMatchObject({ opened: 1, asked: 0 });
    expect(world.log).toEqual(["The page's process was gone before its window was watched."]);
    recovery.painted();
    expect(world.told).toBe(1);
    await crash();
    await crash();
    expect(world).toMatchObject({ opened: 3, asked: 1 });
  });

  it('is let be where it ended as it should, or its window is gone', async () => {
    const { world, crash } = openWorld();
    await crash('clean-exit');
    world.isGone = true;
    await crash();
    expect(world.opened).toBe(0);
  });
});

describe('a page that answers nothing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is ended and opened anew when it has been so for a while', async () => {
    const { world, emit } = openWorld();
    emit('unresponsive');
    await vi.advanceTimersByTimeAsync(9_999);
    expect(world.opened).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(world).toMatchObject({ opened: 1, asked: 0 });
    expect(world.log).toEqual([
      'The page does not answer any more: its process is ended.',
      "The page's process is gone: crashed, exit code 9.",
    ]);
  });

  it('is not ended once more when it has crashed meanwhile, and another has been opened', async () => {
    const { world, crash, emit } = openWorld();
    emit('unresponsive');
    await vi.advanceTimersByTimeAsync(5_000);
    await crash('oom');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world).toMatchObject({ opened: 1, asked: 0 });
  });

  it('is let be where it was only busy, or somebody has stopped it with the developer tools', async () => {
    const { world, emit } = openWorld();
    emit('unresponsive');
    await vi.advanceTimersByTimeAsync(9_000);
    emit('responsive');
    await vi.advanceTimersByTimeAsync(60_000);
    world.isLookedInto = true;
    emit('unresponsive');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.opened).toBe(0);
  });
});
