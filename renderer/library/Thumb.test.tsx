import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installBridge } from '../bridge';
import { fakeBridge } from '../fake-bridge';
import { FakeApp } from '../fake/app';
import { connectMirror } from '../mirror';
import { assetRow } from './test-rows';
import { Thumb } from './Thumb';

let root: Root;
let place: HTMLElement;

const picture = (): HTMLImageElement | null => place.querySelector('img');
const isBlank = (): boolean => place.querySelector('svg') !== null;
const row = assetRow('a.png');

async function draw(): Promise<void> {
  await act(async () => root.render(<Thumb row={{ ...row }} />));
}

/** The picture could not be had: true where it had been asked for. */
async function fail(): Promise<boolean> {
  const asked = picture();
  await act(async () => asked?.dispatchEvent(new Event('error')));
  return asked !== null;
}

async function wait(milliseconds: number): Promise<void> {
  await act(async () => vi.advanceTimersByTime(milliseconds));
}

async function hear(event: 'online' | 'focus'): Promise<void> {
  await act(async () => window.dispatchEvent(new Event(event)));
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  installBridge(fakeBridge(new FakeApp(new URLSearchParams({ scene: 'library', pace: '0' }), 0)));
  await connectMirror();
  vi.useFakeTimers();
  place = document.createElement('div');
  root = createRoot(place);
  await draw();
  expect(await fail()).toBe(true);
});

afterEach(async () => {
  await act(async () => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('asks for a picture that could not be had three times more, ever later, and then no more', async () => {
  for (const seconds of [5, 30, 120]) {
    await wait(seconds * 1_000 - 1);
    expect(picture()).toBeNull();
    await wait(1);
    expect(await fail()).toBe(true);
  }
  await wait(3_600_000);
  expect(picture()).toBeNull();
});

it('is not put off by being drawn again meanwhile', async () => {
  for (let i = 0; i < 5; i++) {
    await wait(1_000);
    await draw();
  }
  expect(picture()).not.toBeNull();
});

it('asks at once when there is a network again, and begins to count anew', async () => {
  await wait(5_000);
  await fail();
  await hear('online');
  expect(await fail()).toBe(true);
  await wait(5_000);
  expect(picture()).not.toBeNull();
});

it('asks when the window is come back to, but not on each of many visits', async () => {
  await hear('focus');
  expect(picture()).toBeNull();
  await wait(5_000);
  await fail();
  await wait(5_000);
  await hear('focus');
  expect(await fail()).toBe(true);
  await hear('focus');
  expect(picture()).toBeNull();
});

it('keeps the icon until the picture is there', async () => {
  await wait(5_000);
  expect(isBlank()).toBe(true);
  const asked = picture();
  await act(async () => asked?.dispatchEvent(new Event('load')));
  expect(isBlank()).toBe(false);
  expect(picture()).toBe(asked);
});

it('leaves neither timer nor listener behind', async () => {
  const removed = vi.spyOn(window, 'removeEventListener');
  await act(async () => root.render(null));
  expect(removed.mock.calls.map(([name]) => name)).toEqual(expect.arrayContaining(['online', 'focus']));
  expect(vi.getTimerCount()).toBe(0);
});
