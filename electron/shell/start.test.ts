import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';

/** Electron's part of quitting: each `quit` asks `before-quit`, and ends where nobody holds it up. */
class QuittingApp extends EventEmitter {
  ended = 0;
  /** A window stays open: its page stands still. */
  isHeldUp = false;

  quit(): void {
    let held = this.isHeldUp;
    this.emit('before-quit', { preventDefault: () => (held = true) });
    if (!held) this.ended += 1;
  }

  exit(): void {
    this.ended ||= 1;
  }

  readonly relaunch = vi.fn();
}

const electron = vi.hoisted(() => ({ app: {} }));
vi.mock('electron', () => ({
  get app() {
    return electron.app;
  },
}));
const { bringToFront, finishBeforeQuit, startAgain, tellOfNoSandbox } = await import('./start');

const errors: unknown[] = [];
const log = { error: (_where: string, error: unknown) => void errors.push(error), info: () => undefined };
let app: QuittingApp;

function begin(mayQuit: () => Promise<boolean>, finish: () => Promise<void>): ReturnType<typeof finishBeforeQuit> {
  return finishBeforeQuit(mayQuit, finish, log as unknown as Parameters<typeof finishBeforeQuit>[2]);
}

/** What is settled by now has been heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  app = new QuittingApp();
  electron.app = app;
  errors.length = 0;
});

it.each([
  ['a start without the sandbox', ['no-sandbox'], 1000, 1],
  ['on a system that numbers no users, too', ['no-sandbox'], undefined, 1],
  ['as root there is no other', ['no-sandbox'], 0, 0],
  ['with the sandbox there is nothing to tell', [], 1000, 0],
])('the log tells of the sandbox: %s', (_when, switches, user, lines) => {
  const info = vi.fn();
  electron.app = { commandLine: { hasSwitch: (name: string) => switches.includes(name) } };
  tellOfNoSandbox({ info }, user);
  expect(info).toHaveBeenCalledTimes(lines);
});

it.each([
  ['where it is', import.meta.filename, import.meta.filename],
  ['not where it was', '/gone/Flow.AppImage', process.execPath],
])('an AppImage is started again %s', (_where, appImage, execPath) => {
  vi.stubEnv('APPIMAGE', appImage);
  startAgain(['flow', '--x']);
  vi.unstubAllEnvs();
  expect(app.relaunch.mock.calls).toEqual([[{ execPath, args: ['--x'] }]]);
});

it.each([
  ['darwin', true, ['restore', 'show', 'steal focus']],
  // Hidden with Cmd-H, or behind another app.
  ['darwin', false, ['show', 'steal focus']],
  ['win32', true, ['restore', 'focus']],
  ['linux', false, ['focus']],
] as const)('the window is brought to the front on %s (minimised: %s)', (platform, isMinimized, calls) => {
  const called: string[] = [];
  electron.app = { focus: ({ steal }: { steal: boolean }) => called.push(steal ? 'steal focus' : 'ask for focus') };
  const window = {
    isMinimized: () => isMinimized,
    restore: () => called.push('restore'),
    show: () => called.push('show'),
    focus: () => called.push('focus'),
  };
  bringToFront(window as unknown as BrowserWindow, platform);
  expect(called).toEqual(calls);
});

it.each([
  ['darwin', [{ steal: true }]],
  ['win32', []],
] as const)(
  'without a window the app itself comes to the front on %s, for the one that is opened then',
  (platform, calls) => {
    const focus = vi.fn();
    electron.app = { focus };
    bringToFront(null, platform);
    expect(focus.mock.calls.flat()).toEqual(calls);
  },
);

describe('quitting', () => {
  it('ends once all is finished, however often it is asked', async () => {
    let finished: () => void = () => undefined;
    begin(
      () => Promise.resolve(true),
      () => new Promise((resolve) => (finished = resolve)),
    );
    app.quit();
    app.quit();
    await Promise.resolve();
    expect(app.ended).toBe(0);
    finished();
    await vi.waitFor(() => expect(app.ended).toBe(1));
    expect(errors).toEqual([]);
  });

  it('ends though a page that stands still keeps its window open, and not before the work is done', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    let finished: () => void = () => undefined;
    begin(
      () => Promise.resolve(true),
      () => new Promise((resolve) => (finished = resolve)),
    );
    app.isHeldUp = true;
    app.quit();
    await vi.advanceTimersByTimeAsync(5000);
    expect(app.ended).toBe(0);
    finished();
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    expect(app.ended).toBe(1);
    expect(errors).toEqual([]);
  });

  it('ends though what it was to end with ends nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const { quitWith } = begin(
      () => Promise.resolve(true),
      () => Promise.resolve(),
    );
    const last = vi.fn();
    quitWith(last);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(last).toHaveBeenCalledTimes(1);
    expect(app.ended).toBe(0);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    vi.useRealTimers();
    expect(app.ended).toBe(1);
  });

  it('ends though what it was to end with fails, as soon as without it, and writes that down', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const { quitWith } = begin(
      () => Promise.resolve(true),
      () => Promise.resolve(),
    );
    app.isHeldUp = true;
    quitWith(() => {
      throw new Error('ENOENT');
    });
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    expect(app.ended).toBe(1);
    expect(errors).toEqual([new Error('ENOENT')]);
  });

  it('goes on where a person says so, and asks again the next time', async () => {
    const answers = [false, true];
    const mayQuit = vi.fn(() => Promise.resolve(answers.shift() ?? true));
    const finish = vi.fn(() => Promise.resolve());
    begin(mayQuit, finish);
    app.quit();
    await mayQuit.mock.results[0]?.value;
    await Promise.resolve();
    expect(finish).not.toHaveBeenCalled();
    expect(app.ended).toBe(0);
    app.quit();
    await vi.waitFor(() => expect(app.ended).toBe(1));
    expect(mayQuit).toHaveBeenCalledTimes(2);
    expect(finish).toHaveBeenCalledTimes(1);
  });

  it('one start while it quits brings it back, with what that was started with', async () => {
    let finished: () => void = () => undefined;
    const answers = [false, true];
    const { comesBack } = begin(
      () => Promise.resolve(answers.shift() ?? true),
      () => new Promise((resolve) => (finished = resolve)),
    );
    expect(comesBack()).toBe(false);
    app.quit();
    // The question stands: the answer may be to go on.
    expect(comesBack()).toBe(false);
    await settled();
    expect(comesBack()).toBe(false);
    app.quit();
    await settled();
    const args = ['/usr/bin/flow-media', '--user-data-dir=/x', 'flow-media://screen/usage'];
    expect(comesBack(args)).toBe(true);
    expect(comesBack()).toBe(true);
    finished();
    await vi.waitFor(() => expect(app.ended).toBe(1));
    expect(comesBack()).toBe(true);
    expect(app.relaunch.mock.calls).toEqual([[{ execPath: process.execPath, args: args.slice(1) }]]);
  });

  it('an update that is put in place starts the app by itself', async () => {
    const { comesBack, quitWith } = begin(
      () => Promise.resolve(true),
      () => Promise.resolve(),
    );
    quitWith(() => undefined);
    await settled();
    expect(comesBack()).toBe(true);
    expect(app.relaunch).not.toHaveBeenCalled();
  });

  it('ends though the question fails, and writes that down', async () => {
    begin(
      () => Promise.reject(new Error('ENOSPC')),
      () => Promise.resolve(),
    );
    app.quit();
    await vi.waitFor(() => expect(app.ended).toBe(1));
    expect(errors).toHaveLength(1);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('no more'))],
    ['never comes to its end', () => new Promise<void>(() => undefined)],
  ])('ends though the work %s, and writes that down', async (_how, finish) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    begin(() => Promise.resolve(true), finish);
    app.quit();
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(app.ended).toBe(1));
    expect(errors).toHaveLength(1);
  });
});
