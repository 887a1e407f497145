import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installBridge } from './bridge';
import { watchForRest } from './rest';

const invoke = vi.fn(() => Promise.resolve({ ok: true, value: null }));
let end: () => void = () => undefined;
let news: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  invoke.mockClear();
  const subscribe = (listener: () => void) => {
    news = listener;
    return () => (news = () => undefined);
  };
  installBridge({ invoke, subscribe, pathOfFile: () => '' } as never);
  end = watchForRest();
});

afterEach(() => {
  end();
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** Seconds pass. */
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

it('says once that the page is at rest, and again after the next touch', async () => {
  await pass(9);
  window.dispatchEvent(new Event('pointermove'));
  await pass(9);
  expect(invoke).not.toHaveBeenCalled();
  await pass(1);
  expect(invoke).toHaveBeenCalledExactlyOnceWith('app.rest', null);
  await pass(600);
  expect(invoke).toHaveBeenCalledTimes(1);
  document.body.dispatchEvent(new Event('scroll'));
  document.body.dispatchEvent(new Event('scroll'));
  expect(invoke.mock.calls).toEqual([
    ['app.rest', null],
    ['app.wake', null],
  ]);
  await pass(10);
  expect(invoke).toHaveBeenLastCalledWith('app.rest', null);
});

it('does not call a page at rest that shows how something goes on', async () => {
  for (let second = 0; second < 60; second += 1) {
    news();
    await pass(1);
  }
  await pass(3);
  expect(invoke).not.toHaveBeenCalled();
  await pass(1);
  expect(invoke).toHaveBeenCalledTimes(1);
  news();
  expect(invoke).toHaveBeenCalledTimes(1);
});

it('lets no news shorten the time since the last touch', async () => {
  await pass(1);
  news();
  await pass(8);
  expect(invoke).not.toHaveBeenCalled();
  await pass(1);
  expect(invoke).toHaveBeenCalledTimes(1);
});

it('does not call a page at rest in which something plays', async () => {
  const film = document.createElement('video');
  let isPaused = false;
  Object.defineProperty(film, 'paused', { get: () => isPaused });
  document.body.append(film);
  await pass(60);
  expect(invoke).not.toHaveBeenCalled();
  isPaused = true;
  await pass(10);
  expect(invoke).toHaveBeenCalledTimes(1);
});
