// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installBridge } from '../bridge';
import { fakeBridge } from '../fake-bridge';
import { FakeApp } from '../fake/app';
import { lookAtThumb } from './thumb-interest';

const forgotten: unknown[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  forgotten.length = 0;
  const bridge = fakeBridge(new FakeApp(new URLSearchParams({ scene: 'library', pace: '0' }), 0));
  installBridge({
    ...bridge,
    invoke: (name, input) => {
      if (name === 'library.forgetThumbnails') forgotten.push(input);
      return bridge.invoke(name, input);
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => false;

it('tells once of all that scrolled away before it came', () => {
  const leave = ['a', 'b', 'c'].map((assetId) => lookAtThumb(assetId, never));
  for (const one of leave) one();
  vi.runAllTimers();
  expect(forgotten).toEqual([{ assetIds: ['a', 'b', 'c'] }]);
});

it('says nothing of what has come, what another still looks at, or what came back at once', () => {
  lookAtThumb('came', () => true)();
  lookAtThumb('shared', never);
  lookAtThumb('shared', never)();
  lookAtThumb('back', never)();
  lookAtThumb('back', never);
  vi.runAllTimers();
  expect(forgotten).toEqual([]);
});
